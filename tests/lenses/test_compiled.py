"""A lens ready to be answered."""

import dataclasses
from pathlib import Path

import pytest

from lenses.compiled import compile_lens, pillar_codes
from lenses.document import Pillar, read_folder
from lenses.rules import RuleError
from tests.lenses.document.cases import good, lens

CATALOG = Path(__file__).resolve().parents[2] / "lenses" / "catalog"


def test_questions_are_numbered_through_and_know_their_neighbours():
    compiled = compile_lens(good("mixed-operators.json"))
    assert [(each.number, each.id, each.previous_id, each.next_id) for each in compiled] == [
        (1, "one", None, "two"),
        (2, "two", "one", "three"),
        (3, "three", "two", None),
    ]
    assert list(compiled.questions) == ["one", "two", "three"]
    assert compiled.pillar["pillar_1"].questions == tuple(compiled)


def test_a_question_has_its_own_code_or_one_of_its_pillar():
    assert compile_lens(good("everything.yaml")).questions["sec.identity-1"].code == "SEC 1"
    seed = compile_lens(good("company-platform-standards.json"))
    assert seed.questions["obs-01"].code == "OBS 1"


@pytest.mark.parametrize(
    ("pillars", "codes"),
    [
        ([("security", "Security"), ("reliability", "Reliability")], ["SEC", "REL"]),
        ([("operationalExcellence", "Anything")], ["OPS"]),
        ([("p1", "Data"), ("p2", "Database"), ("p3", "Datum")], ["DAT", "DATA", "DATU"]),
        ([("p1", "Ops"), ("p2", "Ops"), ("p3", "Ops")], ["OPS", "OPS2", "OPS3"]),
        ([("p1", "…"), ("p2", "安全")], ["P", "安全"]),
    ],
)
def test_codes_of_pillars_differ(pillars, codes):
    assert pillar_codes([Pillar(id_, name) for id_, name in pillars]) == codes


def test_choices_are_found_by_id_and_practices_set_apart():
    (question,) = compile_lens(lens(("default", "HIGH_RISK")))
    assert [choice.id for choice in question.practices] == ["a_1", "a_2"]
    assert question.none_choice.id == "a_no"
    assert question.choice["a_2"] is question.choices[1]
    assert question.rules.choices == ("a_1", "a_2", "a_no")


def test_nothing_in_it_can_be_changed():
    compiled = compile_lens(lens(("default", "HIGH_RISK")))
    with pytest.raises(dataclasses.FrozenInstanceError):
        compiled.name = "other"
    with pytest.raises(TypeError):
        compiled.questions["new"] = None


def test_a_rule_that_cannot_be_compiled_is_an_error():
    broken = lens(("default", "HIGH_RISK"))
    question = broken.pillars[0].questions[0]
    rule = dataclasses.replace(question.risk_rules[0], condition="nope")
    question = dataclasses.replace(question, risk_rules=(rule,))
    pillar = dataclasses.replace(broken.pillars[0], questions=(question,))
    with pytest.raises(RuleError):
        compile_lens(dataclasses.replace(broken, pillars=(pillar,)))


def test_the_framework_lens_is_counted_and_coded():
    compiled = compile_lens(read_folder(CATALOG / "wellarchitected").lens)
    assert (len(compiled.pillars), len(compiled)) == (6, 57)
    assert sum(len(question.practices) for question in compiled) == 307
    assert [pillar.code for pillar in compiled.pillars] == [
        "OPS",
        "SEC",
        "REL",
        "PERF",
        "COST",
        "SUS",
    ]
    assert compiled.questions["ops-model"].code == "OPS 2"
    assert all(question.none_choice for question in compiled)
