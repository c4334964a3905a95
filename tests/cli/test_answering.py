"""questions, answers, answer: the same merging and the same conflicts as everywhere."""

from __future__ import annotations

import json

import pytest

from reviews.models import Answer
from tests.builders import SMALL_LENS, publish_lens, select, start_review
from tests.cli.conftest import token_of


@pytest.fixture
def locks(review):
    """The answer of the question `locks`, read anew when asked."""
    return lambda: Answer.objects.get(review=review, question_key="locks")


def test_questions_show_what_can_be_chosen(ben, actors, review):
    select(actors.ada, review, "locks", "locks_key")
    shown = ben("questions", "checkout").output
    assert "[x] locks_key  A key" in shown
    assert "[ ] locks_bolt  A bolt" in shown
    assert "How do you lock the doors?" in shown


def test_answers_are_narrowed_by_pillar_and_risk(ben, actors, review):
    select(actors.ada, review, "locks", "locks_key")

    def found(*words):
        rows = json.loads(ben("answers", "checkout", "--json", *words).stdout)
        return [row["question"] for row in rows]

    assert found() == ["locks", "keys", "glass"]
    assert found("small") == ["locks", "keys", "glass"]
    assert found("--pillar", "windows") == ["glass"]
    assert found("--risk", "medium", "--risk", "high") == ["locks"]


def test_a_table_says_who_answered_and_when(ben, actors, review, locks):
    select(actors.cleo, review, "locks", "locks_key")
    line = next(x for x in ben("answers", "checkout").output.splitlines() if " locks " in x)
    assert f"{locks().changed_at:%Y-%m-%d}" in line
    assert "Cleo Example" in line


def test_everything_of_an_answer_can_be_set(ben, actors, review, locks):
    select(actors.ada, review, "locks", "locks_dog")
    done = ben(
        "answer", "checkout", "locks",
        "--select", "locks_key",
        "--unselect", "locks_dog",
        "--not-applicable", "locks_bolt:architecture_constraints",
        "--note", "locks_bolt:The frame is too thin.",
        "--notes", "Seen on site.",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    answer = locks()
    assert answer.choices == {
        "locks_key": {"status": "selected"},
        "locks_bolt": {
            "status": "not_applicable",
            "reason": "architecture_constraints",
            "note": "The frame is too thin.",
        },
    }
    assert answer.notes == "Seen on site."
    assert f"revision {answer.revision}" in done.output


def test_the_risk_before_and_after_is_said(ben, actors, review):
    select(actors.ada, review, "keys", "keys_no")
    done = ben("answer", "checkout", "keys", "--select", "keys_safe", "--unselect", "keys_no")
    assert "risk: high → none" in done.output
    again = ben("answer", "checkout", "keys", "--select", "keys_safe")
    assert "Nothing changed" in again.output


def test_a_question_may_be_named_by_its_code(ben, review, locks):
    code = json.loads(ben("answers", "checkout", "--json").stdout)[0]["code"]
    assert ben("answer", "checkout", code.lower(), "--select", "locks_key").exit_code == 0
    assert "locks_key" in locks().choices


def test_a_whole_question_is_set_aside_and_taken_up_again(ben, review, locks):
    ben("answer", "checkout", "locks", "--set-aside", "out_of_scope")
    assert (locks().is_applicable, locks().reason) == (False, "out_of_scope")
    ben("answer", "checkout", "locks", "--applies")
    assert locks().is_applicable


def test_notes_may_come_from_standard_input(ben, review, locks):
    ben("answer", "checkout", "locks", "--notes", "-", stdin="Two\nlines\n")
    assert locks().notes.split() == ["Two", "lines"]


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(ben, actors, review, locks):
    ben("answer", "checkout", "locks", "--notes", "Mine.")
    seen = locks().revision
    select(actors.cleo, review, "locks", "locks_key", notes="Hers.")
    done = ben("answer", "checkout", "locks", "--notes", "Mine again.", "--revision", str(seen))
    assert done.exit_code == 3
    assert "notes: Cleo Example wrote “Hers.”, you wanted “Mine again.”" in done.stderr
    assert "Nothing was written" in done.stderr
    assert locks().notes == "Hers."


def test_a_change_of_another_part_merges(ben, actors, review, locks):
    select(actors.cleo, review, "locks", "locks_key", notes="Hers.")
    done = ben("answer", "checkout", "locks", "--select", "locks_bolt", "--revision", "0")
    assert done.exit_code == 0
    assert set(locks().choices) == {"locks_key", "locks_bolt"}


def test_a_change_carries_the_version_that_was_read(ben, review, inside):
    ben("answer", "checkout", "locks", "--notes", "x")
    (patch,) = [request for request in inside.asked if request.method == "PATCH"]
    assert patch.headers["If-Match"] == '"0"'


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--select"),
        (("--not-applicable", "locks_key:because"), "is no reason"),
        (("--note", "locks_key"), "CHOICE:TEXT"),
        (("--select", "locks_key", "--unselect", "locks_key"), "named twice"),
        (("--set-aside", "other", "--applies"), "either"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(ben, review, inside, words, said):
    done = ben("answer", "checkout", "locks", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert inside.asked == []


def test_an_unknown_choice_is_named(ben, review, locks):
    done = ben("answer", "checkout", "locks", "--select", "locks_kee")
    assert done.exit_code == 3
    assert "locks_kee" in done.stderr
    assert locks().choices == {}


def test_an_unknown_question_or_lens_says_what_there_is(ben, review):
    done = ben("answer", "checkout", "windows", "--select", "x")
    assert done.exit_code == 3
    assert "has no question “windows”" in done.stderr
    done = ben("answers", "checkout", "large")
    assert done.exit_code == 3
    assert "It has: small." in done.stderr


def test_a_question_that_two_lenses_ask_needs_the_lens(ben, actors, review):
    other = publish_lens(actors.ada, {**SMALL_LENS, "alias": "other", "name": "Other lens"})
    second = start_review(actors.ada, review.workload, other.lens)
    done = ben("answer", "checkout", "locks", "--select", "locks_key")
    assert done.exit_code == 3
    assert "other, small" in done.stderr or "small, other" in done.stderr
    ben("answer", "checkout", "locks", "--select", "locks_key", "--lens", "other")
    assert second.answers.get(question_key="locks").choices
    assert not review.answers.get(question_key="locks").choices


def test_a_viewer_is_refused(run, cast, review):
    done = run("answer", "checkout", "locks", "--notes", "x", token=token_of(cast.vic))
    assert done.exit_code == 3
