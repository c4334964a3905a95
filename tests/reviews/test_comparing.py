"""Two states of a workload side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.comparing import MIRROR, Move, QuestionChange, compare, differences, move_of
from reviews.comparing_details import CHOICE_MIRROR, ChoiceMove
from reviews.scoring import Counts
from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotFinding,
    SnapshotImprovement,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
)
from tests.reviews.frozen import snapshots

RISKS = ("high", "medium", "low", "none", "unanswered", "not_applicable")


def question(key: str, risk: str = "high", chosen: str = "", notes: str = "") -> SnapshotQuestion:
    return SnapshotQuestion(
        id=key,
        code=key.upper(),
        title=f"About {key}?",
        description="",
        url="",
        risk=risk,
        is_applicable=True,
        reason="none",
        notes=notes,
        changed_by="",
        changed_at="",
        risk_since="",
        rules=(("default", "HIGH"),),
        choices=tuple(
            SnapshotChoice(c, f"Practice {c}", status="selected" if c in chosen else "unselected")
            for c in "abc"
        ),
    )


def review(*questions: SnapshotQuestion, key: str = "r1", pillar: str = "p") -> SnapshotReview:
    return SnapshotReview(
        id=key,
        lens_alias="small",
        lens_name="Small",
        lens_version="1",
        lens_digest="",
        scoring="",
        status="open",
        notes="",
        pillars=(SnapshotPillar(pillar, pillar.title(), SnapshotFinding(), questions),),
    )


def state(*reviews: SnapshotReview) -> Snapshot:
    return Snapshot("w", {"name": "Checkout"}, reviews)


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        ("high", "medium", Move.IMPROVED),
        ("low", "none", Move.IMPROVED),
        ("high", "not_applicable", Move.IMPROVED),
        ("none", "low", Move.WORSENED),
        ("not_applicable", "high", Move.WORSENED),
        ("unanswered", "high", Move.ANSWERED),
        ("unanswered", "none", Move.ANSWERED),
        ("none", "unanswered", Move.REOPENED),
        ("none", "not_applicable", Move.CHANGED),
        (None, "high", Move.NEW),
        ("none", None, Move.GONE),
        ("high", "high", None),
        (None, None, None),
    ],
)
def test_a_risk_moves_from_one_state_to_another(before, after, move):
    assert move_of(before, after) == move


@given(st.sampled_from((None, *RISKS)), st.sampled_from((None, *RISKS)))
def test_the_move_back_is_the_mirror_of_the_move(before, after):
    there, back = move_of(before, after), move_of(after, before)
    assert back == (MIRROR[there] if there else None)


NUMBERS = st.builds(Counts, *(st.integers(0, 9) for _ in RISKS))
FLIPPED = {"better": "worse", "worse": "better", "same": "same"}


@given(NUMBERS, NUMBERS)
def test_differences_seen_backwards_are_mirrored(before, after):
    for there, back in zip(differences(before, after), differences(after, before), strict=True):
        assert back.change == -there.change
        assert back.state == FLIPPED[there.state]


def test_more_medium_risks_are_not_worse_when_they_were_high_ones_before():
    found = {d.name: d for d in differences(Counts(high=4, medium=1), Counts(high=1, medium=4))}
    assert (found["high"].state, found["medium"].state) == ("better", "same")
    found = {d.name: d for d in differences(Counts(medium=1), Counts(medium=4))}
    assert found["medium"].state == "worse"


def test_a_difference_is_written_with_its_sign():
    high, medium, low, *_rest = differences(Counts(high=3, low=1), Counts(medium=2, low=1))
    assert [high.signed, medium.signed, low.signed] == ["−3", "+2", "0"]


def test_questions_that_moved_name_the_practices_gained_and_lost():
    before = state(review(question("q1", "high", "a"), question("q2", "none", "abc")))
    after = state(review(question("q1", "none", "bc"), question("q2", "none", "abc")))
    found = compare(before, after)
    (change,) = found.moved
    assert (change.question_id, change.move) == ("q1", Move.IMPROVED)
    assert change.gained == ("Practice b", "Practice c")
    assert change.lost == ("Practice a",)
    assert found.edited == ()
    assert (found.in_place.before, found.in_place.after) == (4, 5)


def test_an_answer_that_changed_without_its_risk_is_told_apart():
    before = state(review(question("q1", "high", "a"), question("q2", notes="Soon.")))
    after = state(review(question("q1", "high", "ab"), question("q2", notes="Later.")))
    found = compare(before, after)
    assert found.moved == ()
    assert [(c.question_id, c.gained, c.notes_changed) for c in found.edited] == [
        ("q1", ("Practice b",), False),
        ("q2", (), True),
    ]


def test_a_practice_set_aside_without_a_new_risk_is_told():
    asked = question("q1")
    aside = replace(asked, choices=(replace(asked.choices[0], status="not_applicable"),))
    found = compare(state(review(asked)), state(review(aside)))
    assert [change.marks_changed for change in found.edited] == [True]


def test_questions_of_a_lens_attached_later_are_new_and_of_a_removed_one_gone():
    old = state(review(question("q1"), key="r1"))
    new = state(review(question("q1"), key="r2"))
    found = compare(old, new)
    assert {(c.review_id, c.move) for c in found.moved} == {("r2", Move.NEW), ("r1", Move.GONE)}
    assert [(p.review_id, p.before is None, p.after is None) for p in found.pillars] == [
        ("r2", True, False),
        ("r1", False, True),
    ]


def test_a_question_that_moved_to_another_pillar_is_still_the_same():
    found = compare(
        state(review(question("q1"), pillar="old")), state(review(question("q1"), pillar="new"))
    )
    assert found.moved == found.edited == ()
    assert [pillar.pillar_id for pillar in found.pillars] == ["new", "old"]


ANSWERS = st.fixed_dictionaries(
    {}, optional={key: st.tuples(st.sampled_from(RISKS), st.sets(st.sampled_from("abc"))) for key in
                  ("q1", "q2", "q3")}
)  # fmt: skip


@given(ANSWERS, ANSWERS)
def test_comparing_backwards_is_the_mirror_of_comparing_forwards(before, after):
    old, new = (
        state(review(*(question(k, risk, "".join(c)) for k, (risk, c) in answers.items())))
        for answers in (before, after)
    )
    there, back = compare(old, new), compare(new, old)
    assert (there.before, there.after) == (back.after, back.before)
    mirrored = {
        (c.question_id, MIRROR[c.move], c.after, c.before, c.lost, c.gained) for c in there.moved
    }
    assert mirrored == {
        (c.question_id, c.move, c.before, c.after, c.gained, c.lost) for c in back.moved
    }
    assert {c.question_id for c in there.edited} == {c.question_id for c in back.edited}
    assert not compare(old, old).moved


def backwards(change: QuestionChange) -> QuestionChange:
    """A change as it is seen from the other side."""
    return replace(
        change,
        move=MIRROR[change.move] if change.move else None,
        before=change.after,
        after=change.before,
        gained=change.lost,
        lost=change.gained,
        notes_before=change.notes_after,
        notes_after=change.notes_before,
        choices=tuple(
            replace(
                choice,
                move=CHOICE_MIRROR[choice.move],
                before=choice.after,
                after=choice.before,
                reason_before=choice.reason_after,
                reason_after=choice.reason_before,
                note_before=choice.note_after,
                note_after=choice.note_before,
            )
            for choice in change.choices
        ),
    )


def keyed(changes):
    """Changes by question; each side begins with the practices it knows."""
    return {
        (change.review_id, change.question_id): replace(
            change, choices=tuple(sorted(change.choices, key=lambda choice: choice.id))
        )
        for change in changes
    }


@given(snapshots(), snapshots())
def test_everything_told_backwards_is_the_mirror_of_it_told_forwards(old, new):
    there, back = compare(old, new), compare(new, old)
    for mine, theirs in ((there.moved, back.moved), (there.edited, back.edited)):
        assert keyed(backwards(change) for change in mine) == keyed(theirs)
    assert there.unchanged == back.unchanged
    assert {replace(each, title="", before=each.after, after=each.before)
            for each in there.improvements} == {
        replace(each, title="") for each in back.improvements
    }  # fmt: skip
    assert keyed_pillars(there, mirrored=True) == keyed_pillars(back)
    assert (there.in_place_before, there.in_place_after) == (
        back.in_place_after,
        back.in_place_before,
    )


def keyed_pillars(found, *, mirrored=False):
    return {
        (pillar.review_id, pillar.pillar_id): (
            (pillar.after, pillar.before) if mirrored else (pillar.before, pillar.after)
        )
        for pillar in found.pillars
    }


@given(snapshots())
def test_nothing_differs_from_itself(taken):
    found = compare(taken, taken)
    assert found.moved == found.edited == found.improvements == ()
    assert found.unchanged == found.before.total


@given(snapshots(), snapshots())
def test_every_question_of_both_is_counted_once(old, new):
    found = compare(old, new)
    gone = len(found.by_move(Move.GONE))
    assert len(found.moved) + found.unchanged == found.after.total + gone


def test_what_is_said_of_each_practice_is_told():
    one = question("q1", chosen="a")
    a, b, c = one.choices
    two = replace(
        one,
        choices=(
            replace(a, status="not_applicable", reason="out_of_scope"),
            replace(b, note="Planned for May."),
            replace(c, status="selected"),
        ),
    )
    (change,) = compare(state(review(one)), state(review(two))).edited
    assert [(found.id, found.move) for found in change.choices] == [
        ("a", ChoiceMove.SET_ASIDE),
        ("b", ChoiceMove.NOTED),
        ("c", ChoiceMove.GAINED),
    ]
    assert change.choices[0].reason_after == "out_of_scope"
    assert change.choices[1].note_after == "Planned for May."


def test_improvements_done_in_between_are_told():
    def work(**states):
        made = tuple(
            SnapshotImprovement(int(key[1:]), f"Work {key}", value, "high", "high", "low")
            for key, value in states.items()
        )
        return replace(state(), improvements=made)

    found = compare(work(n1="open", n2="done", n3="planned"), work(n1="done", n2="done", n4="open"))
    assert [each.number for each in found.finished] == [1]
    assert [(each.number, each.before, each.after) for each in found.improvements] == [
        (1, "open", "done"),
        (3, "planned", None),
        (4, None, "open"),
    ]


def test_of_a_question_that_goes_only_what_was_in_place_is_told():
    before = state(review(question("a"), question("b", chosen="c", notes="Decided in May.")))
    after = state(review(question("a")))
    (gone,) = compare(before, after).moved
    assert (gone.move, gone.lost) == (Move.GONE, ("Practice c",))
    assert not gone.notes_changed
    (new,) = compare(after, before).moved
    assert (new.move, new.gained, new.notes_changed) == (Move.NEW, ("Practice c",), False)
