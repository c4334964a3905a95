"""What a report says, before anybody draws it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reviews.documents import workload_report
from reviews.documents.workload_report import WorkloadReport
from reviews.snapshot import Snapshot, SnapshotFinding
from tests.reviews.documents.material import (
    AT,
    SCOPE,
    framework_snapshot,
    milestone,
    organization,
    review_of,
    snapshot,
    with_question,
)


def told(of: Snapshot, **values) -> WorkloadReport:
    known = {"organization": organization(), "review_id": None, "milestone": None, "at": AT}
    return workload_report.build(of, **{**known, **values})


def first_question(of: Snapshot):
    return told(of).chapters[0].pillars[0].questions[0]


def test_every_question_is_told_once_in_the_order_of_the_lens():
    review = review_of("wellarchitected")
    report = told(snapshot(review))
    codes = [q.code for c in report.chapters for p in c.pillars for q in p.questions]
    assert codes == [question.code for _pillar, question in review.questions()]
    assert len(codes) == 57


def test_the_plan_and_the_figures_count_the_same_risks():
    report = told(framework_snapshot())
    counted = [figure.count for figure in report.summary.risks]
    planned = [row.risk for row in report.plan.rows]
    assert counted == [planned.count(risk) for risk in ("high", "medium", "low")]
    assert sum(counted) == len(planned) > 5


def test_the_first_five_of_the_plan_lead_the_summary_and_the_rest_is_counted():
    report = told(framework_snapshot())
    assert [t.code for t in report.summary.top] == [r.code for r in report.plan.rows[:5]]
    assert report.summary.more.startswith(f"{len(report.plan.rows) - 5} more risks")


def test_pillar_priorities_of_the_workload_order_the_plan():
    report = told(framework_snapshot(pillar_priorities=["reliability"]))
    assert report.plan.rows[0].where == "Reliability"


def test_each_risk_comes_with_the_smallest_steps_in_words():
    report = told(framework_snapshot())
    for item in report.summary.top:
        assert item.advice.startswith("Putting “")
        assert item.advice.endswith("risk.")
    for row in report.plan.rows:
        assert row.ways
        assert all("lower" in way and way.endswith("risk.") for way in row.ways)


def test_due_dates_follow_the_days_of_the_organization():
    own = organization(high_risk_days=1, medium_risk_days=1000, low_risk_days=10)
    high, medium, low = told(framework_snapshot(), organization=own).summary.risks
    assert (high.rule, high.is_overdue) == ("Due within 1 day", True)
    assert (medium.rule, medium.is_overdue) == ("Due within 1000 days", False)
    assert low.rule == "Due within 10 days"


def test_low_risks_stand_in_the_backlog_unless_the_organization_says_otherwise():
    report = told(framework_snapshot())
    low = [row for row in report.plan.rows if row.risk == "low"]
    assert low
    assert {row.due for row in low} == {"Backlog"}
    assert report.appendix.classes[2].rule == "Planned in the backlog"


def test_a_milestone_is_judged_by_the_day_it_was_recorded():
    late = milestone()
    late.recorded_at = AT + timedelta(days=400)
    report = told(framework_snapshot(), milestone=late)
    assert report.cover.milestone == "Milestone 2 · Before go-live"
    assert report.cover.as_of == "26 Dec 2027, 09:30 UTC"
    assert all(row.is_overdue for row in report.plan.rows if row.risk != "low")
    assert [text.label for text in report.appendix.sources][-2:] == [
        "Milestone",
        "Milestone before it",
    ]


def test_a_report_of_one_review_leaves_the_others_out():
    framework, checklist = review_of("wellarchitected"), review_of("review-checklist")
    of = snapshot(framework, checklist, **SCOPE)
    assert len(told(of).chapters) == 2
    assert all("·" in row.where for row in told(of).plan.rows)
    alone = told(of, review_id=checklist.id)
    assert [chapter.title for chapter in alone.chapters] == [checklist.lens_name]
    assert len(alone.appendix.reviews) == 1
    assert alone.cover.kind == "Review report"


def test_a_scored_lens_shows_the_percent_of_each_pillar_and_their_mean():
    figures = told(snapshot(review_of("review-checklist"))).summary.reviews[0]
    percents = [int(row.score.removesuffix("%")) for row in figures.rows]
    assert figures.is_scored
    assert abs(int(figures.score.removesuffix("%")) - sum(percents) / len(percents)) <= 0.5


def test_choices_stand_by_what_was_said_of_them():
    review = review_of("wellarchitected")
    _pillar, asked = next(review.questions())
    states = ["selected", "unselected", "not_applicable"]
    choices = tuple(
        replace(choice, status=status, reason="business_priorities", note="Later.")
        for choice, status in zip(asked.choices, [*states, *["unselected"] * 20], strict=False)
    )
    question = first_question(snapshot(with_question(review, choices=choices, risk="high")))
    assert [group.state for group in question.groups] == ["in_place", "missing", "not_applicable"]
    assert question.groups[2].choices[0].remark == "Business priorities\nLater."


def test_a_question_that_does_not_apply_says_why():
    review = review_of("wellarchitected")
    values = {"is_applicable": False, "risk": "not_applicable"}
    told_why = first_question(snapshot(with_question(review, reason="out_of_scope", **values)))
    assert told_why.state == "This question does not apply: out of scope."
    assert told_why.groups == ()
    silent = first_question(snapshot(with_question(review, reason="none", **values)))
    assert silent.state.endswith("No reason was given.")


def test_none_of_these_is_said_as_a_sentence():
    review = review_of("wellarchitected")
    _pillar, asked = next(review.questions())
    choices = tuple(
        replace(c, status="selected" if c.is_none else "unselected") for c in asked.choices
    )
    question = first_question(snapshot(with_question(review, choices=choices, risk="high")))
    assert question.state == "The team answered that none of the best practices is in place."


def test_recommendations_without_a_current_state_are_flagged():
    pillars = told(framework_snapshot()).chapters[0].pillars
    findings = [pillar.finding for pillar in pillars]
    assert findings[0] is not None
    assert [text.label for text in findings[0].texts] == [
        "Current state",
        "Gaps",
        "Risks",
        "Recommendations",
    ]
    assert not findings[0].warning
    assert findings[1] is not None
    assert findings[1].warning == "These recommendations rest on no described current state."
    assert findings[2] is None
    assert findings[5] is not None
    assert findings[5].set_aside == "Reported by the group for all workloads together."


def test_what_nobody_wrote_about_the_scope_is_named():
    assert told(framework_snapshot()).scope.missing == "Not stated: compliance requirements."
    assert told(snapshot()).scope.missing.startswith("Nothing was written")


def test_an_unanswered_review_shows_no_risk_and_says_what_to_do():
    report = told(snapshot(review_of("wellarchitected", 1, 1.0)))
    assert report.summary.verdict == "None of the questions is answered yet: 57 are open."
    assert report.summary.nothing.startswith("Answer questions first")
    assert report.summary.reviews[0].radar is None
    assert report.plan.rows == ()


def test_a_workload_without_lenses_makes_a_short_report():
    report = told(snapshot())
    assert report.chapters == ()
    assert report.summary.verdict.startswith("There is nothing to report")
    assert report.plan.intro.startswith("There is no plan")


def test_addresses_that_do_not_lead_to_the_web_are_dropped():
    review = review_of("wellarchitected")
    _pillar, asked = next(review.questions())
    choices = tuple(
        replace(choice, status="unselected", improvement_url="javascript:alert(1)")
        for choice in asked.choices
    )
    report = told(snapshot(with_question(review, choices=choices, risk="high")))
    row = next(row for row in report.plan.rows if row.code == asked.code)
    assert {todo.url for todo in row.todos} == {""}


def test_an_empty_finding_of_blank_texts_is_told_as_nothing_written():
    review = review_of("wellarchitected")
    pillars = tuple(replace(p, finding=SnapshotFinding()) for p in review.pillars)
    report = told(snapshot(replace(review, pillars=pillars)))
    assert all(pillar.finding is None for pillar in report.chapters[0].pillars)


def test_numbered_lines_of_what_to_do_are_steps():
    review = review_of("wellarchitected")
    _pillar, asked = next(review.questions())
    text = "1. Draw it.\n2. Build it.\n\nDone when: it stands. 3. is no step here."
    choices = tuple(replace(c, status="unselected", improvement=text) for c in asked.choices)
    report = told(snapshot(with_question(review, choices=choices, risk="high")))
    row = next(row for row in report.plan.rows if row.code == asked.code)
    assert [line.is_step for line in row.todos[0].what] == [True, True, False]
