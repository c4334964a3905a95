"""milestone(s), report, lens: what is recorded, fetched and brought."""

from __future__ import annotations

import json

import pytest
import yaml

from lenses.models import LensVersion
from reviews.models import Report
from tests.builders import SMALL_LENS, select


def test_a_milestone_is_recorded_and_listed(ben, actors, review):
    select(actors.ada, review, "keys", "keys_no")
    done = ben("milestone", "checkout", "First look", "--kind", "regular", "--note", "Why not.")
    assert done.exit_code == 0, done.output
    assert "Milestone 1 “First look” of Checkout recorded." in done.output
    assert "1 high, 0 medium, 0 low; 1 of 3 questions answered" in done.output
    made = review.workload.milestones.get()
    assert (made.kind, made.note) == ("regular", "Why not.")
    assert "First look" in ben("milestones", "checkout").output
    (row,) = json.loads(ben("milestones", "checkout", "--json").stdout)
    assert (row["number"], row["counts"]["high"]) == (1, 1)


def test_a_milestone_of_the_same_name_is_refused(ben, review):
    ben("milestone", "checkout", "First look")
    done = ben("milestone", "checkout", "first look")
    assert done.exit_code == 3
    assert review.workload.milestones.count() == 1


@pytest.mark.parametrize("kind", ["json", "csv", "md", "html", "xlsx"])
def test_a_report_is_made_waited_for_and_fetched(ben, review, tmp_path, kind):
    target = tmp_path / f"out.{kind}"
    done = ben("report", "checkout", "--format", kind, "-o", str(target))
    assert done.exit_code == 0, done.output
    report = Report.objects.get()
    assert report.format == kind
    with report.file.open() as kept:
        assert target.read_bytes() == kept.read()
    assert f"{report.size:,} bytes" in done.output
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]


def test_a_report_may_go_to_standard_output(ben, review):
    done = ben("report", "checkout", "--format", "json", "-o", "-")
    assert "Checkout" in json.dumps(json.loads(done.stdout))
    assert ben("report", "checkout", "--json", "-o", "-").exit_code == 2


def test_a_report_says_what_it_is_about(ben, actors, review, tmp_path):
    ben("milestone", "checkout", "First look")
    select(actors.ada, review, "keys", "keys_no")
    target = str(tmp_path / "compared.md")
    done = ben(
        "report", "checkout", "--format", "md", "-o", target, "--milestone", "first look",
        "--compare-with", "now", "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    shown = json.loads(done.stdout)
    assert (shown["milestone"], shown["compare_with"]) == (1, "now")
    assert shown["saved_as"] == target


def test_a_report_that_fails_says_so_and_leaves_nothing(ben, review, tmp_path, inside):
    def fails(request):
        if request.method == "GET" and "/reports/" in request.path_url:
            Report.objects.update(status="failed", error="The disk is full.")

    inside.before = fails
    answer = inside.answer

    def queued(request):
        response = answer(request)
        if request.method == "POST":
            response._content = json.dumps({**response.json(), "status": "queued"}).encode()
        return response

    inside.answer = queued
    target = tmp_path / "x.json"
    done = ben("report", "checkout", "--format", "json", "-o", str(target))
    assert done.exit_code == 3
    assert "The disk is full." in done.stderr
    assert not target.exists()


def test_waiting_ends(ben, review, tmp_path, inside):
    answer = inside.answer

    def queued(request):
        response = answer(request)
        if "/reports/" in request.path_url:
            response._content = json.dumps({**response.json(), "status": "rendering"}).encode()
        return response

    inside.answer = queued
    done = ben("report", "checkout", "-o", str(tmp_path / "x"), "--format", "json", "--timeout=0")
    assert done.exit_code == 3
    assert "not ready after 0 s" in done.stderr


def test_a_place_that_cannot_be_written_is_named(ben, review, tmp_path):
    done = ben("report", "checkout", "--format", "md", "-o", str(tmp_path / "no" / "x.md"))
    assert done.exit_code == 3
    assert "cannot be written" in done.stderr


def test_a_lens_goes_in_out_and_is_published(ben, actors, tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(yaml.safe_dump(SMALL_LENS))
    done = ben("lens", "import", str(file))
    assert done.exit_code == 0, done.output
    assert "small: draft with 3 questions in 2 pillars" in done.output
    done = ben("lens", "publish", "small", "1.0", "--notes", "First.")
    assert "small 1.0 is published" in done.output
    version = LensVersion.objects.get(lens__alias="small")
    assert (version.status, version.notes, version.is_major) == ("published", "First.", True)
    line = next(x for x in ben("lens", "list").output.splitlines() if x.startswith("small "))
    assert line.split()[:3] == ["small", "1.0", "3"]
    out = tmp_path / "out.json"
    assert ben("lens", "export", "small", "-o", str(out)).exit_code == 0
    assert json.loads(out.read_text())["name"] == "Small lens"
    shown = ben("lens", "export", "small", "--as", "aws").stdout
    assert "alias" not in json.loads(shown)


def test_a_lens_may_come_from_standard_input_as_json(ben, actors):
    done = ben("lens", "import", "-", stdin=json.dumps(SMALL_LENS))
    assert done.exit_code == 0, done.output


def test_all_errors_of_a_lens_come_with_their_places(ben, actors):
    text = json.dumps(SMALL_LENS).replace("locks_key && locks_bolt", "locks_kee")
    text = text.replace('"LOW_RISK"', '"TINY"')
    done = ben("lens", "import", "-", stdin=text)
    assert done.exit_code == 3
    assert "/pillars/0/questions/0/riskRules/0/condition" in done.stderr
    assert "/pillars/1/questions/0/riskRules/1/risk" in done.stderr


def test_a_file_stays_when_a_fetch_fails(ben, actors, tmp_path):
    out = tmp_path / "lens.json"
    out.write_text("mine")
    done = ben("lens", "export", "nothing", "-o", str(out))
    assert done.exit_code == 3
    assert out.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["lens.json"]
