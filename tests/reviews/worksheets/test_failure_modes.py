"""Failure modes: ranked by severity × likelihood × detectability."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import starting
from reviews.worksheets.content import Content, Row
from reviews.worksheets.failure_modes import KIND, due, work_out

TODAY = date(2026, 11, 21)
# Seed 000, section 4, "Failure Mode Analysis", as it is printed.
PRINTED = """\
| EC2/ECS task | Instance crash | Health check | Auto-replacement | 30-60s |
| RDS Primary | AZ failure | Multi-AZ heartbeat | Auto-failover | 60-120s |
| ElastiCache | Node failure | Health check | Auto-replacement | 60s |
| ALB | AZ failure | Built-in | Automatic rerouting | 0s |
| S3 | Never (11 nines) | N/A | N/A | N/A |
| Lambda | Throttling | CloudWatch | Increase concurrency | 1-5min |
| DynamoDB | Throttling | CloudWatch | Auto-scaling | 1-5min |"""


def mode(number, **values):
    common = {"component": f"C{number}", "mode": "stops", "detection": "alarm", "recovery": "auto"}
    return Row(number, "modes", {**common, "rto": "60s", **values})


def rated(number, severity, likelihood, detectability, **more):
    scores = {"severity": severity, "likelihood": likelihood, "detectability": detectability}
    return mode(number, **{key: str(value) for key, value in scores.items()}, **more)


def sheet(*rows, **settings):
    return Content("failure-modes", {**KIND.defaults(), **settings}, rows)


def marks(outcome, number):
    return [words(mark.text) for mark in outcome.marks if mark.row == number]


def test_a_new_sheet_begins_with_every_cell_the_seed_prints():
    keys = ("component", "mode", "detection", "recovery", "rto")
    rows = starting.content("failure-modes").table("modes")
    assert [tuple(row.text(key) for key in keys) for row in rows] == [
        tuple(cell.strip() for cell in line.strip("|").split("|")) for line in PRINTED.split("\n")
    ]


def test_the_recovery_times_of_the_seed_are_understood_to_the_second():
    found = work_out(starting.content("failure-modes"), TODAY).details
    by_number = {mode.number: mode.rto for mode in found.ranked}
    assert [by_number[n] for n in range(1, 8)] == [60, 120, 60, 0, None, 300, 300]


def test_what_is_taken_not_to_happen_is_neither_rated_nor_tested():
    found = work_out(starting.content("failure-modes"), TODAY)
    assert marks(found, 5) == [
        "Taken not to happen: nothing detects it and nothing brings it back."
    ]
    assert marks(found, 6) == ["Not rated, so it has no priority.", "Never tested."]


def test_the_highest_priority_comes_first_and_the_unrated_last():
    found = work_out(
        sheet(mode(1), rated(2, 3, 3, 3), rated(3, 10, 5, 4), rated(4, 5, 10, 4)), TODAY
    )
    assert found.order == {"modes": (3, 4, 2, 1)}
    assert {n: words(row["priority"]) for n, row in found.derived.items() if row} == {
        2: "27", 3: "200", 4: "200",
    }  # fmt: skip


def test_a_high_priority_is_marked_from_where_the_sheet_says():
    row = rated(1, 5, 5, 4, tested_on="2026-11-01")
    assert marks(work_out(sheet(row), TODAY), 1) == ["Priority 100: look at everything from 100."]
    assert marks(work_out(sheet(row, attention="101"), TODAY), 1) == []


def test_a_test_that_is_too_long_ago_is_marked_and_due():
    row = rated(1, 1, 1, 1, tested_on="2025-11-20")
    content = sheet(row)
    assert due(content.settings, row) == date(2026, 11, 20)
    assert marks(work_out(content, TODAY), 1) == [
        "Tested last on 20 November 2025, more than 12 months ago."
    ]
    later = sheet(row, test_months="24")
    assert marks(work_out(later, TODAY), 1) == []
    assert due(later.settings, row) == date(2027, 11, 20)


def test_what_is_not_said_is_marked_where_it_is_missing():
    row = rated(1, 1, 1, 1, detection="", recovery="", rto="Varies", tested_on="2026-11-01")
    found = work_out(sheet(row), TODAY)
    assert [mark.column for mark in found.marks] == ["detection", "recovery", "rto"]
    assert marks(found, 1)[-1] == "“Varies” cannot be compared."


def test_facts_hold_when_they_hold_for_every_mode():
    done = rated(1, 2, 2, 2, tested_on="2026-11-01")
    assert work_out(sheet(done), TODAY).facts == {
        "filled", "rated", "tested", "some-tested", "detected", "recoverable", "rto-known",
    }  # fmt: skip
    assert work_out(sheet(done, mode(2, rto="")), TODAY).facts == {
        "filled", "some-tested", "detected", "recoverable",
    }  # fmt: skip
    assert work_out(sheet(), TODAY).facts == frozenset()


def test_modes_stand_in_the_matrix_by_severity_and_likelihood():
    found = work_out(sheet(rated(1, 10, 1, 1), rated(2, 9, 2, 5), mode(3)), TODAY).details
    assert [mode.number for mode in found.matrix[0][0]] == [2, 1]
    assert sum(len(cell) for row in found.matrix for cell in row) == 2


def test_an_improvement_says_what_is_known_and_what_stands_out():
    row = rated(1, 10, 5, 4, effect="No orders")
    texts = KIND.improvement(sheet(row), row, TODAY)
    assert texts["title"] == "C1: stops"
    assert [words(line) for line in texts["recommendation"]] == [
        "Effect: No orders", "Detection: alarm", "Recovery: auto", "Recovery time: 60s", "",
        "- Priority 200: look at everything from 100.", "- Never tested.",
    ]  # fmt: skip
    assert texts["impact"] == "high"


scores = st.tuples(*[st.integers(1, 10)] * 3)


@given(st.lists(scores, min_size=1, max_size=12))
def test_ranks_follow_priorities_whatever_order_the_rows_have(given):
    rows = [rated(n, *each) for n, each in enumerate(given, 1)]
    found = work_out(sheet(*rows), TODAY)
    priority = {n: a * b * c for n, (a, b, c) in enumerate(given, 1)}
    ranked = [priority[n] for n in found.order["modes"]]
    assert ranked == sorted(ranked, reverse=True)
    assert all(1 <= each <= 1000 for each in ranked)
    again = work_out(sheet(*reversed(rows)), TODAY)
    assert [priority[n] for n in again.order["modes"]] == ranked
    assert Decimal(max(ranked)) == found.details.ranked[0].priority
