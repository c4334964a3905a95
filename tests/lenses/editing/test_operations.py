"""Operations on a lens: what each does, that each leads back exactly, that none breaks anything."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenses import editing
from lenses.document import check, lint, read
from lenses.editing import questions
from tests.builders import SMALL_LENS
from tests.lenses.properties import quick, thorough

BROKEN: dict[str, Any] = {
    "name": 5,
    "x-own": {"kept": True},
    "pillars": [
        {"id": "a", "questions": [{"id": "q", "choices": "none"}, {"id": "q", "title": None}, 7]},
        {"id": "a", "name": "Again", "questions": {"not": "a list"}},
        "no object",
        {
            "questions": [
                {
                    "id": "b c",
                    "title": "Blanks",
                    "evidence": "one",
                    "choices": [{"id": "x"}, {"id": "x"}, {}, {"id": " y_no ", "extra": [{}]}],
                    "riskRules": [{"condition": "x && (z", "risk": "?"}, {"risk": "HIGH"}, None],
                }
            ]
        },
    ],
}


def put(at: str, field: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "at": at, "field": field, "value": value}


def after(operation: dict[str, Any], document: dict[str, Any] = SMALL_LENS) -> dict[str, Any]:
    return editing.apply(document, operation).document


def locks(document: dict[str, Any]) -> dict[str, Any]:
    return next(q for _path, q in questions(document) if q["id"] == "locks")


# --- Fields --------------------------------------------------------------------------------


def test_a_field_gets_a_value_and_the_document_given_stays_as_it_was():
    before = copy.deepcopy(SMALL_LENS)
    changed = after(put("questions/locks", "evidence", ["A photo", "", "A key"]))
    assert locks(changed)["evidence"] == ["A photo", "A key"]
    assert before == SMALL_LENS


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_an_empty_text_takes_a_field_away_but_a_title_stays(empty):
    assert "description" not in locks(after(put("questions/locks", "description", empty)))
    assert locks(after(put("questions/locks", "title", empty)))["title"] == ""


def test_links_keep_what_the_format_does_not_know():
    link = {"displayText": "Read", "url": "https://example.com/", "lang": "en", "note": ""}
    changed = after(put("questions/locks/choices/locks_key", "helpfulResource", link))
    assert locks(changed)["choices"][0]["helpfulResource"] == {
        "displayText": "Read",
        "url": "https://example.com/",
        "lang": "en",
    }


def test_unknown_keys_survive_every_edit_untouched():
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["x-own"] = {"a": [1, None]}
    for operation in (
        put("questions/locks", "title", "Other"),
        put("questions/locks", "id", "bolts"),
        {"op": "move", "at": "questions/locks", "to": "pillars/windows", "place": 0},
        {"op": "duplicate", "at": "questions/locks"},
    ):
        assert '"x-own": {"a": [1, null]}' in json.dumps(after(operation, document))


# --- Ids -----------------------------------------------------------------------------------


def test_a_choice_with_a_new_id_is_renamed_in_its_rules_and_nowhere_else():
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][1]["riskRules"][0]["condition"] = "locks_key"
    changed = after(put("questions/locks/choices/locks_key", "id", "key"), document)
    assert [rule["condition"] for rule in locks(changed)["riskRules"]] == [
        "key && locks_bolt",
        "key || locks_dog",
        "default",
    ]
    assert changed["pillars"][0]["questions"][1]["riskRules"][0]["condition"] == "locks_key"


def test_a_condition_keeps_its_writing_when_a_choice_is_renamed():
    document = copy.deepcopy(SMALL_LENS)
    written = "  locks_key selected  &&(locks_bolt NOT selected||!locks_keys ) "
    document["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = written
    changed = after(put("questions/locks/choices/locks_key", "id", "k"), document)
    expected = "  k selected  &&(locks_bolt NOT selected||!locks_keys ) "
    assert locks(changed)["riskRules"][0]["condition"] == expected


def test_renaming_to_an_id_a_rule_names_by_mistake_leads_back_exactly():
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"][0]["questions"][0]["riskRules"][1]["condition"] = "locks_key || ghost"
    done = editing.apply(document, put("questions/locks/choices/locks_key", "id", "ghost"))
    assert locks(done.document)["riskRules"][1]["condition"] == "ghost || ghost"
    assert editing.replay(done.document, done.inverse).document == document


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("pillars/doors", "windows"),
        ("questions/locks", "glass"),
        ("questions/locks/choices/locks_key", "locks_no"),
    ],
)
def test_an_id_somebody_has_is_refused(at, taken):
    with pytest.raises(editing.EditError) as refused:
        after(put(at, "id", taken))
    assert refused.value.field == "id"


def test_removing_a_choice_a_rule_names_keeps_the_rule_and_the_check_says_so_there():
    changed = after({"op": "remove", "at": "questions/locks/choices/locks_bolt"})
    assert len(locks(changed)["riskRules"]) == 3
    found = [problem for problem in check(changed) if problem.is_error]
    assert [problem.code for problem in found] == ["rule-unknown-choice"]
    assert found[0].pointer == "/pillars/0/questions/0/riskRules/0/condition"


# --- New elements --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "at"),
    [
        ({"what": "pillar", "title": "The roof"}, "pillars/the_roof"),
        ({"what": "pillar", "title": "Doors"}, "pillars/doors_2"),
        ({"what": "pillar", "title": "屋根"}, "pillars/pillar"),
        (
            {"what": "question", "to": "pillars/doors", "title": "Où est la clé ?"},
            "questions/ou_est_la_cle",
        ),
        ({"what": "question", "to": "pillars/doors", "id": "Own-1.a"}, "questions/Own-1.a"),
        (
            {"what": "choice", "to": "questions/locks", "title": "A moat"},
            "questions/locks/choices/locks_a_moat",
        ),
        (
            {"what": "choice", "to": "questions/locks", "title": "No"},
            "questions/locks/choices/locks_no_",
        ),
        ({"what": "none", "to": "questions/locks"}, "questions/locks/choices/locks_2_no"),
        ({"what": "rule", "to": "questions/locks"}, "questions/locks/rules/2"),
    ],
)
def test_a_new_element_gets_an_id_of_its_own(operation, at):
    assert editing.apply(SMALL_LENS, {"op": "add", **operation}).at == at


def test_a_long_title_makes_a_short_id():
    title = "How do you make sure that every single door is locked at night by somebody?"
    at = editing.apply(
        SMALL_LENS, {"op": "add", "what": "question", "to": "pillars/doors", "title": title}
    ).at
    assert at == "questions/how_do_you_make_sure_that_every_single_door_is"


def test_a_new_question_reads_without_errors():
    changed = after({"op": "add", "what": "question", "to": "pillars/doors", "title": "New?"})
    assert read(changed).lens is not None


def test_a_practice_stands_before_none_of_these_and_a_rule_before_the_default():
    changed = after({"op": "add", "what": "choice", "to": "questions/locks", "title": "Moat"})
    changed = after({"op": "add", "what": "rule", "to": "questions/locks"}, changed)
    assert [choice["id"] for choice in locks(changed)["choices"]][-2:] == ["locks_moat", "locks_no"]
    assert [rule["condition"] for rule in locks(changed)["riskRules"]][-2:] == ["", "default"]


def test_what_is_added_brings_its_fields_and_its_place():
    fields = {"condition": "locks_dog", "risk": "LOW_RISK"}
    add = {"op": "add", "what": "rule", "to": "questions/locks", "place": 0, "fields": fields}
    assert locks(after(add))["riskRules"][0] == fields


def test_only_none_of_these_has_an_id_that_says_so():
    for what, own in (("choice", "x_no"), ("none", "x")):
        with pytest.raises(editing.EditError):
            after({"op": "add", "what": what, "to": "questions/locks", "id": own})


def test_there_is_an_end_to_what_can_be_added():
    document = copy.deepcopy(SMALL_LENS)
    document["pillars"] = [{"id": f"p{n}", "name": "P", "questions": []} for n in range(50)]
    with pytest.raises(editing.EditError):
        after({"op": "add", "what": "pillar", "title": "One more"}, document)


def test_a_copy_stands_beside_with_ids_of_its_own():
    done = editing.apply(SMALL_LENS, {"op": "duplicate", "at": "pillars/doors"})
    assert done.at == "pillars/doors_2"
    assert [p["id"] for p in done.document["pillars"]] == ["doors", "doors_2", "windows"]
    assert [q["id"] for q in done.document["pillars"][1]["questions"]] == ["locks_2", "keys_2"]
    assert read(done.document).lens is not None


def test_a_copy_of_none_of_these_is_none_of_these():
    done = editing.apply(SMALL_LENS, {"op": "duplicate", "at": "questions/locks/choices/locks_no"})
    assert done.at == "questions/locks/choices/locks_2_no"


# --- Moving --------------------------------------------------------------------------------


def test_a_question_moves_to_another_pillar_and_keeps_its_address():
    move = {"op": "move", "at": "questions/keys", "to": "pillars/windows", "place": 0}
    done = editing.apply(SMALL_LENS, move)
    assert done.at == "questions/keys"
    ids = [[q["id"] for q in p["questions"]] for p in done.document["pillars"]]
    assert ids == [["locks"], ["keys", "glass"]]


@pytest.mark.parametrize(
    ("at", "place", "order"),
    [
        ("questions/locks/choices/locks_key", 2, ["bolt", "dog", "key", "no"]),
        ("questions/locks/choices/locks_key", 99, ["bolt", "dog", "no", "key"]),
        ("questions/locks/choices/locks_no", 0, ["no", "key", "bolt", "dog"]),
    ],
)
def test_a_choice_moves_within_its_question(at, place, order):
    changed = after({"op": "move", "at": at, "place": place})
    assert [choice["id"] for choice in locks(changed)["choices"]] == [f"locks_{o}" for o in order]


def test_a_choice_does_not_move_to_another_question():
    with pytest.raises(editing.EditError):
        after({"op": "move", "at": "questions/locks/choices/locks_key", "to": "questions/keys",
               "place": 0})  # fmt: skip


# --- Whatever is done ----------------------------------------------------------------------

KINDS = list(editing.FIELDS)
VALUES = st.one_of(
    st.text(max_size=6),
    st.none(),
    st.sampled_from(["locks", "keys", "q", "x", "default", "x && locks_key", "LOW_RISK"]),
    st.lists(st.text(max_size=4), max_size=2),
    st.fixed_dictionaries({"displayText": st.text(max_size=4), "x": st.integers()}),
    st.lists(st.fixed_dictionaries({"name": st.text(max_size=3)}), max_size=2),
    st.integers(),
)


@st.composite
def operations(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """Something an author might do, mostly to an element that is there."""
    names = [*editing.names_of_all(document).values(), "questions/nowhere", "pillars/@9", "x"]
    at, to = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    fields = sorted({field for kind in KINDS for field in editing.FIELDS[kind]})
    place = draw(st.none() | st.integers(-1, 5))
    op = draw(st.sampled_from(["set", "set", "set", "add", "remove", "move", "duplicate", "no"]))
    if op == "set":
        return put(at, draw(st.sampled_from(fields)), draw(VALUES))
    if op == "add":
        what = draw(st.sampled_from(["pillar", "question", "choice", "none", "rule", "x"]))
        title = draw(st.text(max_size=5))
        return {"op": op, "what": what, "to": to, "place": place, "title": title}
    return {"op": op, "at": at, "to": draw(st.sampled_from(["", to])), "place": place}


@thorough
@given(data=st.data(), start=st.sampled_from([SMALL_LENS, BROKEN]))
def test_any_edits_lead_back_exactly_and_leave_what_can_be_checked(data, start):
    document: dict[str, Any] = start
    frozen = json.dumps(start)
    way: list[tuple[dict[str, Any], list[editing.Step]]] = []
    for _each in range(data.draw(st.integers(1, 6))):
        try:
            done = editing.apply(document, data.draw(operations(document)))
        except editing.EditError:
            continue
        forth = editing.replay(document, []).document
        assert forth == document
        way.append((document, done.inverse))
        document = json.loads(json.dumps(done.document))
        assert editing.find(document, done.at)
        check(document)
        read(document)
    for before, inverse in reversed(way):
        back = editing.replay(document, inverse)
        assert back.document == before
        assert editing.replay(back.document, back.inverse).document == document
        document = before
    assert json.dumps(start) == frozen


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@thorough
@given(data=st.data())
def test_an_operation_that_means_nothing_is_refused_and_never_crashes(data):
    operation = {"op": data.draw(st.sampled_from(["set", "add", "remove", "move", "duplicate"]))}
    keys = ("op", "at", "to", "field", "value", "what", "place", "title", "id", "fields")
    for key in data.draw(st.lists(st.sampled_from(keys))):
        known = st.sampled_from(["questions/locks", "pillar", "rule", "title", "evidence"])
        operation[key] = data.draw(known | ANYTHING)
    try:
        done = editing.apply(SMALL_LENS, data.draw(st.sampled_from([operation, [operation]])))
    except editing.EditError:
        return
    json.dumps(done.document, allow_nan=False)
    assert editing.replay(done.document, done.inverse).document == SMALL_LENS


@quick
@given(data=st.data(), start=st.sampled_from([SMALL_LENS, BROKEN]))
def test_every_element_is_found_by_its_address(data, start):
    document = start
    for _each in range(2):
        try:
            document = editing.apply(document, data.draw(operations(document))).document
        except editing.EditError:
            continue
    names = editing.names_of_all(document)
    assert len(set(names.values())) == len(names)
    for path, name in names.items():
        assert editing.find(document, name).path == path
        assert editing.name_of(document, path) == name


@quick
@given(data=st.data())
def test_a_check_says_what_reading_and_linting_say(data):
    document: dict[str, Any] = SMALL_LENS
    for _each in range(4):
        try:
            document = editing.apply(document, data.draw(operations(document))).document
        except editing.EditError:
            continue
    reading = read(document)
    found = {(each.pointer, each.code, each.message) for each in check(document)}
    said = {(each.pointer, each.code, each.message) for each in reading.problems}
    if reading.lens is None:
        assert said <= found
        return
    linted = {(each.pointer, each.code, each.message) for each in lint(reading.lens)}
    assert {each[:2] for each in found} == {each[:2] for each in said | linted}
    assert found <= said | linted


@quick
@given(data=st.data())
def test_edits_that_do_not_clash_may_come_in_any_order(data):
    """What merging rests on: of two edits about different things the order does not matter."""
    one, other = data.draw(operations(SMALL_LENS)), data.draw(operations(SMALL_LENS))
    try:
        first, second = editing.apply(SMALL_LENS, one), editing.apply(SMALL_LENS, other)
        if editing.clashes(first.touched, second.touched):
            return
        carried = editing.carried(other, editing.renames(first.inverse))
        one_way = editing.apply(first.document, carried)
        carried = editing.carried(one, editing.renames(second.inverse))
        other_way = editing.apply(second.document, carried)
    except editing.EditError:
        return
    if editing.clashes(one_way.touched, first.touched):
        return
    assert _unordered(one_way.document) == _unordered(other_way.document)


def _unordered(document: dict[str, Any]) -> list[str]:
    """Questions without their lists: where two were put to one place, either may be first."""
    lists = {"questions": 0, "choices": 0}
    return sorted(json.dumps({**each, **lists}) for _path, each in questions(document))
