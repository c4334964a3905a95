"""Sums of trade-offs: the seed's table, and what holds for any amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews import trading
from reviews.trading import Tally

EFFECTS = (trading.IMPROVES, trading.NEUTRAL, trading.WORSENS)
amounts = st.one_of(st.none(), st.decimals(-(10**6), 10**6, places=2))


@pytest.mark.parametrize(
    ("savings", "revenue", "net"),
    [(2000, 0, 2000), (500, -5000, -4500), (3000, 0, 3000), (800, -50000, -49200)],
)
def test_the_net_is_what_seed_000_section_6_says(savings, revenue, net):
    assert trading.net(Decimal(savings), Decimal(revenue)) == net


def test_one_side_alone_is_no_net():
    assert trading.net(Decimal(500), None) is None
    assert trading.net(None, Decimal(500)) is None


@given(st.lists(st.tuples(st.sampled_from(["EUR", "USD"]), amounts), max_size=8))
def test_sums_keep_currencies_apart_and_lose_nothing(rows):
    found = trading.sums(rows)
    for currency in ("EUR", "USD"):
        known = [amount for code, amount in rows if code == currency and amount is not None]
        assert found.get(currency, 0) == sum(known)
        assert (currency in found) == bool(known)


@given(st.lists(st.tuples(st.sampled_from(EFFECTS), st.booleans()), max_size=8))
def test_a_tally_counts_every_decision_that_looked_at_the_pillar(said):
    decisions = [{"a": effect} if is_looked_at else {} for effect, is_looked_at in said]
    found = trading.tally(decisions, "a")
    assert found.improves + found.neutral + found.worsens == sum(looked for _e, looked in said)
    assert found.balance == sum(
        (effect == "improves") - (effect == "worsens") for effect, looked in said if looked
    )


def test_a_tally_says_which_way_a_pillar_went():
    assert trading.tally([{"a": "improves"}, {"a": "worsens"}, {"a": "improves"}], "a") == Tally(
        2, 0, 1
    )
