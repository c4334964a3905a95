"""Business contexts suggest an order of the framework's pillars."""

from reviews import contexts
from reviews.reads import names


def test_every_context_orders_pillars_of_the_framework_without_repetition():
    for order in contexts.CONTEXTS.values():
        assert set(order) <= set(contexts.FRAMEWORK_PILLARS)
        assert len(set(order)) == len(order)


def test_the_orders_are_those_of_the_seed():
    assert contexts.order_for("startup-mvp") == (
        "costOptimization",
        "operationalExcellence",
        "performance",
    )
    assert contexts.order_for("healthcare-finance") == ("security", "reliability")


def test_an_unknown_context_suggests_nothing_and_is_called_as_it_is_written():
    assert contexts.order_for("space") == ()
    assert names.context("space") == "space"


def test_every_context_and_pillar_has_a_name():
    assert set(names.CONTEXTS) == set(names.REASONS) == set(contexts.CONTEXTS)
    assert set(names.PILLARS) == set(names.SHORT_PILLARS) == set(contexts.FRAMEWORK_PILLARS)
