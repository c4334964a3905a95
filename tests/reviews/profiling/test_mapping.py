"""The built-in mapping says what the seed says, of questions the framework asks, with reasons."""

import pytest

from lenses.document.catalog_reader import read_folder
from lenses.services import catalog
from reviews import contexts, profiling

# Seed 000, section 12, to the letter; compliance is no pillar but a part of the scope.
SEED = {
    "healthcare-finance": "Security > Reliability",
    "e-commerce": "Reliability > Performance > Cost",
    "startup-mvp": "Cost > Ops Excellence > Performance",
    "media-content": "Performance > Cost > Reliability",
    "iot-industrial": "Reliability > Security > Performance",
}
WORDS = {
    "Security": "security",
    "Reliability": "reliability",
    "Performance": "performance",
    "Cost": "costOptimization",
    "Ops Excellence": "operationalExcellence",
}


@pytest.fixture(scope="module")
def mapping():
    return profiling.builtin()


@pytest.mark.parametrize("business", SEED)
def test_each_kind_of_business_orders_pillars_as_the_seed(mapping, business):
    found = profiling.outcome(mapping, {"business": [business]})
    assert found.order == tuple(WORDS[word] for word in SEED[business].split(" > "))
    assert all(place.reasons for place in found.pillars)


def test_something_else_orders_nothing_by_itself(mapping):
    assert profiling.outcome(mapping, {"business": ["other"]}) == profiling.Outcome()


def options(mapping):
    return [(q, option) for q in mapping.questions for option in q.options]


def test_every_named_question_is_asked_by_the_framework(mapping):
    lens = read_folder(catalog.FOLDER / "wellarchitected").lens
    asked = {question.id for question in lens.questions()}
    named = {
        key for _q, option in options(mapping) for e in option.priorities for key in e.questions
    }
    assert named <= asked


def test_every_named_pillar_is_one_of_the_framework(mapping):
    named = {push.pillar for _q, option in options(mapping) for push in option.pillars}
    assert named == set(contexts.FRAMEWORK_PILLARS)


@pytest.mark.parametrize("business", SEED)
def test_a_kind_of_business_prioritizes_a_third_of_the_framework(mapping, business):
    found = profiling.outcome(mapping, {"business": [business]})
    assert len(found.priorities) == 57 // 3


def test_all_answers_together_prioritize_no_more_than_a_third(mapping):
    everything = {q.id: [o.id for o in q.options] for q in mapping.questions}
    found = profiling.outcome(mapping, everything)
    assert len(found.priorities) == 57 // 3
    numbers = [len(each.reasons) for each in found.priorities]
    assert numbers == sorted(numbers, reverse=True)


def test_the_document_reads_as_what_it_was_written_from(mapping):
    assert profiling.read(profiling.write(mapping)).mapping == mapping
    assert profiling.read(profiling.as_data(mapping)).mapping == mapping
