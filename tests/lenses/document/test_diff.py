"""What differs between two versions of a lens, told at the right element and without noise."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses.document import Fate, Lens, LensDiff, QuestionDiff, Verdict, diff, read
from lenses.rules import NONE_SUFFIX, Risk, Selection, evaluate
from tests.builders import SMALL_LENS
from tests.lenses.properties import CHOICES, PRACTICES, RISK_WORDS, quick, rule_sets

Document = dict[str, Any]


def lens_of(document: Document) -> Lens:
    lens = read(document).lens
    assert lens is not None
    return lens


def changed(edit: Any) -> LensDiff:
    """The small lens against itself after an edit in place."""
    document = deepcopy(SMALL_LENS)
    edit(document)
    return diff(lens_of(SMALL_LENS), lens_of(document))


def question(difference: LensDiff, key: str) -> QuestionDiff:
    return next(each for each in difference.questions() if each.id == key)


def locks(document: Document) -> Document:
    return document["pillars"][0]["questions"][0]


def elements(difference: LensDiff) -> set[str]:
    """Every element that is said to differ in itself."""
    found = {"lens"} if difference.fields else set()
    for pillar in difference.pillars:
        if pillar.fields or pillar.moved or pillar.fate in (Fate.NEW, Fate.REMOVED):
            found.add(pillar.id)
        for each in pillar.questions:
            own = each.fields or each.moved or each.rules.verdict is not Verdict.SAME
            if own or each.fate in (Fate.NEW, Fate.REMOVED):
                found.add(each.id)
            if each.fate is Fate.CHANGED:
                found |= {c.id for c in each.choices if c.fate is not Fate.SAME or c.moved}
    return found


def test_a_lens_and_itself_do_not_differ():
    lens = lens_of(SMALL_LENS)
    difference = diff(lens, lens_of(deepcopy(SMALL_LENS)))
    assert difference.is_empty
    assert not difference.is_meaning
    assert elements(difference) == set()


def test_another_title_is_told_with_both_texts_and_is_not_of_meaning():
    difference = changed(lambda d: locks(d).update(title="How do you lock every door?"))
    (change,) = question(difference, "locks").fields
    assert change.name == "title"
    assert change.lines[0].old == "How do you lock the doors?"
    assert change.lines[0].new == "How do you lock every door?"
    assert not difference.is_meaning
    assert difference.counts.texts == 1


def test_a_link_is_told_by_its_part():
    difference = changed(
        lambda d: locks(d)["choices"][0]["improvementPlan"].update(url="https://locks.example")
    )
    (choice,) = [c for c in question(difference, "locks").choices if c.fate is Fate.CHANGED]
    assert [f.name for f in choice.fields] == ["improvementPlan.url"]
    assert not difference.is_meaning


def test_of_a_list_only_the_items_that_changed_are_told():
    before, after = deepcopy(SMALL_LENS), deepcopy(SMALL_LENS)
    locks(before)["evidence"] = ["A photo", "The bill", "A visit"]
    locks(after)["evidence"] = ["A photo", "The bill of the lock", "A visit", "A film"]
    (change,) = question(diff(lens_of(before), lens_of(after)), "locks").fields
    assert change.name == "evidence"
    assert [(line.old, line.new) for line in change.lines] == [
        ("The bill", "The bill of the lock"),
        ("", "A film"),
    ]


def test_a_list_in_another_order_says_only_that():
    before, after = deepcopy(SMALL_LENS), deepcopy(SMALL_LENS)
    locks(before)["evidence"] = ["A photo", "The bill"]
    locks(after)["evidence"] = ["The bill", "A photo"]
    (change,) = question(diff(lens_of(before), lens_of(after)), "locks").fields
    assert change.is_order
    assert not change.lines


def test_what_the_format_does_not_know_is_compared_too():
    difference = changed(lambda d: locks(d).update({"x-owner": {"team": "Doors"}}))
    (change,) = question(difference, "locks").fields
    assert (change.name, change.lines[0].new) == ("x-owner", '{"team": "Doors"}')


def test_a_new_choice_is_of_meaning_and_its_neighbours_did_not_move():
    new = {"id": "locks_chain", "title": "A chain"}
    difference = changed(lambda d: locks(d)["choices"].insert(0, new))
    told = {c.id: (c.fate, c.moved) for c in question(difference, "locks").choices}
    assert told["locks_chain"] == (Fate.NEW, None)
    assert {value for key, value in told.items() if key != "locks_chain"} == {(Fate.SAME, None)}
    assert difference.is_meaning
    assert difference.counts.choices_new == 1


def test_a_removed_question_stands_where_it_stood():
    difference = changed(lambda d: d["pillars"][0]["questions"].pop(0))
    assert [(q.id, q.fate) for q in difference.pillars[0].questions] == [
        ("locks", Fate.REMOVED),
        ("keys", Fate.SAME),
    ]
    assert difference.is_meaning
    assert difference.counts.questions_removed == 1


def test_one_question_taken_to_the_front_is_one_move():
    document = deepcopy(SMALL_LENS)
    one = document["pillars"][0]["questions"][1]
    document["pillars"][0]["questions"] += [
        {**deepcopy(one), "id": f"more{n}", "title": f"More {n}?"} for n in range(5)
    ]
    after = deepcopy(document)
    questions = after["pillars"][0]["questions"]
    questions.insert(0, questions.pop())
    difference = diff(lens_of(document), lens_of(after))
    assert elements(difference) == {"more4"}
    moved = question(difference, "more4").moved
    assert moved is not None
    assert (moved.old, moved.new) == (7, 1)
    assert not difference.is_meaning


def test_a_question_in_another_pillar_stands_there_once_and_is_of_meaning():
    def move(document: Document) -> None:
        pillars = document["pillars"]
        pillars[1]["questions"].insert(0, pillars[0]["questions"].pop())

    difference = changed(move)
    assert [q.id for q in difference.questions()] == ["locks", "keys", "glass"]
    moved = question(difference, "keys").moved
    assert moved is not None
    assert (moved.old_pillar, moved.new_pillar) == ("doors", "windows")
    assert question(difference, "keys").fate is Fate.SAME
    assert [p.fate for p in difference.pillars] == [Fate.CHANGED, Fate.CHANGED]
    assert difference.is_meaning


def test_a_question_saved_from_a_removed_pillar_is_not_removed():
    def fold(document: Document) -> None:
        pillars = document["pillars"]
        pillars[0]["questions"] += pillars.pop()["questions"]

    difference = changed(fold)
    assert [(p.id, p.fate) for p in difference.pillars] == [
        ("doors", Fate.CHANGED),
        ("windows", Fate.REMOVED),
    ]
    assert difference.pillars[1].questions == ()
    assert (difference.counts.questions_moved, difference.counts.questions_removed) == (1, 0)


def test_pillars_that_change_places_move_without_being_changed():
    difference = changed(lambda d: d["pillars"].reverse())
    assert sum(p.moved is not None for p in difference.pillars) == 1
    assert {p.fate for p in difference.pillars} == {Fate.SAME}
    assert not difference.is_empty
    assert not difference.is_meaning


def test_rules_written_otherwise_with_the_same_result_are_reworded():
    def reword(document: Document) -> None:
        locks(document)["riskRules"][1]["condition"] = "locks_dog || locks_key"

    difference = changed(reword)
    assert question(difference, "locks").rules.verdict is Verdict.REWORDED
    assert not difference.is_meaning
    assert difference.counts.rules_reworded == 1


def test_another_result_says_for_how_many_answers_and_from_what_to_what():
    def harden(document: Document) -> None:
        locks(document)["riskRules"][1]["condition"] = "locks_key"

    rules = question(changed(harden), "locks").rules
    assert rules.verdict is Verdict.OTHER
    # Seven answers of three practices, and "None of these" alone; the dog, and dog with bolt.
    assert rules.answers == 8
    assert [(s.old, s.new, s.answers) for s in rules.shifts] == [(Risk.MEDIUM, Risk.HIGH, 2)]


def test_rules_that_differ_only_when_a_choice_is_set_aside_are_of_meaning():
    def absorb(document: Document) -> None:
        locks(document)["riskRules"][1]["condition"] = "locks_key || locks_key && locks_dog"

    before = deepcopy(SMALL_LENS)
    locks(before)["riskRules"][1]["condition"] = "locks_key"
    after = deepcopy(before)
    absorb(after)
    rules = question(diff(lens_of(before), lens_of(after)), "locks").rules
    assert (rules.verdict, rules.shifts, rules.aside) == (Verdict.OTHER, (), ("locks_key",))


def test_answers_of_choices_that_went_are_unanswered_then():
    def less(document: Document) -> None:
        del locks(document)["choices"][2]
        locks(document)["riskRules"][1]["condition"] = "locks_key"

    shifts = question(changed(less), "locks").rules.shifts
    assert (Risk.MEDIUM, Risk.UNANSWERED, 1) in [(s.old, s.new, s.answers) for s in shifts]


def test_another_way_to_count_the_result_is_of_meaning():
    assert changed(lambda d: d.update(scoring="percent")).is_meaning


@quick
@given(rule_sets(), rule_sets())
def test_the_verdict_on_rules_agrees_with_every_single_answer(old, new):
    def document(rules: Any) -> Document:
        value = deepcopy(SMALL_LENS)
        locks(value)["choices"] = [{"id": key, "title": key.upper()} for key in CHOICES]
        locks(value)["riskRules"] = [
            {"condition": rule.condition, "risk": rule.risk.word} for rule in rules.rules
        ] or [{"condition": "default", "risk": "NO_RISK"}]
        return value

    found = question(diff(lens_of(document(old)), lens_of(document(new))), "locks").rules
    sets = [
        frozenset(p for n, p in enumerate(PRACTICES) if number >> n & 1)
        for number in range(1, 1 << len(PRACTICES))
    ] + [frozenset({CHOICES[-1]})]
    differing = [
        each
        for each in sets
        if evaluate(old, Selection(each)).risk is not evaluate(new, Selection(each)).risk
    ]
    assert found.shifted == len(differing)
    if differing:
        assert found.verdict is Verdict.OTHER
    if found.verdict in (Verdict.SAME, Verdict.REWORDED):
        for name in PRACTICES:
            for each in sets:
                one = Selection(each - {name}, frozenset({name}))
                assert evaluate(old, one).risk is evaluate(new, one).risk


# Every kind of edit on the small lens, with the element it is made at.
EDITS = ("title", "choice title", "rule", "question order", "choice order", "pillar", "name")


@st.composite
def edited(draw: st.DrawFn) -> tuple[Document, set[str]]:
    """The small lens after some edits of different elements, and those elements."""
    document = deepcopy(SMALL_LENS)
    wanted = draw(st.sets(st.sampled_from(EDITS)))
    touched: set[str] = set()
    word = draw(st.text(alphabet="abc", min_size=1, max_size=5))
    pillar = document["pillars"][draw(st.integers(0, 1))]
    asked = draw(st.sampled_from(pillar["questions"]))
    if "title" in wanted:
        asked["title"] += word
        touched.add(asked["id"])
    if "choice title" in wanted:
        choice = draw(st.sampled_from(asked["choices"]))
        choice["title"] += word
        touched.add(choice["id"])
    if "rule" in wanted:
        rule = asked["riskRules"][-1]
        rule["risk"] = draw(st.sampled_from([w for w in RISK_WORDS if w != rule["risk"]]))
        touched.add(asked["id"])
    if "choice order" in wanted and len(asked["choices"]) > 2:
        asked["choices"].insert(0, asked["choices"].pop())
        touched.add(asked["choices"][0]["id"])
    if "question order" in wanted:
        document["pillars"][0]["questions"].reverse()
        touched.add("keys or locks")
    if "pillar" in wanted:
        pillar["description"] = word
        touched.add(pillar["id"])
    if "name" in wanted:
        document["name"] += word
        touched.add("lens")
    return document, touched


@quick
@given(edited())
def test_every_edit_is_told_at_its_element_and_nothing_else_is(case):
    document, touched = case
    told = elements(diff(lens_of(SMALL_LENS), lens_of(document)))
    if "keys or locks" in touched:
        touched.remove("keys or locks")
        assert told & {"keys", "locks"}
        told, touched = told - {"keys", "locks"}, touched - {"keys", "locks"}
    assert told == touched


@quick
@given(edited(), edited())
def test_back_again_what_was_new_is_removed(one, other):
    a, b = lens_of(one[0]), lens_of(other[0])
    there, back = diff(a, b), diff(b, a)
    assert there.is_empty == back.is_empty == (a == b)
    assert there.counts.texts == back.counts.texts
    assert there.counts.order == back.counts.order


def largest(rule: str) -> Document:
    """10 pillars × 20 questions × 15 choices, the most the format has."""

    def asked(key: str) -> Document:
        ids = [f"{key}_{n}" for n in range(14)] + [f"{key}{NONE_SUFFIX}"]
        return {
            "id": key,
            "title": f"Question {key}?",
            "choices": [{"id": each, "title": f"Choice {each}"} for each in ids],
            "riskRules": [
                {"condition": rule.join(ids[:14]), "risk": "NO_RISK"},
                {"condition": " || ".join(ids[:7]), "risk": "MEDIUM_RISK"},
                {"condition": "default", "risk": "HIGH_RISK"},
            ],
        }

    return {
        "schemaVersion": "2021-11-01",
        "name": "Largest",
        "pillars": [
            {"id": f"p{p}", "name": f"P {p}", "questions": [asked(f"q{p}x{q}") for q in range(20)]}
            for p in range(10)
        ],
    }


@pytest.mark.parametrize("rule", [" && ", " || "])
def test_the_largest_lens_is_compared_at_once(rule):
    one, two = lens_of(largest(" && ")), lens_of(largest(rule))
    started = time.perf_counter()
    difference = diff(one, two)
    assert time.perf_counter() - started < 2
    assert difference.counts.rules_other == (0 if rule == " && " else 200)


def test_beyond_what_may_be_looked_at_it_says_that_it_does_not_know():
    def document(first: str) -> Document:
        ids = [f"c{n}" for n in range(25)]
        value = deepcopy(SMALL_LENS)
        locks(value)["choices"] = [{"id": key, "title": key} for key in ids]
        locks(value)["riskRules"] = [
            {"condition": first.join(ids), "risk": "NO_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ]
        return value

    difference = diff(lens_of(document(" && ")), lens_of(document(" || ")))
    assert question(difference, "locks").rules.verdict is Verdict.UNKNOWN
    assert difference.is_meaning
