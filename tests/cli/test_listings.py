"""workloads, show, improvements: what there is, for people and for programs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.services import improvements, workloads
from tests.builders import select, start_workload
from wellarch.cli import printing


def test_workloads_come_with_their_risks(ben, actors, review):
    select(actors.ada, review, "keys", "keys_no")
    (head, line) = ben("workloads").output.splitlines()
    assert head.split() == ["ID", "ENVIRONMENT", "HIGH", "MEDIUM", "LOW", "UNANSWERED", "NAME"]
    assert line.split()[-1] == "Checkout"
    assert str(review.workload_id) in line


def test_filters_narrow_the_list(ben, actors):
    start_workload(actors.ada, "Shop", environment="production")
    start_workload(actors.ada, "Stock", environment="preproduction")
    old = start_workload(actors.ada, "Old")
    workloads.archive(actors.ada, old.pk)

    def names(*words):
        return [row["name"] for row in json.loads(ben("workloads", "--json", *words).stdout)]

    assert names() == ["Shop", "Stock"]
    assert names("--order", "-name") == ["Stock", "Shop"]
    assert names("--environment", "production") == ["Shop"]
    assert names("--name", "sto") == ["Stock"]
    assert names("--archived") == ["Old"]


def test_show_counts_per_review_and_pillar(ben, actors, review):
    select(actors.ada, review, "keys", "keys_no")
    select(actors.ada, review, "glass", "glass_no")
    lines = ben("show", "checkout").output.splitlines()
    assert lines[0] == "Checkout"
    assert "1 high, 1 medium, 0 low; 2 of 3 questions answered" in lines
    assert "Small lens 1 (small), open" in lines
    rows = [line.split() for line in lines]
    assert ["1", "0", "0", "0", "0", "1", "Doors"] in rows
    assert ["0", "1", "0", "0", "0", "0", "Windows"] in rows


def test_show_for_programs_has_the_pillars(ben, review):
    found = json.loads(ben("show", str(review.workload_id), "--json").stdout)
    assert [each["pillar"] for each in found["reviews"][0]["pillars"]] == ["doors", "windows"]


def test_a_name_that_fits_several_lists_them(ben, actors):
    one, other = start_workload(actors.ada, "Shop one"), start_workload(actors.ada, "Shop two")
    done = ben("show", "shop")
    assert done.exit_code == 3
    for each in (one, other):
        assert f"{each.name} {each.pk}" in " ".join(done.stderr.split())


def test_the_whole_name_wins_over_a_part(ben, actors):
    start_workload(actors.ada, "Shop")
    start_workload(actors.ada, "Shop two")
    assert ben("show", " SHOP ").output.startswith("Shop\n")


def test_what_others_have_is_not_found(ben, actors):
    foreign = start_workload(actors.oda, "Secret")
    for name in ("Secret", str(foreign.pk)):
        done = ben("show", name)
        assert done.exit_code == 3
        assert "Secret" not in done.output.replace("“Secret”", "")


@pytest.fixture
def two_improvements(actors, workload):
    day = timezone.localdate() - timedelta(days=3)
    improvements.make(actors.ada, workload.pk, title="Rotate keys", due_on=day)
    improvements.make(actors.ada, workload.pk, title="Train people", state="planned")


def test_improvements_of_a_workload_and_of_all(ben, two_improvements):
    of_one = ben("improvements", "checkout").output.splitlines()
    assert [line.split()[-2:] for line in of_one[1:]] == [["Rotate", "keys"], ["Train", "people"]]
    assert ben("improvements").output.splitlines()[1].startswith("Checkout ")


def test_improvements_are_narrowed_by_state_and_by_being_late(ben, two_improvements):
    def titles(*words):
        found = json.loads(ben("improvements", "checkout", "--json", *words).stdout)
        return [row["title"] for row in found]

    assert titles("--state", "planned") == ["Train people"]
    assert titles("--overdue") == ["Rotate keys"]
    assert len(titles("--state", "planned", "--state", "open")) == 2


def test_what_others_wrote_cannot_command_the_terminal(ben, actors):
    start_workload(actors.ada, "Shop \x1b]0;title\x07\x1b[31mred")
    shown = ben("workloads").output
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "Shop ]0;title[31mred" in shown
    assert printing.plain("a\x1b[2J\n\tb\x9b") == "a[2J b"


def test_colour_is_for_terminals_only(ben, actors, review):
    select(actors.ada, review, "keys", "keys_no")
    for words in (("show", "checkout"), ("gate", "checkout"), ("answers", "checkout")):
        assert "\x1b[" not in ben(*words).output
