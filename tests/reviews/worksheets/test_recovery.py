"""The recovery plan: gaps against the targets, and restores that were not tried."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.telling import words
from reviews.worksheets import starting
from reviews.worksheets.content import Content, Row
from reviews.worksheets.recovery import KIND, due, work_out

TODAY = date(2026, 11, 21)
# Seed 001, "Backup Strategy", as it is printed.
PRINTED = """\
| **RDS** | Automated backups + snapshots | < 5 min | < 30 min |
| **DynamoDB** | Point-in-time recovery | Seconds | Minutes |
| **S3** | Versioning + cross-region replication | Real-time | Immediate |
| **EBS** | Snapshots via AWS Backup | Hours | Hours |"""


def data_set(number=1, **values):
    common = {"data": f"D{number}", "solution": "Snapshots", "tested_on": "2026-11-01"}
    return Row(number, "data", {**common, "test_months": "6", **values})


def sheet(*rows, **settings):
    return Content("recovery", {**KIND.defaults(), **settings}, rows)


def marks(outcome):
    return [(mark.column, mark.tone, words(mark.text)) for mark in outcome.marks]


def test_a_new_sheet_begins_with_every_cell_the_seed_prints():
    rows = starting.content("recovery").table("data")
    keys = ("data", "solution", "rpo", "rto")
    assert [tuple(row.text(key) for key in keys) for row in rows] == [
        tuple(cell.strip(" *") for cell in line.strip("|").split("|"))
        for line in PRINTED.split("\n")
    ]


def test_the_seeds_plan_against_targets_of_a_quarter_and_half_an_hour():
    content = starting.content("recovery")
    held = Content("recovery", {"target_rpo": "15 min", "target_rto": "30 min"}, content.rows)
    found = work_out(held, TODAY)
    states = [(each.rpo.state, each.rto.state) for each in found.details.sets]
    assert states == [("met", "met"), ("met", "perhaps"), ("met", "met"), ("over", "over")]
    assert ("rto", "bad", "Recovery time Hours, target 30 min: longer than that.") in marks(found)


def test_a_gap_says_how_much_is_too_much():
    row = data_set(rpo="< 5 min", rto="30 min", target_rto="15 min")
    assert marks(work_out(sheet(row, target_rpo="10 min"), TODAY)) == [
        ("rto", "bad", "Recovery time 30 min, target 15 min: 15 min over.")
    ]


def test_a_rows_own_target_comes_before_the_sheets():
    row = data_set(rpo="1 h", rto="1 h", target_rpo="2 h", target_rto="2 h")
    found = work_out(sheet(row, target_rpo="1 min", target_rto="1 min"), TODAY)
    assert marks(found) == []
    assert found.facts >= {"rpo-met", "rto-met", "targets-met", "rpo-target", "rto-target"}


def test_a_word_that_may_mean_more_is_not_called_over():
    row = data_set(rpo="Seconds", rto="Minutes")
    found = work_out(sheet(row, target_rpo="1 min", target_rto="15 min"), TODAY)
    assert marks(found) == [
        (
            "rto", "warn",
            "Recovery time Minutes may mean more than the target of 15 min. Say a number.",
        )
    ]  # fmt: skip
    assert "rpo-met" in found.facts
    assert "rto-met" not in found.facts


@pytest.mark.parametrize(
    ("rpo", "target", "said"), [("N/A", "5 min", "N/A"), ("5 min", "Varies", "Varies")]
)
def test_what_cannot_be_compared_is_said_to_be_so(rpo, target, said):
    row = data_set(rpo=rpo, rto="1 min", target_rpo=target)
    assert marks(work_out(sheet(row), TODAY)) == [("rpo", "warn", f"“{said}” cannot be compared.")]


def test_restores_that_were_never_tested_or_too_long_ago_are_marked():
    never = data_set(1, rpo="0s", rto="0s", tested_on="")
    late = data_set(2, rpo="0s", rto="0s", tested_on="2026-05-20")
    found = work_out(sheet(late, never), TODAY)
    assert [text for _column, _tone, text in marks(found)] == [
        "The restore test was due on 20 November 2026 (every 6 months).",
        "A restore was never tested.",
    ]
    assert [each.number for each in found.details.coming] == [1, 2]
    assert (due({}, late), due({}, never)) == (date(2026, 11, 20), None)


def test_an_improvement_names_the_gap_and_what_would_close_it():
    row = data_set(rpo="2 h", rto="10 min", tested_on="")
    texts = KIND.improvement(sheet(row, target_rpo="1 h", target_rto="1 h"), row, TODAY)
    assert words(texts["title"]) == "D1: recover within the targets"
    assert [words(line) for line in texts["recommendation"]] == [
        "Backup: Snapshots", "", "- Recovery point 2 h, target 1 h: 1 h over.",
        "- A restore was never tested.",
    ]  # fmt: skip
    assert [words(line) for line in texts["success_criteria"]] == [
        "- Recovery point of at most 1 h, measured",
        "- A restore was tested, and what it showed is written down",
    ]


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_number_is_over_exactly_when_it_is_more_than_its_target(seconds, target):
    row = data_set(rpo=f"{seconds} s", rto="0s")
    found = work_out(sheet(row, target_rpo=f"{target} s"), TODAY).details.sets[0].rpo
    assert (found.state == "over") == (seconds > target)
    assert found.over == max(0, seconds - target)
