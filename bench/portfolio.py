"""The portfolio with 1,000 and with 10,000 workloads: times, queries, growth.

Workloads are inserted in bulk (the framework lens, answers as people give them, two years of
milestones, improvements) and counted by the command that rebuilds summaries; then the page is
asked for as a member of the organization would. Each page is asked for in both organizations
by turns, so that noise hits both.
"""

from __future__ import annotations

import gc
import random
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import bare
from lenses.access import compiled
from lenses.compiled import CompiledLens
from lenses.models import LensVersion
from reviews.models import (
    Answer,
    Improvement,
    ImprovementState,
    Milestone,
    Review,
    Workload,
)
from reviews.reads import portfolio_rows
from reviews.reads.portfolio_filters import Filters
from reviews.scoring import risk_of
from reviews.services import summaries
from reviews.services.workloads import normalize
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Membership, Team, User
from wellarch.accounts.roles import Role, Via
from wellarch.accounts.tenancy import organizations

SIZES = (1_000, 10_000)
_CHUNK = 500
_QUARTERS = 8
_LIMIT = 1.5


@dataclass(frozen=True)
class Figure:
    """One line: the page in both sizes; times in milliseconds."""

    what: str
    small_p50: float
    small_p95: float
    large_p50: float
    large_p95: float
    queries: tuple[int, int]

    @property
    def growth(self) -> float:
        """How much longer the larger one takes, at the median."""
        return self.large_p50 / self.small_p50


def run(rounds: int) -> list[Figure]:
    """Make both organizations, measure, print."""
    stages = [_stage(size) for size in SIZES]
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
        ("summary (REST)", api, "/api/v1/portfolio/"),
    ]
    figures = [
        _compare(what, clients, [address.format(**stage) for stage in stages], rounds)
        for what, clients, address in pages
    ]
    _print(figures)
    for size, stage in zip(SIZES, stages, strict=True):
        started = time.perf_counter()
        number = sum(1 for _ in portfolio_rows.iterate(stage["actor"], Filters()))
        seconds = time.perf_counter() - started
        print(f"all rows one by one: {number} of {size} in {seconds:.2f} s")
        _change(stage)
    return figures


def _stage(size: int) -> dict[str, Any]:
    """An organization with so many workloads, counted."""
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
    for start in range(0, size, _CHUNK):
        _insert(actor, teams, range(start, min(start + _CHUNK, size)))
    inserted = time.perf_counter() - started
    started = time.perf_counter()
    for _done, _last in summaries.rebuild():
        pass
    counted = time.perf_counter() - started
    print(f"{size} workloads: inserted in {inserted:.0f} s, counted in {counted:.0f} s")
    return {
        "admin": admin, "viewer": viewer, "actor": actor, "token": clear, "team": teams[3].pk,
        "size": size,
    }  # fmt: skip


def _insert(actor: Actor, teams: list[Team], numbers: range) -> None:
    """Workloads of these numbers with a review each, in bulk and without any task."""
    chance = random.Random(numbers.start)  # the same workloads every time
    version = LensVersion.objects.get(lens__alias="wellarchitected", lens__organization=None)
    answers = [_answers(compiled(version.pk), chance) for _each in range(40)]
    now = clock.now()
    workloads = [
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
            revision=1,
        )
        for number in numbers
    ]
    Workload.objects.bulk_create(workloads)
    reviews = [
        Review(
            organization=actor.organization,
            workload=workload,
            lens_id=version.lens_id,
            lens_version=version,
        )
        for workload in workloads
    ]
    Review.objects.bulk_create(reviews)
    Answer.objects.bulk_create(
        (
            Answer(
                organization=actor.organization,
                review=review,
                changed_at=now - timedelta(days=chance.randrange(400)),
                **one,
            )
            for review in reviews
            for one in chance.choice(answers)
        ),
        batch_size=2_000,
    )
    _insert_history(actor, workloads, chance)


def _answers(lens: CompiledLens, chance: random.Random) -> list[dict[str, Any]]:
    """One way to answer the lens: most questions, each with some of its practices."""
    found = []
    for asked in lens:
        choices = {}
        if chance.random() < 0.85:
            keys = [choice.id for choice in asked.practices if chance.random() < 0.6]
            choices = {key: {"status": "selected"} for key in keys}
            if not keys and asked.none_choice:
                choices = {asked.none_choice.id: {"status": "selected"}}
        state = {f"choices.{key}.status": "selected" for key in choices}
        found.append(
            {
                "pillar_key": asked.pillar_id,
                "question_key": asked.id,
                "position": asked.number,
                "choices": choices,
                "risk": str(risk_of(asked, state)),
            }
        )
    return found


def _insert_history(actor: Actor, workloads: list[Workload], chance: random.Random) -> None:
    """A milestone each quarter for two years, risks falling, and a few improvements."""
    now = clock.now()
    Milestone.objects.bulk_create(
        (
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
        ),
        batch_size=1_000,
    )  # fmt: skip
    Improvement.objects.bulk_create(
        (
            Improvement(
                organization=actor.organization,
                workload=workload,
                number=number,
                title=f"Improvement {number}",
                state=chance.choice((ImprovementState.OPEN, ImprovementState.DONE)),
                due_on=(now + timedelta(days=chance.randrange(-30, 300))).date(),
            )
            for workload in workloads
            for number in range(1, 6)
        ),
        batch_size=1_000,
    )


def _browser(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def _compare(what: str, clients: list[Client], addresses: list[str], rounds: int) -> Figure:
    """Both organizations by turns; every time from the tables, nothing is cached between."""
    times: tuple[list[float], list[float]] = ([], [])
    queries = []
    for client, address in zip(clients, addresses, strict=True):
        for _warm in range(2):
            status = client.get(address).status_code
        if status != 200:
            raise SystemExit(f"{what}: status {status}")
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries.append(len(captured))
    for _round in range(rounds):
        for kept, client, address in zip(times, clients, addresses, strict=True):
            gc.collect(0)
            started = time.perf_counter()
            client.get(address)
            kept.append((time.perf_counter() - started) * 1000)
    small, large = times
    return Figure(
        what,
        bare.percentile(small, 0.5),
        bare.percentile(small, 0.95),
        bare.percentile(large, 0.5),
        bare.percentile(large, 0.95),
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


def _print(figures: list[Figure]) -> None:
    small, large = SIZES
    print(f"database: {connection.vendor}; p50 and p95 in milliseconds")
    print(f"{'':30}{small:>16,}{large:>18,}{'growth p50':>14}{'queries':>10}")
    for f in figures:
        print(
            f"{f.what:30}{f.small_p50:>8.1f}{f.small_p95:>8.1f}{f.large_p50:>10.1f}"
            f"{f.large_p95:>8.1f}{f.growth:>14.2f}{f.queries[0]:>6}/{f.queries[1]}"
        )
