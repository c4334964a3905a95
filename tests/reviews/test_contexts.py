"""The pillars of the framework have names everywhere."""

from reviews import contexts
from reviews.reads import names


def test_every_pillar_has_a_name_and_a_short_one():
    assert set(names.PILLARS) == set(names.SHORT_PILLARS) == set(contexts.FRAMEWORK_PILLARS)


def test_a_context_of_an_old_milestone_is_called_as_it_was_or_as_it_is_written():
    assert names.context("e-commerce") == "E-commerce"
    assert names.context("space") == "space"
