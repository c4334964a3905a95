"""What a month cost the environment, per unit of business work; actions and regions of the seed."""

from __future__ import annotations

from datetime import date

import pytest

from reviews.models import WorksheetRow
from reviews.services import readings, worksheets
from reviews.telling import words
from reviews.worksheets import regions, starting, sustainability
from reviews.worksheets.content import Content, Measured, Row
from reviews.worksheets.sustainability import change_text, metric_of, per_unit_text
from tests.builders import start_workload
from wellarch.errors import Invalid

KIND = "sustainability"
TODAY = date(2026, 11, 21)

# Seed 000, section 7, as it is printed.
ACTIONS = """
Graviton instances | 60% less energy per unit | 20-40% cost savings
Right-sizing | Proportional to over-provisioning | Direct cost savings
Spot instances | Uses spare capacity (already running) | 60-90% cost savings
S3 lifecycle policies | Less storage = less energy | Cost savings
Region selection | Some regions use more renewable energy | Varies
Serverless | Near-perfect utilization | Pay-per-use
"""
REGIONS = """
eu-west-1 (Ireland) | 100% renewable | Very low
eu-north-1 (Stockholm) | 100% renewable | Very low
ca-central-1 (Canada) | 95%+ renewable | Low
us-west-2 (Oregon) | 100% renewable | Very low
us-east-1 (Virginia) | Mixed grid | Moderate
ap-southeast-1 (Singapore) | Mixed grid | Higher
"""


def carbon(*months, goal="", goal_of="period", unit="t CO2e", better="lower"):
    values = {"metric": "Carbon", "unit": unit, "better": better, "goal": goal, "goal_of": goal_of}
    measured = tuple(
        Measured(f"2026-{month:02d}-01T00:00:00Z", value, total) for month, value, total in months
    )
    return Row(1, "metrics", values, readings=measured)


def worked(*rows, unit="order"):
    content = Content(KIND, {"business_unit": unit}, tuple(rows))
    return sustainability.work_out(content, TODAY)


def test_the_tables_of_the_seed_come_out_as_they_are_printed():
    begun = starting.content(KIND)
    actions = [
        " | ".join(row.text(key) for key in ("action", "environment", "business"))
        for row in begun.table("actions")
    ]
    assert actions == ACTIONS.strip().splitlines()
    names = dict(regions.LEVEL_NAMES)
    listed = [
        " | ".join((row.text("region"), row.text("renewable"), names[row.text("intensity")]))
        for row in begun.table("regions")
    ]
    assert listed == REGIONS.strip().splitlines()


def test_growth_does_not_hide_that_each_order_costs_less():
    found = metric_of(carbon((8, "10", "1000"), (9, "11", "1250"), (10, "12", "1500")))
    assert found.by_unit
    assert words(per_unit_text(found)) == "0.008 t CO2e"
    assert words(change_text(found.since_before)) == "−9.1%"
    assert words(change_text(found.since_first)) == "−20%"
    assert found.since_before.is_better


def test_without_business_work_the_months_themselves_are_compared():
    found = metric_of(carbon((9, "10", ""), (10, "12", "1500")))
    assert not found.by_unit
    assert words(change_text(found.since_before)) == "+20%"
    assert found.since_before.is_better is False
    assert found.since_first is None


def test_utilisation_changes_by_points():
    found = metric_of(carbon((9, "40", ""), (10, "46.5", ""), unit="%", better="higher"))
    assert words(change_text(found.since_before)) == "+6.5 points"
    assert found.since_before.is_better


@pytest.mark.parametrize(
    ("goal", "goal_of", "is_met"),
    [("12", "period", True), ("11", "period", False), ("0.008", "unit", True), ("", "unit", None)],
)
def test_a_goal_is_for_the_month_or_for_a_unit_of_work(goal, goal_of, is_met):
    assert metric_of(carbon((10, "12", "1500"), goal=goal, goal_of=goal_of)).is_met is is_met


def test_what_follows_is_told_to_the_questions():
    found = worked(carbon((10, "12", "1500"), goal="11"))
    assert found.facts == {"filled", "measured", "measured-per-unit", "goal-set"}
    assert [words(mark.text) for mark in found.marks] == ["The goal is not met in October 2026."]
    assert words(found.derived[1]["period"]) == "October 2026"
    assert words(found.headline) == "1 of 1 metrics miss their goal"


def region(number, name, intensity="", **values):
    return Row(number, "regions", {"region": name, "intensity": intensity, **values})


def test_a_region_that_is_not_clean_is_marked_and_cleaner_ones_nearby_are_proposed():
    begun = regions.begin(starting.content(KIND), ["us-east-1"])
    found = {each.code: each for each in regions.regions_of(begun.table("regions"), TODAY)}
    virginia = found["us-east-1"]
    assert virginia.is_used
    assert virginia.is_dirty
    assert virginia.cleaner == (
        "us-west-2 (Oregon)", "ca-central-1 (Canada)", "eu-west-1 (Ireland)",
    )  # fmt: skip
    said = [words(mark.text) for mark in regions.marks(tuple(found.values()))]
    assert said[0].startswith("Not among the clean regions. Cleaner: us-west-2 (Oregon)")
    assert said[1] == "No source and no date."
    assert said[2] == "Regions not in use whose facts have no source and date, or old ones: 5."


@pytest.mark.parametrize(
    ("as_of", "said"),
    [("2024-11-21", "Sourced"), ("2024-11-20", "Older than 24 months"),
     ("", "Source or date is missing")],
)  # fmt: skip
def test_facts_need_a_source_and_a_day_not_long_ago(as_of, said):
    row = region(1, "eu-west-1", "very-low", is_used=True, source="Report", as_of=as_of)
    found = regions.regions_of([row], TODAY)
    assert words(regions.cells(found[0])["facts"]) == said
    assert ("regions-sourced" in set(regions.facts(found))) == (said == "Sourced")


def test_a_new_worksheet_knows_where_the_workload_runs(actors):
    workload = start_workload(actors.ada, name="Abroad", regions=["us-east-1", "af-south-1"])
    worksheets.start(actors.cleo, workload.pk, KIND)
    used = WorksheetRow.objects.filter(table="regions", values__is_used=True)
    assert {row.values["region"] for row in used} == {"us-east-1 (Virginia)", "af-south-1"}


def test_a_value_is_for_a_whole_month(actors, workload):
    worksheets.start(actors.cleo, workload.pk, KIND)
    with pytest.raises(Invalid) as refused:
        readings.record(
            actors.cleo, workload.pk, KIND, 1,
            readings=[{"at": "2026-10-15T00:00Z", "value": "12"}],
        )  # fmt: skip
    assert list(refused.value.fields) == ["readings.0.at"]
    sent = [{"at": "2026-10-01T00:00Z", "value": "12"}]
    assert readings.record(actors.cleo, workload.pk, KIND, 1, readings=sent) == 1


def test_more_cannot_fail_than_there_was(actors, workload):
    worksheets.start(actors.cleo, workload.pk, "performance")
    sent = [
        {"at": "2026-10-01T00:00Z", "value": "12"},
        {"at": "2026-10-02T00:00Z", "value": "12", "total": "10"},
    ]
    with pytest.raises(Invalid) as refused:
        readings.record(actors.cleo, workload.pk, "performance", 6, readings=sent)
    assert list(refused.value.fields) == ["readings.0.total", "readings.1.value"]


def test_an_improvement_begins_with_the_action_or_the_region():
    content = Content(KIND, {}, starting.content(KIND).rows)
    found = sustainability.improvement(content, content.rows[2], TODAY)
    assert words(found["title"]) == "Graviton instances"
    assert words(found["description"]) == (
        "Environmental impact: 60% less energy per unit. Business impact: 20-40% cost savings."
    )
    used = regions.begin(content, ["us-east-1"])
    row = next(row for row in used.rows if row.flag("is_used"))
    found = sustainability.improvement(used, row, TODAY)
    assert words(found["title"]) == (
        "Run what can move in a cleaner region than us-east-1 (Virginia)"
    )
    assert words(found["description"]).startswith("Cleaner regions in the list: us-west-2 (Oregon)")
