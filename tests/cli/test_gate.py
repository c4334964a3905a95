"""The gate: what counts, what does not, and how a pipeline hears of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Milestone, Review
from reviews.services import answers, improvements, milestones, reviews, workloads
from tests.builders import SMALL_LENS as SMALL
from tests.builders import answer_all, publish_lens, select, start_review
from tests.cli.conftest import URL

OTHER = {**SMALL, "alias": "other", "name": "Other lens"}


@pytest.fixture
def risky(actors, review):
    """One high (keys), one medium (locks), one unanswered (glass)."""
    select(actors.ada, review, "keys", "keys_no")
    select(actors.ada, review, "locks", "locks_key")
    return review


@pytest.fixture
def judged(ben):
    """The gate's JSON, and its exit code."""

    def gate(*words):
        done = ben("gate", "checkout", "--json", *words)
        return json.loads(done.stdout), done.exit_code

    return gate


def rules(verdict):
    return {rule["rule"]: (rule["found"], rule["passed"]) for rule in verdict["rules"]}


def test_no_high_risk_is_let_through_unless_told_otherwise(judged, risky):
    verdict, code = judged()
    assert (code, verdict["passed"]) == (1, False)
    assert rules(verdict) == {"max-high": (1, False)}
    assert judged("--max-high", "1")[1] == 0


def test_every_limit_is_a_rule(judged, risky):
    verdict, code = judged("--max-high=1", "--max-medium=0", "--max-unanswered=0", "--max-age=1d")
    assert code == 1
    assert rules(verdict) == {
        "max-high": (1, True),
        "max-medium": (1, False),
        "max-unanswered": (1, False),
        "max-age": (None, False),
    }


def test_risks_come_worst_first_with_their_links(judged, risky):
    verdict, _code = judged()
    assert [(each["risk"], each["question"]) for each in verdict["risks"]] == [
        ("high", "keys"), ("medium", "locks"), ("unanswered", "glass"),
    ]  # fmt: skip
    assert verdict["risks"][0]["url"] == f"{URL}/reviews/{risky.pk}/questions/keys/"


def test_the_links_lead_to_the_questions(judged, risky, client_of, cast):
    verdict, _code = judged()
    browser = client_of(cast.ben)
    for url in (verdict["workload"]["url"], *(each["url"] for each in verdict["risks"])):
        assert browser.get(url.removeprefix(URL)).status_code == 200


def test_a_clean_workload_passes(judged, actors, review):
    answer_all(actors.ada, review)
    verdict, code = judged("--max-medium=0", "--max-unanswered=0")
    assert (code, verdict["risks"]) == (0, [])


def test_a_workload_without_a_lens_never_passes(judged, workload):
    verdict, code = judged("--max-high", "99")
    assert code == 1
    assert "Nothing is reviewed" in verdict["rules"][0]["sentence"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--lens", "small"), 1),
        (("--lens", "other"), 1),
        (("--lens", "small", "--lens", "other"), 2),
        ((), 2),
        (("--pillar", "doors"), 2),
        (("--pillar", "windows"), 0),
    ],
)
def test_lenses_and_pillars_narrow_it(judged, actors, risky, words, found):
    other = publish_lens(actors.ada, OTHER)
    second = start_review(actors.ada, risky.workload, other.lens)
    select(actors.ada, second, "keys", "keys_no")
    assert rules(judged(*words)[0])["max-high"][0] == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lens", "large"), "It has: small."),
        (("--pillar", "roofs"), "There are: doors, windows."),
        (("--baseline", "9"), "It has: none."),
    ],
)
def test_what_is_not_there_cannot_be_judged(ben, risky, words, said):
    done = ben("gate", "checkout", *words)
    assert done.exit_code == 3
    assert said in done.stderr
    assert done.stdout == ""


def test_an_unknown_workload_is_no_failed_gate(ben, cast):
    assert ben("gate", "nothing").exit_code == 3


@pytest.mark.parametrize("age", ["90", "d", "-1d", "1y", "ninety"])
def test_an_age_that_cannot_be_read_is_a_usage_error(ben, risky, age):
    done = ben("gate", "checkout", f"--max-age={age}")
    assert done.exit_code == 2
    assert "90d" in done.stderr


# --- Since a milestone ---------------------------------------------------------------------


def test_with_a_baseline_only_new_risks_count(judged, actors, risky):
    milestones.record(actors.ada, risky.workload_id, name="First look")
    verdict, code = judged("--baseline", "first look", "--max-medium=0", "--max-unanswered=0")
    assert code == 0
    assert rules(verdict) == {
        "max-high": (0, True), "max-medium": (0, True), "max-unanswered": (0, True),
    }  # fmt: skip
    assert {each["excused"] for each in verdict["risks"]} == {"known since milestone 1"}
    select(actors.ada, risky, "glass", "glass_no")  # unanswered → medium: nobody knew
    verdict, code = judged("--baseline", "1", "--max-medium=0")
    assert (code, rules(verdict)["max-medium"]) == (1, (1, False))


def test_a_risk_that_grew_is_new_and_one_that_shrank_is_not(judged, actors, risky):
    milestones.record(actors.ada, risky.workload_id, name="First look")
    _unselect(actors, risky, "locks", "locks_key", then="locks_no")  # medium → high
    verdict, code = judged("--baseline", "1")
    assert (code, rules(verdict)["max-high"]) == (1, (1, False))
    milestones.record(actors.ada, risky.workload_id, name="Second look")
    _unselect(actors, risky, "locks", "locks_no", then="locks_key")  # high → medium
    assert judged("--baseline", "2", "--max-medium=0")[1] == 0


def test_a_lens_attached_since_is_new_altogether(judged, actors, risky):
    milestones.record(actors.ada, risky.workload_id, name="First look")
    second = start_review(actors.ada, risky.workload, publish_lens(actors.ada, OTHER).lens)
    select(actors.ada, second, "keys", "keys_no")
    verdict, _code = judged("--baseline", "1", "--max-unanswered=0")
    assert rules(verdict) == {"max-high": (1, False), "max-unanswered": (2, False)}


def _unselect(actors, review: Review, question: str, choice: str, *, then: str) -> None:
    answers.record(
        actors.ada,
        review_id=review.pk,
        question=question,
        changes_wanted={
            f"choices.{choice}.status": "unselected",
            f"choices.{then}.status": "selected",
        },
        base_revision=None,
    )


# --- Risks that are lived with -------------------------------------------------------------


def test_an_accepted_risk_counts_unless_it_may_be_accepted(judged, actors, risky):
    made = improvements.make_from_question(actors.ada, risky.pk, "keys")
    until = timezone.localdate() + timedelta(days=30)
    improvements.accept(
        actors.ada, risky.workload_id, made.number, reason="The vendor fixes it.", until=until,
        revision=None,
    )  # fmt: skip
    assert judged()[1] == 1
    verdict, code = judged("--accepted-ok")
    assert code == 0
    excused = {each["question"]: each["excused"] for each in verdict["risks"]}
    assert excused["keys"] == f"accepted until {until}: The vendor fixes it."
    assert excused["locks"] == ""


# --- Age -----------------------------------------------------------------------------------


def test_the_newest_milestone_gives_the_age(judged, actors, risky):
    milestones.record(actors.ada, risky.workload_id, name="First look")
    Milestone.objects.update(recorded_at=timezone.now() - timedelta(days=91))
    assert judged("--max-high=9", "--max-age=90d")[1] == 1
    assert judged("--max-high=9", "--max-age=13w")[1] == 1
    assert judged("--max-high=9", "--max-age=92d")[1] == 0
    assert judged("--max-high=9", "--max-age=2208h")[1] == 0


def test_a_completed_review_counts_as_well(judged, actors, review):
    answer_all(actors.ada, review)
    reviews.complete(actors.ada, review.pk)
    verdict, code = judged("--max-age=1d")
    assert code == 0
    assert verdict["reviewed_at"]


# --- What a pipeline reads -----------------------------------------------------------------


def test_the_text_names_rules_and_risks(ben, risky):
    lines = ben("gate", "checkout", "--max-medium=5").output.splitlines()
    assert lines[0] == "Checkout: gate FAILED"
    assert "  FAIL  1 high risk, at most 0" in lines
    assert "  ok    1 medium risk, at most 5" in lines
    assert any(line.startswith("high ") and "Where are the keys?" in line for line in lines)
    assert not any(line.startswith("unanswered") for line in lines)  # nobody limited them


def test_a_file_gets_the_format_and_the_terminal_the_text(ben, risky, tmp_path):
    target = tmp_path / "gate.json"
    done = ben("gate", "checkout", "--format", "json", "-o", str(target))
    assert json.loads(target.read_text())["passed"] is False
    assert done.stdout.startswith("Checkout: gate FAILED")
    assert done.exit_code == 1


@pytest.mark.parametrize("kind", ["text", "json", "junit", "sarif"])
def test_the_same_state_gives_the_same_bytes(ben, risky, kind):
    one = ben("gate", "checkout", "--format", kind, "--max-unanswered=0").stdout
    assert one == ben("gate", "checkout", "--format", kind, "--max-unanswered=0").stdout


def test_an_archived_workload_can_still_be_judged(judged, actors, risky):
    workloads.archive(actors.ada, risky.workload_id)
    assert judged()[1] == 1
