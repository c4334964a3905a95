"""What becomes of answers when the version of a lens changes: reviews/carrying.py."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lenses.compiled import CompiledLens, compile_lens
from lenses.document import read
from lenses.rules import Risk
from reviews import changes, scoring
from reviews.carrying import Carried, Fate, carry
from tests.lenses.properties import quick

RISKS = ("HIGH_RISK", "MEDIUM_RISK", "NO_RISK")
QUESTIONS = ("locks", "keys", "glass")
CHOICES = ("a", "b", "c")
PILLARS = ("doors", "windows")


def question(key: str, choices: tuple[str, ...] = ("a", "b"), **rules: str) -> dict[str, Any]:
    told = rules or {choices[0]: "NO_RISK", "default": "HIGH_RISK"}
    return {
        "id": key,
        "title": f"How is {key}?",
        "choices": [{"id": choice, "title": choice} for choice in choices],
        "riskRules": [{"condition": text, "risk": risk} for text, risk in told.items()],
    }


def lens(**pillars: list[dict[str, Any]]) -> CompiledLens:
    document = {
        "schemaVersion": "2021-11-01",
        "name": "Small",
        "pillars": [
            {"id": key, "name": key.title(), "questions": questions}
            for key, questions in pillars.items()
            if questions
        ],
    }
    reading = read(document)
    assert reading.lens is not None, reading.problems
    return compile_lens(reading.lens)


def only(carried: tuple[Carried, ...]) -> Carried:
    (one,) = carried
    return one


SAID = {"choices.a.status": "selected", "choices.b.status": "selected", "notes": "Two locks."}


def test_an_answer_follows_its_question_through_changed_texts():
    old = lens(doors=[question("locks")])
    new = lens(doors=[{**question("locks"), "title": "How are your locks?"}])
    one = only(carry(old, new, {"locks": SAID}))
    assert (one.fate, one.after, one.risk_after) == (Fate.KEPT, SAID, Risk.NONE)
    assert one.delta == {}


def test_what_was_said_of_a_choice_that_is_gone_is_cleared_and_the_rest_stays():
    old, new = lens(doors=[question("locks")]), lens(doors=[question("locks", ("b", "c"))])
    said = {**SAID, "choices.a.note": "The big one"}
    one = only(carry(old, new, {"locks": said}))
    assert one.fate == Fate.CHANGED
    assert one.lost == ("a",)
    assert one.after == {"choices.b.status": "selected", "notes": "Two locks."}
    assert set(one.delta) == {"choices.a.status", "choices.a.note"}
    assert (one.risk_before, one.risk_after) == (Risk.NONE, Risk.NONE)


def test_new_rules_say_the_risk():
    old, new = lens(doors=[question("locks")]), lens(doors=[question("locks", default="HIGH_RISK")])
    one = only(carry(old, new, {"locks": SAID}))
    assert (one.fate, one.lost, one.delta) == (Fate.CHANGED, (), {})
    assert (one.risk_before, one.risk_after) == (Risk.NONE, Risk.HIGH)
    assert one.is_at_another_risk


def test_an_answer_that_loses_all_it_selected_is_unanswered_again():
    old, new = lens(doors=[question("locks")]), lens(doors=[question("locks", ("c",))])
    one = only(carry(old, new, {"locks": SAID}))
    assert (one.after, one.risk_after) == ({"notes": "Two locks."}, Risk.UNANSWERED)


def test_a_question_that_does_not_apply_still_does_not():
    old, new = lens(doors=[question("locks")]), lens(doors=[question("locks", ("c",))])
    aside = {"is_applicable": False, "reason": "other", "notes": "Shared doors."}
    one = only(carry(old, new, {"locks": {**aside, "choices.a.status": "selected"}}))
    assert (one.after, one.risk_after) == (aside, Risk.NOT_APPLICABLE)


def test_a_question_that_moves_takes_its_answer_along():
    old = lens(doors=[question("locks"), question("keys")], windows=[question("glass")])
    new = lens(doors=[question("keys")], windows=[question("glass"), question("locks")])
    found = {one.question: one for one in carry(old, new, {"locks": SAID})}
    assert found["locks"].fate == Fate.MOVED
    assert (found["locks"].pillar_before, found["locks"].pillar_after) == ("doors", "windows")
    assert {found["keys"].fate, found["glass"].fate} == {Fate.KEPT}


def test_the_answer_of_a_question_that_goes_comes_back_with_it():
    old = lens(doors=[question("locks"), question("keys")])
    between = lens(doors=[question("keys")])
    kept, gone = carry(old, between, {"locks": SAID})
    assert (kept.fate, gone.fate) == (Fate.KEPT, Fate.DROPPED)
    assert (gone.after, gone.risk_before, gone.risk_after) == (SAID, Risk.NONE, None)
    back = next(
        one for one in carry(between, old, {}, {"locks": gone.after}) if one.question == "locks"
    )
    assert (back.fate, back.after, back.risk_after) == (Fate.RETURNED, SAID, Risk.NONE)


def test_a_question_nobody_was_asked_before_is_unanswered():
    old = lens(doors=[question("locks")])
    new = lens(doors=[question("locks"), question("keys")])
    _kept, fresh = carry(old, new, {"locks": SAID})
    assert (fresh.question, fresh.fate, fresh.after) == ("keys", Fate.NEW, {})
    assert (fresh.risk_before, fresh.risk_after) == (None, Risk.UNANSWERED)


@st.composite
def lenses(draw: st.DrawFn) -> CompiledLens:
    """A lens of some of the questions, in any order and pillar, with some of the choices."""
    where: dict[str, list[dict[str, Any]]] = {pillar: [] for pillar in PILLARS}
    chosen = draw(st.lists(st.sampled_from(QUESTIONS), min_size=1, unique=True))
    for key in chosen:
        choices = tuple(draw(st.lists(st.sampled_from(CHOICES), min_size=1, unique=True)))
        rules = {draw(st.sampled_from(choices)): draw(st.sampled_from(RISKS))}
        rules["default"] = draw(st.sampled_from(RISKS))
        where[draw(st.sampled_from(PILLARS))].append(question(key, choices, **rules))
    return lens(**where)


states = st.dictionaries(
    st.sampled_from(QUESTIONS),
    st.fixed_dictionaries(
        {},
        optional={
            **{f"choices.{c}.status": st.sampled_from(["selected", "not_applicable"])
               for c in CHOICES},
            "choices.a.note": st.just("A note"),
            "notes": st.just("Words"),
            "is_applicable": st.just(False),
        },
    ),
)  # fmt: skip


@quick
@given(lenses(), lenses(), states, states)
def test_every_question_of_both_versions_is_told_once(old, new, said, shelved):
    shelved = {key: state for key, state in shelved.items() if key not in old.questions}
    carried = carry(old, new, said, shelved)
    assert sorted(one.question for one in carried) == sorted({*old.questions, *new.questions})
    assert [one.question for one in carried if one.is_asked] == list(new.questions)


@quick
@given(lenses(), lenses(), states, states)
def test_whatever_still_exists_is_kept_word_for_word(old, new, said, shelved):
    shelved = {key: state for key, state in shelved.items() if key not in old.questions}
    for one in carry(old, new, said, shelved):
        before = (said if one.question in old.questions else shelved).get(one.question, {})
        if not one.is_asked:
            assert one.after == before
            continue
        asked = new.questions[one.question]
        kept = {
            path: value
            for path, value in before.items()
            if not (choice := changes.split(path)[0]) or choice in asked.choice
        }
        assert one.after == kept
        assert one.risk_after == scoring.risk_of(asked, kept)
        assert changes.apply(one.before, {p: a for p, (_b, a) in one.delta.items()})[0] == kept


@quick
@given(lenses(), lenses(), states)
def test_a_version_that_asks_the_same_changes_nothing(old, new, said):
    carried = {one.question: one.after for one in carry(old, new, said) if one.is_asked}
    assert all(one.fate == Fate.KEPT and not one.delta for one in carry(new, new, carried))
