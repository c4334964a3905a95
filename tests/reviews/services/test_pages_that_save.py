"""Several pages on one answer, whose network fails at any moment: nothing typed is lost.

A page here does what static/js/save.js and kept.js do: a change keeps the revision it was made
from, waits until it is known to be stored, is sent again when no answer came, and what clashes
is left to its person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenses.access import compiled
from reviews import changes, scoring
from reviews.models import Answer, AnswerChange
from reviews.services import answers
from wellarch.errors import Stale

TICKS = [f"choices.locks_{name}.status" for name in ("key", "bolt", "dog")]
TEXTS = ["notes", "choices.locks_key.note"]
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(["change", "change", "send", "lost", "news", "reload"]),
        st.sampled_from([*TICKS, *TEXTS]),
    ),
    min_size=4,
    max_size=30,
)


@dataclass
class Page:
    """One open page: what the server told it, and what waits to be stored."""

    actor: Any
    review: Any
    revision: int = 0
    told: changes.State = field(default_factory=dict)
    waiting: dict[str, Any] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    seen: dict[str, set[Any]] = field(default_factory=dict)  # on this page, also typed here
    undecided: list[tuple[str, Any]] = field(default_factory=list)

    def change(self, path: str, value: Any) -> None:
        self.waiting[path] = value
        self.bases.setdefault(path, self.revision)

    def news(self) -> None:
        """The newest state; what waits stays, with the revision it was made from."""
        answer = Answer.objects.get(review=self.review, question_key="locks")
        self.revision, self.told = answer.revision, answers.state_of(answer)
        for path in [*TICKS, *TEXTS]:
            if path not in self.waiting:
                self.seen.setdefault(path, set()).add(self.shown(path))

    def shown(self, path: str) -> Any:
        return self.told.get(path, changes.default(path))

    def send(self, *, is_lost: bool = False) -> None:
        """Send what was made from the oldest revision; `is_lost`: the answer never comes."""
        if not self.waiting:
            return
        base = min(self.bases[path] for path in self.waiting)
        batch = {path: v for path, v in self.waiting.items() if self.bases[path] == base}
        clashing: set[str] = set()
        try:
            self.store(batch, base)
        except Stale as error:
            clashing = set(error.data["fields"])
        if is_lost:
            return
        for path in clashing or list(batch):
            value = self.waiting.pop(path)
            del self.bases[path]
            if path in clashing:
                self.undecided.append((path, value))
        self.news()

    def store(self, batch: changes.State, base: int) -> None:
        answer = answers.record(
            self.actor, review_id=self.review.pk, question="locks", changes_wanted=batch,
            base_revision=base, none_is_exclusive=True,
        )  # fmt: skip
        last = answer.history.order_by("-revision").first()
        stored = last.fields if last is not None and last.user == self.actor.user else {}
        for path, value in batch.items():
            if path in stored and stored[path][1] == value:
                before = stored[path][0]
                assert before in self.seen[path], f"{path}: {before!r} was overwritten unseen"
            self.seen[path].add(value)


def run(pages: list[Page], steps: list[tuple[int, str, str]]) -> list[tuple[Page, str, Any]]:
    """What every page wanted in the end of each path it changed, since it last sent anything."""
    numbers = count(1)
    typed: dict[tuple[int, str], Any] = {}
    for page in pages:
        page.news()
    for number, what, path in steps:
        page = pages[number]
        if what == "change":
            before = page.waiting.get(path, page.shown(path))
            flipped = "unselected" if before == "selected" else "selected"
            value = flipped if path in TICKS else f"Text {next(numbers)}"
            page.change(path, value)
            typed[number, path] = value
        elif what in ("send", "lost"):
            page.send(is_lost=what == "lost")
        else:  # after a reload, too, what waited is still there with its base
            page.news()
    for page in pages:
        while page.waiting:
            page.send()
    return [(pages[number], path, value) for (number, path), value in typed.items()]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_the_network_does_each_value_is_stored_or_shown_to_its_person(
    actors, review, steps
):
    with transaction.atomic():
        pages = [Page(actor, review) for actor in (actors.ada, actors.ben, actors.cleo)]
        wanted = run(pages, steps)
        answer = Answer.objects.get(review=review, question_key="locks")
        state = answers.state_of(answer)
        history = list(AnswerChange.objects.filter(answer=answer).order_by("revision"))
        stored = {(path, pair[1]) for change in history for path, pair in change.fields.items()}
        for page, path, value in wanted:
            is_as_before = value == changes.default(path)
            assert (path, value) in {*stored, *page.undecided} or is_as_before, (path, value)
        for page in pages:
            page.news()
            assert page.told == state
        assert [change.revision for change in history] == list(range(1, answer.revision + 1))
        assert answers.state_at(answer, 0) == {}
        asked = compiled(review.lens_version_id).questions["locks"]
        if history:
            assert answer.risk == scoring.risk_of(asked, state)
        transaction.set_rollback(True)
