"""Which questions a worksheet is evidence for: what the mapping names is there."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from reviews.models import MilestoneKind
from reviews.worksheets import evidence, kinds
from reviews.worksheets.evidence import Occasion, Rehearsal
from reviews.worksheets.kinds import KINDS

TODAY = date(2026, 11, 21)
CATALOG = Path(kinds.__file__).parents[2] / "lenses" / "catalog"
SOURCES = "\n".join(path.read_text() for path in Path(kinds.__file__).parent.glob("*.py"))
LINES = [
    (kind, lens, question, practice, facts)
    for kind, lenses in evidence.mapping().items()
    for lens, questions in lenses.items()
    for question, practices in questions.items()
    for practice, facts in (*practices.items(), ("", frozenset()))
]


def catalog(lens):
    """{question: its practices} of a built-in lens."""
    found = {}
    for path in (CATALOG / lens).glob("*.yaml"):
        for question in yaml.safe_load(path.read_text(encoding="utf-8")).get("questions", ()):
            found[question["id"]] = {choice["id"] for choice in question["choices"]}
    return found


@pytest.fixture(scope="module")
def lenses():
    return {lens: catalog(lens) for lens in {line[1] for line in LINES}}


@pytest.mark.parametrize(("kind", "lens", "question", "practice", "facts"), LINES)
def test_every_line_of_the_mapping_names_what_is_there(
    lenses, kind, lens, question, practice, facts
):
    assert kind in (*KINDS, *evidence.BESIDE)
    assert question in lenses[lens]
    if practice:
        assert practice in lenses[lens][question]
        assert not practice.endswith("_no")
        assert facts, "a practice is supported by something"
    for fact in facts:
        stem = fact.removesuffix("-met").replace("-", "_")  # of encryption: f"{key}-met"
        there = f'"{fact}"' in SOURCES or f'"{stem}"' in SOURCES
        assert there, "a kind works this fact out"


def test_every_kind_is_evidence_for_a_question_of_the_framework():
    assert all(evidence.questions_of(kind)["wellarchitected"] for kind in KINDS)


def test_a_question_reads_two_things_at_most():
    """Worksheets are read at once, their readings, the game days and the plan one by one."""
    measured = {key for key, k in KINDS.items() if any(t.has_readings for t in k.tables)}
    for lens, question in {line[1:3] for line in LINES}:
        kinds_ = set(evidence.kinds_for(lens, question))
        reads = bool(kinds_ & set(KINDS)) + bool(kinds_ & measured)
        reads += len(kinds_ & set(evidence.BESIDE))
        assert reads <= 2, (lens, question)


def test_practices_are_supported_by_all_their_facts():
    ask = ("wellarchitected", "withstand-component-failures")
    promised = "rel_withstand_component_failures_service_level_agreements"
    assert evidence.supports("availability", {"complete", "target-set"}, *ask) == ()
    met = {"complete", "target-set", "target-met"}
    assert evidence.supports("availability", met, *ask) == (promised,)
    assert evidence.supports("availability", met, "custom", ask[1]) == ()
    assert evidence.supports("no-kind", met, *ask) == ()


def test_game_days_count_for_a_year():
    long_ago = Rehearsal(TODAY - timedelta(days=500))
    assert evidence.facts_of_game_days([], TODAY) == frozenset()
    assert evidence.facts_of_game_days([long_ago], TODAY) == {"filled"}
    last = Rehearsal(TODAY - timedelta(days=20), has_learned=True, has_runbook=True)
    assert evidence.facts_of_game_days([long_ago, last], TODAY) == {
        "filled", "held-lately", "repeated", "learned", "runbook-used",
    }  # fmt: skip


def test_a_plan_shows_what_is_to_come_and_what_was_done():
    assert evidence.GO_LIVE in MilestoneKind.values
    coming = Occasion(evidence.GO_LIVE, TODAY + timedelta(days=9), is_done=False)
    done = Occasion("regular", TODAY - timedelta(days=9), is_done=True)
    assert evidence.facts_of_plan([coming, done], TODAY) == {
        "filled", "planned", "reviewed", "go-live-planned",
    }  # fmt: skip
    assert evidence.facts_of_plan([Occasion("regular", None, is_done=False)], TODAY) == {"filled"}
