"""What a report can be about and contain: asked for, and what is made of it."""

from __future__ import annotations

import pytest

from reviews.models import Report
from reviews.services import milestones, report_subjects, reports, summaries
from tests.builders import select, start_workload
from wellarch.accounts.models import Membership
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


@pytest.fixture(autouse=True)
def no_queue(monkeypatch):
    """What is asked for is not made here."""
    monkeypatch.setattr(reports, "send_on_commit", lambda *_args: None)


@pytest.fixture
def recorded(actors, review):
    """Two milestones: a high risk, then none."""
    select(actors.cleo, review, "keys", "keys_no")
    first = milestones.record(actors.ada, review.workload_id, name="First")
    select(actors.cleo, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    return first, milestones.record(actors.ada, review.workload_id, name="Second")


def subject(report: Report):
    rows = Report.objects.select_related("workload__organization", "milestone", "other", "user")
    return report_subjects.build(rows.get(pk=report.pk))


def test_everything_is_in_it_unless_something_is_chosen(actors, review):
    made = reports.request(actors.ben, review.workload_id)
    assert made.options == {"sections": [], "pillars": [], "notes": True}
    assert (made.kind, made.format) == ("workload", "pdf")
    chosen = {"sections": ["plan", "summary"], "pillars": ["windows"], "notes": False}
    made = reports.request(actors.ben, review.workload_id, format="xlsx", options=chosen)
    assert made.options == {"sections": ["summary", "plan"], "pillars": ["windows"], "notes": False}
    assert made.format == "xlsx"


def test_what_is_chosen_whole_is_kept_as_all(actors, review):
    made = reports.request(
        actors.ben, review.workload_id, options={"pillars": ["windows", "doors"]}
    )
    assert made.options["pillars"] == []


def test_what_there_is_not_is_refused_by_name(actors, review):
    options = {"sections": ["weather"], "pillars": ["roof"], "colour": "red"}
    with pytest.raises(Invalid) as refused:
        reports.request(actors.ben, review.workload_id, format="docx", options=options)
    assert set(refused.value.fields) == {"format", "sections", "pillars", "colour"}
    assert not Report.objects.exists()


def test_a_milestone_is_reported_with_the_one_before_it(actors, review, recorded):
    made = reports.request(actors.ben, review.workload_id, milestone=2)
    told = subject(made)
    assert (made.kind, made.about) == ("milestone", "Milestone 2: Second")
    assert (told.milestone, told.previous) == (recorded[1], recorded[0])
    assert subject(reports.request(actors.ben, review.workload_id, milestone=1)).previous is None


def test_a_comparison_is_told_forwards_in_time_whichever_was_asked_for_first(
    actors, review, recorded
):
    for number, other in ((1, 2), (2, 1)):
        made = reports.request(actors.ben, review.workload_id, milestone=number, compare_with=other)
        told = subject(made)
        assert made.kind == "comparison"
        assert (told.before_name, told.after_name) == ("1 · First", "2 · Second")
        assert (told.before.counts.high, told.after.counts.high) == (1, 0)
    now = reports.request(actors.ben, review.workload_id, milestone=1, compare_with="now")
    assert (subject(now).after_name, now.about) == ("Now", "Milestone 1: First beside Now")
    assert now.file_name == "checkout-1-to-now.pdf"


@pytest.mark.parametrize(
    ("target", "field"),
    [
        ({"compare_with": "now"}, "milestone"),
        ({"milestone": 1, "compare_with": 1}, "compare_with"),
        ({"milestone": 1, "compare_with": "then"}, "compare_with"),
    ],
)
def test_a_comparison_needs_two_states(target, field, actors, review, recorded):
    with pytest.raises(Invalid) as refused:
        reports.request(actors.ben, review.workload_id, **target)
    assert list(refused.value.fields) == [field]


def test_a_comparison_is_of_milestones_there_are_and_of_the_whole_workload(
    actors, review, recorded
):
    with pytest.raises(NotFound):
        reports.request(actors.ben, review.workload_id, milestone=1, compare_with=7)
    with pytest.raises(Invalid):
        reports.request(
            actors.ben, review.workload_id, milestone=1, compare_with=2, review_id=review.pk
        )


# --- The portfolio ---------------------------------------------------------------------------


@pytest.fixture
def portfolio(actors, review):
    """Checkout, and one that only Ada sees."""
    hidden = start_workload(actors.ada, "Vault", visibility="team")
    for workload in (review.workload, hidden):
        summaries.compute(workload.pk)
    return reports.request_portfolio(actors.ben)


def test_the_portfolio_is_what_its_person_sees(portfolio, actors):
    told = subject(portfolio)
    assert (told.workloads, [row.name for row in told.rows]) == (1, ["Checkout"])
    assert told.totals.unanswered == 3
    assert [key for key, _name in told.pillars] == ["doors", "windows"]
    whole = subject(reports.request_portfolio(actors.ada))
    assert sorted(row.name for row in whole.rows) == ["Checkout", "Vault"]


def test_filters_that_nothing_passes_are_told(portfolio, actors):
    made = reports.request_portfolio(actors.ben, options={"filters": "?q=moon"})
    assert made.options["filters"] == "q=moon"
    with pytest.raises(Conflict, match="No workload passes these filters"):
        subject(made)


def test_nobody_else_opens_it(portfolio, actors):
    for who in (actors.ada, actors.cleo, actors.vic, actors.oda):
        with pytest.raises(NotFound):
            reports.cancel(who, portfolio.pk)
        with pytest.raises(NotFound):
            reports.delete(who, portfolio.pk)
        assert portfolio not in Report.objects.visible_to(who)
    reports.delete(actors.ben, portfolio.pk)
    assert Event.objects.filter(verb="portfolio_report.deleted").exists()


def test_who_may_not_have_reports_made_gets_none_of_the_portfolio(actors):
    for who in (actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            reports.request_portfolio(who)


def test_who_left_meanwhile_gets_none(portfolio, cast):
    Membership.objects.filter(user=cast.ben).delete()
    with pytest.raises(Conflict, match="no longer a member"):
        subject(portfolio)


def test_a_portfolio_has_no_pillars_to_choose(actors, review):
    with pytest.raises(Invalid):
        reports.request_portfolio(actors.ben, options={"pillars": ["doors"]})
    with pytest.raises(Invalid):
        reports.request_portfolio(actors.ben, options={"filters": "q=" + "x" * 2000})


def test_its_rows_cost_the_same_queries_for_more_workloads(
    portfolio, actors, django_assert_num_queries
):
    list(subject(portfolio).rows)
    for name in ("Search", "Orders", "Mail"):
        summaries.compute(start_workload(actors.ben, name).pk)
    told = subject(portfolio)
    with django_assert_num_queries(3):  # the workloads, their lenses, what is overdue
        assert len(list(told.rows)) == 4
