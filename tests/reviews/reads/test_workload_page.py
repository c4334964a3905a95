"""A workload's own page counts its answers at once."""

from __future__ import annotations

import pytest

from lenses.models import Lens
from lenses.services import imports
from reviews.reads import workload_page
from reviews.services import milestones, reports, reviews
from tests.builders import SMALL_LENS, answer_all, publish_lens, select, start_review
from wellarch.accounts.tenancy import organizations
from wellarch.errors import NotFound


def test_counts_are_those_of_the_answers_now(actors, workload, review):
    select(actors.cleo, review, "locks", "locks_key")
    page = workload_page.build(actors.vic, workload.pk)
    (card,) = page.reviews
    assert (card.counts.medium, card.counts.unanswered) == (1, 2)
    assert [(line.name, line.counts.answered) for line in card.pillars] == [
        ("Doors", 1),
        ("Windows", 0),
    ]
    assert (card.tally.in_place, card.tally.applicable) == (1, 6)
    assert card.score is None


def test_the_first_things_to_improve_have_due_dates_of_the_organization(actors, workload, review):
    answer_all(actors.ada, review, best=False)
    organizations.edit(actors.ada, changes={"high_risk_days": 12})
    page = workload_page.build(actors.ada, workload.pk)
    assert [item.risk for item in page.top_risks] == ["high", "high", "medium"]
    assert page.top_risks[0].deadline.days == 12  # the workload's, read now


def test_the_trend_ends_with_today(actors, workload, review):
    assert workload_page.build(actors.ada, workload.pk).trend is None
    milestones.record(actors.ada, workload.pk, name="First")
    select(actors.ada, review, "keys", "keys_no")
    page = workload_page.build(actors.ada, workload.pk)
    assert page.trend.lines[0].dots[-1].value == 1
    assert [row.name for row in page.milestones] == ["First"]


def test_outsiders_find_nothing(actors, workload):
    with pytest.raises(NotFound):
        workload_page.build(actors.oda, workload.pk)


def test_priorities_are_called_by_their_names(actors, workload, review):
    workload.pillar_priorities = ["windows", "security", "unknown"]
    workload.save()
    page = workload_page.build(actors.ada, workload.pk)
    assert [place.name for place in page.priorities] == ["Windows", "Security", "unknown"]


def test_lenses_are_offered_with_the_framework_first(actors, workload, review, framework):
    offers = workload_page.offers(actors.ada, workload)
    first, *others = [offer.alias for offer in offers]
    assert first == "wellarchitected"
    assert {"review-checklist", "security-checklist", "pillar-checklists"} <= set(others)
    assert "small" not in others
    assert offers[0].question_count == 57
    unattached = [offer.alias for offer in workload_page.offers(actors.ada)]
    assert unattached == ["wellarchitected", "small", *others]


def test_a_removed_lens_is_offered_again_and_says_so(actors, workload, review):
    reviews.remove(actors.ada, review.pk)
    offers = {offer.alias: offer for offer in workload_page.offers(actors.ada, workload)}
    assert offers["small"].was_attached


def test_drafts_and_lenses_of_others_are_not_offered(actors, workload):
    publish_lens(actors.oda)
    imports.import_document(actors.ada, data={**SMALL_LENS, "alias": "draft"})
    assert Lens.objects.filter(alias__in=["small", "draft"]).count() == 2
    offered = {offer.alias for offer in workload_page.offers(actors.ada, workload)}
    assert not offered & {"small", "draft"}


def test_the_queries_do_not_grow_with_what_is_in_the_workload(
    actors, workload, review, framework, django_assert_num_queries
):
    workload_page.build(actors.ada, workload.pk)
    with django_assert_num_queries(11):
        workload_page.build(actors.ada, workload.pk)
    start_review(actors.ada, workload, "wellarchitected")
    answer_all(actors.ada, review, best=False)
    for name in ("First", "Second", "Third"):
        milestones.record(actors.ada, workload.pk, name=name)
        reports.request(actors.ada, workload.pk)
    workload_page.build(actors.ada, workload.pk)
    with django_assert_num_queries(11):
        page = workload_page.build(actors.ada, workload.pk)
    assert (page.milestone_count, len(page.reports)) == (3, 3)
