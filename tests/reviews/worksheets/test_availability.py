"""The availability model comes out as the seed prints it, and says what it does not know."""

from datetime import date
from decimal import Decimal

import pytest

from reviews.telling import words
from reviews.worksheets import availability, downtime, starting
from reviews.worksheets.availability_model import shown
from reviews.worksheets.columns import plain
from reviews.worksheets.content import Content, Row
from reviews.worksheets.wording import Wrong

TODAY = date(2026, 11, 21)
# Seed 000, section 4, "Availability Targets", as it is printed.
PRINTED = """
| SLA | Annual Downtime | Monthly Downtime | Weekly Downtime |
|---|---|---|---|
| 99% (two nines) | 3.65 days | 7.31 hours | 1.68 hours |
| 99.9% (three nines) | 8.77 hours | 43.83 minutes | 10.08 minutes |
| 99.95% | 4.38 hours | 21.92 minutes | 5.04 minutes |
| 99.99% (four nines) | 52.60 minutes | 4.38 minutes | 1.01 minutes |
| 99.999% (five nines) | 5.26 minutes | 26.30 seconds | 6.05 seconds |
"""
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PRINTED.strip().splitlines()[2:]
]


def row(number, name, availability="", parent=None, role="component", **values):
    """A row as it is stored."""
    typed = {"name": name, "role": role, "availability": availability, **values}
    return Row(number, "components", {k: v for k, v in typed.items() if v}, parent)


def model(*rows, target="99.9"):
    """A model of these rows."""
    return Content("availability", {"target": target}, rows)


def out(*rows, target="99.9"):
    """What follows from them."""
    return availability.work_out(model(*rows, target=target), TODAY)


@pytest.mark.parametrize(("target", "year", "month", "week"), LINES)
def test_the_table_of_targets_is_the_seeds_to_the_digit(target, year, month, week):
    chance = Decimal(target.partition("%")[0]) / 100
    assert [words(said) for said in downtime.of(chance).said] == [year, month, week]


def test_the_seeds_three_in_series():
    found = availability.work_out(starting.content("availability"), TODAY)
    assert plain(found.details.whole) == "99.89902599975"
    assert words(found.headline) == "99.899% against a target of 99.9%: below"


def test_the_seeds_two_in_parallel():
    grouped = out(
        row(1, "Both", role="parallel"), row(2, "One", "99.9", 1), row(3, "Other", "99.9", 1)
    )
    copied = out(row(1, "Instance", "99.9", copies="2"))
    assert plain(grouped.details.whole) == plain(copied.details.whole) == "99.9999"
    assert words(copied.headline) == "99.9999% against a target of 99.9%: met"
    assert copied.facts == {"filled", "complete", "target-set", "target-met", "redundant"}


def test_groups_nest_and_some_of_many_is_enough():
    found = out(
        row(1, "Door", "99.99"),
        row(2, "Sites", role="parallel"),
        row(3, "North", role="series", parent=2),
        row(4, "Web", "99", 3),
        row(5, "Data", "98", 3),
        row(6, "South", role="k-of-n", parent=2, needed="2"),
        row(7, "A", "90", 6),
        row(8, "B", "80", 6),
        row(9, "C", "70", 6),
    )
    north = Decimal("0.99") * Decimal("0.98")
    south = Decimal("0.902")  # .9·.8 + .9·.7 + .8·.7 − 2·.9·.8·.7
    exact = Decimal("0.9999") * (1 - (1 - north) * (1 - south))
    assert found.details.whole == exact * 100
    cells = {number: words(cell["result"]) for number, cell in found.derived.items()}
    assert cells[3] == "97.02%"
    assert cells[6] == "90.2%"


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        ("0.9989902599975", "99.899"),
        ("0.999", "99.9"),
        ("0.999999", "99.9999"),
        ("0.99899999", "99.899"),  # below 99.9 never looks like 99.9
        ("1", "100"),
        ("0.99999999999999999", "99.999999999999"),
        ("0.5", "50"),
        ("0", "0"),
    ],
)
def test_a_percentage_has_the_digits_that_mean_something(chance, said):
    assert plain(shown(Decimal(chance))) == said


def test_downtime_is_said_in_the_largest_unit_of_which_there_is_one():
    said = [words(downtime.told(Decimal(s))) for s in ("86400", "86399", "60", "1", "0.001", "0")]
    assert said == [
        "1.00 days", "24.00 hours", "1.00 minutes", "1.00 seconds", "less than 0.01 seconds",
        "none",
    ]  # fmt: skip


def test_without_a_number_the_whole_is_unknown_not_wrong():
    found = out(row(1, "Gate", "99.95"), row(2, "Partner"))
    assert found.details.whole is None
    assert found.facts == {"filled", "target-set"}
    assert words(found.headline) == "Not worked out yet: numbers are missing"
    assert [mark.row for mark in found.marks if mark.column == "availability"] == [2]
    assert words(found.derived[1]["result"]) == "99.95%"


def test_an_empty_group_and_one_that_needs_more_than_it_has_are_marked():
    found = out(
        row(1, "Empty", role="parallel"),
        row(2, "Few", role="k-of-n", needed="3"),
        row(3, "Only", "99", 2),
    )
    said = {mark.row: words(mark.text) for mark in found.marks}
    assert said[1] == "Nothing is in this group yet."
    assert said[2] == "It needs 3, and 1 are in it."
    assert found.details.whole is None


def test_the_weakest_is_what_would_raise_the_whole_most():
    found = out(row(1, "Gate", "99.95"), row(2, "Old server", "99"), row(3, "Table", "99.999"))
    assert found.details.weakest == (2,)
    equal = availability.work_out(starting.content("availability"), TODAY)
    assert equal.details.weakest == (1, 2)


def test_behind_many_copies_even_a_poor_one_is_not_the_weakest():
    found = out(row(1, "Workers", "90", copies="6"), row(2, "Gate", "99.9"))
    assert found.details.weakest == (2,)


def test_it_says_what_another_copy_would_give():
    another = {
        each.name: each
        for each in availability.work_out(starting.content("availability"), TODAY).details.another
    }
    one_more = Decimal("0.9995") * (1 - Decimal("0.0005") ** 2) * Decimal("0.99999") * 100
    assert another["Lambda"].whole == one_more
    assert another["Lambda"].is_enough
    assert another["Lambda"].copies == 2
    best = Decimal("0.9995") ** 2 * (1 - Decimal("0.00001") ** 2) * 100
    assert another["DynamoDB"].whole == best
    assert another["DynamoDB"].is_enough  # 99.9000…: by a hair


def test_a_target_that_needs_several_copies_has_a_plan():
    found = out(row(1, "Gate", "99.9"), row(2, "Web", "99"), row(3, "Data", "99.9"), target="99.99")
    assert found.details.plan == (2, 1, 3, 2)
    assert not any(each.is_enough for each in found.details.another)
    met = out(row(1, "Gate", "99.99"))
    assert met.details.plan == ()


def test_single_points_of_failure_are_those_nothing_stands_in_for():
    found = out(
        row(1, "Gate", "99.9"),
        row(2, "Workers", "99", copies="3", needed="2"),
        row(3, "Pair", "99", copies="2", needed="2"),
        row(4, "Either", role="parallel"),
        row(5, "Here", "99", 4),
        row(6, "There", "99", 4),
        row(7, "Alone", role="parallel"),
        row(8, "Last", "99", 7),
    )
    assert found.details.singles == (1, 3, 8)
    assert "redundant" not in found.facts


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(1, "Web", "99", copies="2", needed="3")], "“Web” needs 3 of 2 copies"),
        ([row(1, "Web", "99"), row(2, "In", "99", 1)], "“Web” is a component"),
        (
            [row(1, "Many", role="k-of-n")] + [row(n, "x", "99", 1) for n in range(2, 53)],
            "“Many” has more than 50",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(rows, said):
    with pytest.raises(Wrong, match=said):
        availability.KIND.check(model(*rows))


def test_an_improvement_begins_with_the_numbers():
    content = starting.content("availability")
    texts = {
        field: words(text)
        for field, text in availability.improvement(content, content.row(2), TODAY).items()
    }
    assert texts["title"] == "Run a second copy of Lambda"
    assert "99.9489%" in texts["recommendation"]
    assert texts["recommendation"].endswith("which is 4.38 hours of downtime a year less.")


def test_an_empty_model_says_nothing():
    assert out().summary == ()
    assert out().facts == frozenset()


def test_five_hundred_components_are_worked_out_at_once():
    found = out(*(row(n, f"c{n}", f"99.9999{n:03d}") for n in range(1, 501)))
    assert found.details.whole < 100
