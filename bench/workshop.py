"""The lens workshop with the largest lens of the format: open, edit, check, publish."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import bare, largest
from lenses.document import check, checking, lint, read
from lenses.models import LensVersion
from lenses.services import drafts, imports, versions
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations


@dataclass(frozen=True)
class Figure:
    """One line of the result; times in milliseconds."""

    what: str
    p50: float
    p95: float
    queries: int | None = None


def run(rounds: int) -> list[Figure]:
    """Import the largest lens as a draft, do everything to it, and print how long it took."""
    ada = User.objects.create_user(email="ada@workshop.example", name="Ada")
    actor = member_actor(organizations.found(ada, name="Workshop"), Via.COMMAND)
    document = largest.document()
    figures = [*_checks(document, rounds)]
    data = json.dumps(document)
    figures.append(_timed("import the document", lambda: imports.import_document(actor, data=data)))
    browser = Client()
    browser.force_login(ada)
    _token, clear = tokens.create(actor, name="bench", scope="write")
    api = Client(headers={"authorization": f"Bearer {clear}"})
    numbers = count()

    def edit() -> None:
        drafts.edit(actor, "largest", operation=_title(next(numbers)))

    def edit_over_rest() -> None:
        body = json.dumps({"operation": _title(next(numbers))})
        address = "/api/v1/lenses/largest/draft/"
        assert api.patch(address, body, "application/json").status_code == 200

    def page(address: str) -> Callable[[], None]:
        return lambda: _loads(browser, address)

    begin = "/lenses/largest/edit/"
    figures += [
        _timed("open the editor (page)", page(begin), rounds),
        _timed("a question in the editor (page)", page(f"{begin}questions/p5_q7/"), rounds),
        _timed("one edit (service)", edit, rounds),
        _timed("one edit with all problems (REST)", edit_over_rest, rounds),
        _timed("undo (service)", lambda: drafts.undo(actor, "largest"), min(rounds, 10)),
    ]
    draft = LensVersion.objects.get(lens__alias="largest", status="draft")
    figures.append(_timed("publish", lambda: versions.publish(actor, draft, name="1")))
    figures.append(_timed("begin the next draft", lambda: drafts.open(actor, "largest")))
    _print(figures)
    return figures


def _title(number: int) -> dict[str, object]:
    text = f"How do you take care of it, wording {number}?"
    return {"op": "set", "at": "questions/p5_q7", "field": "title", "value": text}


def _loads(browser: Client, address: str) -> None:
    assert browser.get(address).status_code == 200


def _checks(document: dict[str, object], rounds: int) -> list[Figure]:
    lens = read(document).lens
    assert lens is not None

    def cold() -> None:
        checking.forget()
        check(document)

    question = document["pillars"][4]["questions"][6]  # type: ignore[index]
    numbers = count()

    def after_an_edit() -> None:
        question["description"] = f"Another wording, {next(numbers)}"
        check(document)

    few = max(3, rounds // 10)
    return [
        _timed("check all, nothing known", cold, few),
        _timed("check all after one edit", after_an_edit, rounds),
        _timed("lint all, 200 × 32,768 combinations", lambda: lint(lens), few),
    ]


def _timed(what: str, work: Callable[[], object], rounds: int = 1) -> Figure:
    if rounds > 1:
        work()
    with CaptureQueriesContext(connection) as captured:
        times = [_milliseconds(work)]
    noise = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    queries = [each for each in captured.captured_queries if not each["sql"].startswith(noise)]
    if rounds > 1:
        times = [_milliseconds(work) for _round in range(rounds)]
    return Figure(
        what, bare.percentile(times, 0.5), bare.percentile(times, 0.95), len(queries) or None
    )


def _milliseconds(work: Callable[[], object]) -> float:
    gc.collect(0)
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _print(figures: list[Figure]) -> None:
    size = len(json.dumps(largest.document())) / 1_000_000
    shape = f"{largest.PILLARS} × {largest.QUESTIONS} × {largest.CHOICES}"
    print(f"the largest lens: {shape}, {size:.1f} MB of JSON")
    print(f"{'':40}{'p50':>10}{'p95':>10}{'queries':>9}")
    for f in figures:
        print(f"{f.what:40}{f.p50:>8.1f}ms{f.p95:>8.1f}ms{f.queries or '':>9}")
