"""The portfolio with 1,000 and with 10,000 workloads: times, queries, growth.

Forty workloads are answered at random (the framework lens, two years of milestones) and counted
by the services; the others copy what one of them has, in every table. Then the page is asked
for as members would, in both organizations by turns, so that noise hits both. Nothing is
cached between two requests.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.test import Client

from bench import bare
from lenses.access import compiled
from lenses.compiled import CompiledLens
from lenses.models import LensVersion
from reviews.models import (
    BUCKETS,
    Answer,
    Improvement,
    ImprovementState,
    Milestone,
    PracticeGap,
    Review,
    RiskSummary,
    Workload,
    WorkloadQuarter,
    WorkloadSummary,
)
from reviews.reads import portfolio_rows
from reviews.reads.portfolio_filters import Filters
from reviews.scoring import risk_of
from reviews.services import portfolio_buckets, summaries
from reviews.services.workloads import normalize
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Membership, Team, User
from wellarch.accounts.roles import Role, Via
from wellarch.accounts.tenancy import organizations

SIZES = (1_000, 10_000)
_BUILDING_CACHE_KIB = 400_000
_CHUNK = 500
_QUARTERS = 8
PROTOTYPES = 40


@dataclass(frozen=True)
class Figure:
    """One line: the page in both sizes; times in milliseconds, cpu is the median of this process.

    On a machine that does other work too, growth is told by `cpu`: nobody else's time is in it.
    """

    what: str
    small_p50: float
    small_p95: float
    large_p50: float
    large_p95: float
    cpu: tuple[float, float]
    queries: tuple[int, int]

    @property
    def growth(self) -> float:
        """How much more work the larger one is, at the median."""
        small, large = self.cpu
        return large / small


def run(rounds: int, sizes: tuple[int, int] = SIZES) -> list[Figure]:
    """Make both organizations, measure, print."""
    with _room_to_build():
        stages = [_stage(size) for size in sizes]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    viewer = [_browser(stage["viewer"]) for stage in stages]
    admin = [_browser(stage["admin"]) for stage in stages]
    api = [Client(headers={"authorization": f"Bearer {stage['token']}"}) for stage in stages]
    pages: list[tuple[str, list[Client], str]] = [
        ("portfolio, admin", admin, "/"),
        ("portfolio, viewer", viewer, "/"),
        ("portfolio, page 10", admin, "/?page=10"),
        ("portfolio, by name", admin, "/?sort=name"),
        ("portfolio, least in place", admin, "/?sort=in_place"),
        ("portfolio, one team", admin, "/?team={team}"),
        ("portfolio, production only", admin, "/?environment=production"),
        ("two groups", admin, "/compare/?a_environment=production&b_tag=tier%3D1"),
        ("summary (REST)", api, "/api/v1/portfolio/"),
    ]
    figures = [
        _compare(what, clients, [address.format(**stage) for stage in stages], rounds)
        for what, clients, address in pages
    ]
    _print(figures, sizes)
    for size, stage in zip(sizes, stages, strict=True):
        started = time.perf_counter()
        number = sum(1 for _ in portfolio_rows.iterate(stage["actor"], Filters()))
        seconds = time.perf_counter() - started
        print(f"all rows one by one: {number} of {size} in {seconds:.2f} s")
        _change(stage)
    return figures


@contextmanager
def _room_to_build() -> Iterator[None]:
    """SQLite keeps its indexes in memory while millions of rows come; measured is without."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = {-_BUILDING_CACHE_KIB}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = {int(usual)}")


def _stage(size: int) -> dict[str, Any]:
    """An organization with so many workloads, all of them in every table."""
    admin = User.objects.create_user(email=f"admin@{size}.example", name="Admin")
    viewer = User.objects.create_user(email=f"viewer@{size}.example", name="Viewer")
    organization = organizations.found(admin, name=f"Has {size}").organization
    Membership.objects.create(organization=organization, user=viewer, role=Role.VIEWER)
    teams = [
        Team.objects.create(organization=organization, name=f"Team {n}", normalized_name=f"team{n}")
        for n in range(20)
    ]
    actor = member_actor(organizations.memberships_of(admin)[0], Via.COMMAND)
    _token, clear = tokens.create(actor, name="bench", scope="read")
    started = time.perf_counter()
    first = _workloads(actor, teams, range(min(size, PROTOTYPES)))
    _answer(actor, first)
    _history(actor, first)
    summaries.compute_many([workload.pk for workload in first])
    rest = _workloads(actor, teams, range(len(first), size))
    _copy(first, rest)
    portfolio_buckets.refresh((organization.pk, number) for number in range(BUCKETS))
    print(f"{size} workloads: made in {time.perf_counter() - started:.0f} s", flush=True)
    return {
        "admin": admin, "viewer": viewer, "actor": actor, "token": clear, "team": teams[3].pk,
        "size": size,
    }  # fmt: skip


def _workloads(actor: Actor, teams: list[Team], numbers: range) -> list[Workload]:
    """Workloads of these numbers with a review of the framework each, in bulk."""
    chance = random.Random(numbers.start)
    version = LensVersion.objects.get(lens__alias="wellarchitected", lens__organization=None)
    now = clock.now()
    workloads = Workload.objects.bulk_create(
        (
            Workload(
                organization=actor.organization,
                name=f"Workload {number:05}",
                normalized_name=normalize(f"Workload {number:05}"),
                environment="production" if chance.random() < 0.7 else "preproduction",
                visibility="team" if chance.random() < 0.1 else "organization",
                team=chance.choice(teams),
                review_owner=f"Owner {number % 37}",
                industry=chance.choice(("Retail", "Banking", "Toys")),
                tags={"tier": str(number % 3 + 1)},
                created_by=actor.user,
                created_at=now - timedelta(days=900),
            )
            for number in numbers
        ),
        batch_size=_CHUNK,
    )
    Review.objects.bulk_create(
        (
            Review(
                organization=actor.organization,
                workload=workload,
                lens_id=version.lens_id,
                lens_version=version,
            )
            for workload in workloads
        ),
        batch_size=_CHUNK,
    )
    return workloads


def _answer(actor: Actor, workloads: list[Workload]) -> None:
    """Answers of their own to each of these."""
    chance = random.Random(1)
    now = clock.now()
    Answer.objects.bulk_create(
        Answer(
            organization=actor.organization,
            review=review,
            changed_at=now - timedelta(days=chance.randrange(400)),
            **one,
        )
        for review in Review.objects.filter(workload__in=workloads).select_related("lens_version")
        for one in _answers(compiled(review.lens_version_id), chance)
    )


def _answers(lens: CompiledLens, chance: random.Random) -> list[dict[str, Any]]:
    """One way to answer the lens: most questions, each with some of its practices."""
    found = []
    for asked in lens:
        keys: list[str] = []
        if chance.random() < 0.85:
            keys = [choice.id for choice in asked.practices if chance.random() < 0.6]
            if not keys and asked.none_choice:
                keys = [asked.none_choice.id]
        state = {f"choices.{key}.status": "selected" for key in keys}
        found.append(
            {
                "pillar_key": asked.pillar_id,
                "question_key": asked.id,
                "position": asked.number,
                "choices": {key: {"status": "selected"} for key in keys},
                "risk": str(risk_of(asked, state)),
            }
        )
    return found


def _history(actor: Actor, workloads: list[Workload]) -> None:
    """A milestone each quarter for two years, risks falling."""
    now = clock.now()
    Milestone.objects.bulk_create(
        Milestone(
            organization=actor.organization,
            workload=workload,
            number=number,
            name=f"Milestone {number}",
            normalized_name=f"milestone{number}",
            recorded_at=now - timedelta(days=91 * (_QUARTERS - number) + 5),
            recorded_by="Bench",
            counts={
                "high": 20 - 2 * number, "medium": 12 - number, "low": 4, "none": 10 + number,
                "unanswered": 11 + 2 * number, "not_applicable": 0,
            },
            content={},
            digest="",
        )
        for workload in workloads
        for number in range(1, _QUARTERS + 1)
    )  # fmt: skip


def _copy(first: list[Workload], rest: list[Workload]) -> None:
    """Give each of the rest what one of the first has, by SQL; and all of them improvements."""
    if rest:
        with connection.cursor() as cursor:
            kind = Workload._meta.pk.db_type(connection)
            cursor.execute(f"CREATE TEMPORARY TABLE bench_pair (old_id {kind}, new_id {kind})")
            convert = Workload._meta.pk.get_db_prep_value
            cursor.executemany(
                "INSERT INTO bench_pair VALUES (%s, %s)",
                [
                    (convert(first[n % len(first)].pk, connection), convert(row.pk, connection))
                    for n, row in enumerate(rest)
                ],
            )
            for model in (Milestone, WorkloadQuarter):
                cursor.execute(_copied(model, "workload_id", "p.new_id"))
            for model in (Answer, RiskSummary, PracticeGap):
                cursor.execute(_copied(model, "review_id", "n.id"))
            cursor.execute("DROP TABLE bench_pair")
    kept = {row.pk: row for row in WorkloadSummary.objects.filter(workload__in=first)}
    rows = []
    for number, workload in enumerate(rest):
        row = copy(kept[first[number % len(first)].pk])
        row.pk, row.bucket = workload.pk, portfolio_buckets.number_of(workload.pk)
        rows.append(row)
    WorkloadSummary.objects.bulk_create(rows, batch_size=_CHUNK)
    _improvements([*first, *rest])


def _copied(model: type[Model], key: str, new: str) -> str:
    """INSERT … SELECT of all rows of the old workloads, for the new ones."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = [
        new if column == key else "p.new_id" if column == "workload_id" else f"t.{column}"
        for column in columns
    ]
    joined = f"JOIN {table} t ON t.workload_id = p.old_id"
    if key == "review_id":
        joined = (
            "JOIN reviews_review o ON o.workload_id = p.old_id "
            f"JOIN {table} t ON t.review_id = o.id "
            "JOIN reviews_review n ON n.workload_id = p.new_id"
        )
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} FROM bench_pair p {joined}"
    )


def _improvements(workloads: list[Workload]) -> None:
    """Two of each, some of them overdue, and their dates in the summaries."""
    chance = random.Random(2)
    today = clock.now().date()
    made = [
        Improvement(
            organization_id=workload.organization_id,
            workload=workload,
            number=number,
            title=f"Improvement {number}",
            state=chance.choice((ImprovementState.OPEN, ImprovementState.DONE)),
            due_on=today + timedelta(days=chance.randrange(-30, 300)),
        )
        for workload in workloads
        for number in (1, 2)
    ]
    Improvement.objects.bulk_create(made, batch_size=_CHUNK)
    due: dict[UUID, date] = {}
    for row in made:
        if row.due_on and row.state == ImprovementState.OPEN:
            due[row.workload_id] = min(row.due_on, due.get(row.workload_id, row.due_on))
    rows = [WorkloadSummary(pk=pk, next_due_on=day) for pk, day in due.items()]
    WorkloadSummary.objects.bulk_update(rows, ["next_due_on"], batch_size=200)


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _compare(what: str, clients: list[Client], addresses: list[str], rounds: int) -> Figure:
    """Both organizations by turns; every time from the tables, nothing is cached between."""
    times: tuple[list[float], list[float]] = ([], [])
    work: tuple[list[float], list[float]] = ([], [])
    queries = []
    for client, address in zip(clients, addresses, strict=True):
        for _warm in range(2):
            status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{what}: status {status}")
        with bare.recorded() as recording:
            client.get(address)
        queries.append(len(recording.statements))
    for _round in range(rounds):
        for kept, spent, client, address in zip(times, work, clients, addresses, strict=True):
            gc.collect(0)
            busy, started = time.process_time(), time.perf_counter()
            client.get(address)
            kept.append((time.perf_counter() - started) * 1000)
            spent.append((time.process_time() - busy) * 1000)
    small, large = times
    return Figure(
        what,
        bare.percentile(small, 0.5),
        bare.percentile(small, 0.95),
        bare.percentile(large, 0.5),
        bare.percentile(large, 0.95),
        (bare.percentile(work[0], 0.5), bare.percentile(work[1], 0.5)),
        (queries[0], queries[1]),
    )


def _change(stage: dict[str, Any]) -> None:
    """How long it takes to count one workload again after a change."""
    ids = Workload.objects.filter(organization=stage["actor"].organization).values_list("pk")[:20]
    times = []
    for (pk,) in ids:
        started = time.perf_counter()
        summaries.compute(pk)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95 = bare.percentile(times, 0.5), bare.percentile(times, 0.95)
    print(f"one workload of {stage['size']} counted again: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _print(figures: list[Figure], sizes: tuple[int, int]) -> None:
    small, large = sizes
    print(f"database: {connection.vendor}; p50, p95 and p50 of CPU time in milliseconds")
    print(f"{'':30}{small:>24,}{large:>26,}{'growth':>10}{'queries':>10}", flush=True)
    for f in figures:
        print(
            f"{f.what:30}{f.small_p50:>8.1f}{f.small_p95:>8.1f}{f.cpu[0]:>8.1f}"
            f"{f.large_p50:>10.1f}{f.large_p95:>8.1f}{f.cpu[1]:>8.1f}"
            f"{f.growth:>10.2f}{f.queries[0]:>7}/{f.queries[1]}"
        )
