"""Cost and performance: the seed's table to the cell, sums, and what is marked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import cost, starting
from reviews.worksheets.content import Content, Row
from reviews.worksheets.kinds import KINDS
from reviews.worksheets.money import money
from reviews.worksheets.wording import Wrong

TODAY = date(2026, 11, 21)


def sheet(*rows, currency="USD"):
    return Content(
        "cost",
        {"currency": currency},
        tuple(
            Row(number, "options", {"option": f"Option {number}", **values})
            for number, values in enumerate(rows, start=1)
        ),
    )


def marks(*rows):
    return [words(mark.text) for mark in cost.work_out(sheet(*rows), TODAY).marks]


def facts(*rows):
    return cost.work_out(sheet(*rows), TODAY).facts


def summary(*rows):
    outcome = cost.work_out(sheet(*rows), TODAY)
    return {words(each.label): words(each.value) for each in outcome.summary}


# Seed 000, section 6, "The Cost-Performance Trade-off", as it is printed; what stands in brackets
# beside the revenue is the reason.
SEED = [
    ("Right-size API servers", "$2,000", "$0", "capacity maintained", "$2,000"),
    ("Remove caching layer", "$500", "−$5,000", "higher latency", "−$4,500"),
    ("Spot for batch jobs", "$3,000", "$0", "same throughput", "$3,000"),
    ("Single-AZ database", "$800", "−$50,000", "outage cost", "−$49,200"),
]


@pytest.mark.parametrize("place", range(len(SEED)), ids=[line[0] for line in SEED])
def test_every_cell_of_the_seeds_table_comes_out_as_printed(place):
    costs = cost.costs_of(starting.content("cost"))
    option = costs.options[place]
    told = (
        option.name, option.savings.text, option.revenue.text, option.reason, option.net.text,
    )  # fmt: skip
    assert told == SEED[place]


def test_the_derived_column_is_the_net_of_the_seeds_table():
    outcome = cost.work_out(starting.content("cost"), TODAY)
    assert [words(outcome.derived[n]["net"]) for n in (1, 2, 3, 4)] == [s[-1] for s in SEED]


def test_the_seeds_false_economies_are_marked():
    outcome = cost.work_out(starting.content("cost"), TODAY)
    assert [(mark.row, words(mark.text)) for mark in outcome.marks] == [
        (2, "Saves $500, loses $5,000: it comes to −$4,500 a month."),
        (4, "Saves $800, loses $50,000: it comes to −$49,200 a month."),
    ]


def test_what_is_taken_and_what_is_open_are_summed_apart():
    found = summary(
        {"savings": "2000", "revenue": "0", "choice": "taken"},
        {"savings": "3000", "revenue": "-500.50", "choice": "taken"},
        {"savings": "500", "revenue": "-5000", "choice": "open"},
        {"savings": "9000", "revenue": "9000", "choice": "rejected"},
    )
    assert found == {
        "Net of what is taken, a month": "$4,499.50",
        "Net of what is open, a month": "−$4,500",
        "Save less than they lose": "1 of 4 options",
    }


def test_an_option_without_both_amounts_has_no_net_and_is_left_out_of_the_sums():
    costs = cost.costs_of(
        sheet({"savings": "700", "choice": "taken"}, {"savings": "1", "revenue": "2"})
    )
    assert costs.options[0].net is None
    assert (costs.taken.count, costs.taken.unknown, costs.taken.net.text) == (1, 1, "$0")
    outcome = cost.work_out(sheet({"savings": "700"}), TODAY)
    assert words(outcome.derived[1]["net"]) == "unknown"
    assert [(m.column, words(m.text)) for m in outcome.marks] == [
        ("revenue", "What it does to revenue is unknown. Savings alone mislead.")
    ]
    assert summary({"savings": "700"})["Net of what is open, a month"] == "unknown"


def test_a_loss_that_was_taken_is_marked_and_one_that_was_rejected_is_not():
    loss = {"savings": "500", "revenue": "-5000"}
    assert marks({**loss, "choice": "taken"}) == ["Taken, although it comes to −$4,500 a month."]
    assert marks({**loss, "choice": "rejected"}) == []
    assert marks({"savings": "-900", "revenue": "100"}) == [
        "It costs more than it brings: −$800 a month."
    ]


def test_facts_for_evidence():
    gain, loss = {"savings": "5", "revenue": "0"}, {"savings": "5", "revenue": "-9"}
    assert facts() == set()
    assert facts({"savings": "5"}) == {"filled"}
    assert facts(gain, loss) == {"filled", "all-known"}
    assert facts({**gain, "choice": "taken", "tradeoff": "3"}) == {
        "filled", "all-known", "decided", "no-loss-taken", "written-down",
    }  # fmt: skip
    assert "no-loss-taken" not in facts({**loss, "choice": "taken"})


def test_an_improvement_carries_the_option_out():
    content = starting.content("cost")
    texts = KINDS["cost"].improvement(content, content.row(2), TODAY)
    assert texts["title"] == "Remove caching layer"
    assert words(texts["description"]) == (
        "Savings a month: $500. Revenue: −$5,000 (higher latency). Net: −$4,500."
    )


def test_a_currency_has_three_letters():
    cost.check(sheet(currency="SEK"))
    with pytest.raises(Wrong):
        cost.check(sheet(currency="euro"))


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("-49200", "USD", "−$49,200"),
        ("0", "USD", "$0"),
        ("1234567.5", "EUR", "€1,234,567.50"),
        ("-0.05", "GBP", "−£0.05"),
        ("2000", "SEK", "2,000 SEK"),
    ],
)
def test_money_is_grouped_with_a_true_minus(amount, currency, text):
    assert money(Decimal(amount), currency) == text


AMOUNTS = st.none() | st.decimals(-(10**9), 10**9, places=2, allow_nan=False)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, st.sampled_from(["open", "taken", "rejected"]))))
def test_sums_are_exact_and_order_free(lines):
    rows = [
        {
            "choice": choice,
            **({} if savings is None else {"savings": str(savings)}),
            **({} if revenue is None else {"revenue": str(revenue)}),
        }
        for savings, revenue, choice in lines
    ]
    costs, back = cost.costs_of(sheet(*rows)), cost.costs_of(sheet(*reversed(rows)))
    assert (costs.taken, costs.open) == (back.taken, back.open)
    both = [(s, r) for s, r, c in lines if c == "taken" and s is not None and r is not None]
    assert costs.taken.net.value == sum((s + r for s, r in both), Decimal())
