"""What is measured, and how: real requests and bare ones take turns, so noise hits both."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import count
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.utils import timezone
from weasyprint import CSS, HTML

from bench import bare, doors, portfolio, workshop
from lenses.services import catalog
from reviews.demo import story
from reviews.documents import pdf, workload_report
from reviews.models import Review, Workload
from reviews.reads import snapshots
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations


@dataclass(frozen=True)
class Figure:
    """One line of the result; times in milliseconds."""

    what: str
    ours_p50: float
    ours_p95: float
    bare_p50: float
    bare_p95: float
    queries: int

    @property
    def ratio(self) -> float:
        """Ours to bare, at the median."""
        return self.ours_p50 / self.bare_p50

    @property
    def ratio_p95(self) -> float:
        """Ours to bare, at the 95th percentile."""
        return self.ours_p95 / self.bare_p95


def run(
    *,
    rounds: int,
    json_file: Path | None,
    workshop_only: bool = False,
    doors_only: bool = False,
    portfolio_only: bool = False,
    portfolio_sizes: tuple[int, int] = portfolio.SIZES,
) -> None:
    """Load, measure, print."""
    call_command("migrate", verbosity=0)
    if portfolio_only:
        catalog.load()
        found = portfolio.run(max(5, rounds // 5), portfolio_sizes)
        if json_file:
            rows = [asdict(figure) | {"growth": round(figure.growth, 2)} for figure in found]
            json_file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
        return
    making = [] if doors_only else workshop.run(max(5, rounds // 5))
    if workshop_only:
        return
    started = time.perf_counter()
    if not story.exists():
        story.tell()
    print(f"database: {connection.vendor}; demo loaded in {time.perf_counter() - started:.1f} s")
    given = doors.run(rounds)
    rows = [asdict(f) | {"each_second": round(f.each_second, 1)} for f in given]
    if not doors_only:
        rows = [*_rows(rounds), *map(asdict, making), *rows]
    if json_file:
        json_file.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def _rows(rounds: int) -> list[dict[str, object]]:
    """Requests and the PDF beside their bare ones."""
    review = Review.objects.get(workload__name="Checkout platform", lens__alias="wellarchitected")
    figures = [*_requests(review, rounds), _pdf(review, max(3, rounds // 40))]
    _print(figures)
    return [
        asdict(f) | {"ratio": round(f.ratio, 2), "ratio_p95": round(f.ratio_p95, 2)}
        for f in figures
    ]


def _requests(review: Review, rounds: int) -> list[Figure]:
    ada = User.objects.get(email="ada@northwind.example")
    browser = Client()
    browser.force_login(ada)
    actor = member_actor(organizations.memberships_of(ada)[0], Via.COMMAND)
    _token, clear = tokens.create(actor, name="bench", scope="write")
    api = {"HTTP_AUTHORIZATION": f"Bearer {clear}"}
    question = f"/reviews/{review.pk}/questions/identities/"
    revisions = count(review.answers.get(question_key="identities").revision)

    def save() -> HttpResponseBase:
        seen = next(revisions)
        return browser.post(f"{question}changes/", {"notes": f"note {seen}", "base_revision": seen})

    return [
        _compare("answer save (page)", save, rounds),
        _compare("review page, 57 questions", lambda: browser.get(question), rounds),
        _compare(
            "answers list (REST), 57 questions",
            lambda: Client().get(f"/api/v1/reviews/{review.pk}/answers/", **api),
            rounds,
        ),
        _compare("portfolio, 12 workloads", lambda: browser.get("/"), rounds),
    ]


def _compare(what: str, ours: Callable[[], HttpResponseBase], rounds: int) -> Figure:
    with override_settings(MIDDLEWARE=["bench.bare.UseBareUrls"]):
        plain = Client()
        plain.handler = ClientHandler(enforce_csrf_checks=False)
        plain.handler.load_middleware()
    for _warm in range(3):
        answer = ours()
    if answer.status_code != 200:
        raise SystemExit(f"{what}: status {answer.status_code}")
    with bare.recorded() as recording:
        answer = ours()
    recording.body = answer.getvalue() if answer.streaming else answer.content
    bare.current["it"] = recording
    mine: list[float] = []
    least: list[float] = []
    for _round in range(rounds):
        mine.append(_milliseconds(ours))
        least.append(_milliseconds(lambda: plain.get("/it")))
    statements = [
        sql
        for sql, _params in recording.statements
        if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))
    ]
    return Figure(
        what,
        bare.percentile(mine, 0.5),
        bare.percentile(mine, 0.95),
        bare.percentile(least, 0.5),
        bare.percentile(least, 0.95),
        len(statements),
    )


def _pdf(review: Review, rounds: int) -> Figure:
    workload = Workload.objects.select_related("organization").get(pk=review.workload_id)

    def ours() -> None:
        report = workload_report.build(
            snapshots.take(workload),
            organization=workload.organization,
            review_id=str(review.pk),
            milestone=None,
            at=timezone.now(),
        )
        workload_report.write_pdf(report, BytesIO(), progress=lambda percent, step: None)

    report = workload_report.build(
        snapshots.take(workload),
        organization=workload.organization,
        review_id=str(review.pk),
        milestone=None,
        at=timezone.now(),
    )
    source = workload_report.write_html(report)
    static = Path(settings.STATICFILES_DIRS[0])

    def weasyprint_alone() -> None:
        document = HTML(string=source, base_url=static.as_uri(), url_fetcher=pdf.OwnFilesOnly())
        sheets = [CSS(filename=str(static / name)) for name in pdf.STYLESHEETS]
        document.write_pdf(BytesIO(), stylesheets=sheets, pdf_variant=pdf.VARIANT)

    ours()
    mine: list[float] = []
    least: list[float] = []
    for _round in range(rounds):
        mine.append(_milliseconds(ours))
        least.append(_milliseconds(weasyprint_alone))
    return Figure(
        "PDF report, one review",
        bare.percentile(mine, 0.5),
        bare.percentile(mine, 0.95),
        bare.percentile(least, 0.5),
        bare.percentile(least, 0.95),
        3,
    )


def _milliseconds(work: Callable[[], object]) -> float:
    gc.collect(0)
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _print(figures: list[Figure]) -> None:
    print(f"{'':36}{'ours p50':>10}{'bare p50':>10}{'ratio':>7}{'p95 ratio':>11}{'queries':>9}")
    for f in figures:
        print(
            f"{f.what:36}{f.ours_p50:>8.1f}ms{f.bare_p50:>8.1f}ms{f.ratio:>7.2f}"
            f"{f.ratio_p95:>11.2f}{f.queries:>9}"
        )
    print("bare: a Django view without middleware that runs the same SQL and sends the same bytes;")
    print("for the PDF: WeasyPrint alone on the same HTML.")
