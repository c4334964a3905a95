"""A workload over time in the browser: occasions, comparisons in detail, trends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from reviews.models import Improvement, ImprovementChange, Maturity, Milestone, TradeOff
from reviews.services import milestones
from tests.builders import answer_all, select
from wellarch import clock


@pytest.fixture
def two(actors, workload, review):
    """A workload with two milestones, and another state now."""
    answer_all(actors.ada, review, best=False)
    select(actors.ada, review, "locks", notes="We have a dog.")
    milestones.record(actors.ada, workload.pk, name="Idea", kind="early_design", note="Sketch.")
    lock_up(actors, review, "locks", "locks_key", "locks_bolt", notes="We have no dog.")
    milestones.record(actors.ada, workload.pk, name="Launch", kind="pre_go_live")
    lock_up(actors, review, "keys", "keys_safe")
    return workload


def lock_up(actors, review, question, *choices, **more):
    select(
        actors.ada, review, question, *choices,
        **{f"choices.{question}_no.status": "unselected", **more},
    )  # fmt: skip


def page(client, name, *args, query=""):
    return client.get(reverse(name, args=args) + query).content.decode()


def test_a_milestone_is_recorded_with_its_occasion_and_a_note(client_of, cast, workload, review):
    address = reverse("milestone-list", args=[workload.pk])
    client_of(cast.ben).post(
        address, {"name": "Launch", "kind": "pre_go_live", "note": "The board asked."}
    )
    made = Milestone.objects.get()
    assert (made.kind, made.note) == ("pre_go_live", "The board asked.")
    text = page(client_of(cast.vic), "milestone-list", workload.pk)
    assert "Before go-live" in text
    assert "The board asked." in text


def test_milestones_of_one_occasion_are_shown_alone(client_of, cast, two):
    client = client_of(cast.vic)
    text = page(client, "milestone-list", two.pk, query="?kind=early_design")
    assert "Sketch." in text
    assert ">Launch<" not in text
    address = reverse("milestone-list", args=[two.pk])
    assert client.get(address + "?kind=party").status_code == 404


def test_both_sides_of_a_comparison_are_chosen(client_of, cast, two):
    client = client_of(cast.vic)
    text = page(client, "milestone-versus", two.pk, query="?from=2&to=1")
    assert "1 question improved; high risks went from 2 to 1." in text
    assert '<option value="1" selected>1 · Idea (Early design)</option>' in text
    assert "We have <del>a</del> dog." in text
    assert "We have <ins>no</ins> dog." in text
    text = page(client, "milestone-versus", two.pk)
    assert '<option value="2" selected>' in text
    assert '<option value="now" selected>' in text


def test_a_comparison_is_narrowed_by_what_happened_and_pillar(client_of, cast, two):
    client = client_of(cast.vic)
    asked = "How do you lock the doors?"
    for query, is_shown in (
        ("&move=improved", True),
        ("&move=worsened", False),
        ("&pillar=doors", True),
        ("&pillar=windows", False),
    ):
        text = page(client, "milestone-versus", two.pk, query=f"?from=1&to=2{query}")
        assert (asked in text) == is_shown, query
    address = reverse("milestone-versus", args=[two.pk])
    assert client.get(f"{address}?move=sideways").status_code == 404
    assert client.get(f"{address}?from=7").status_code == 404


def test_without_a_milestone_there_is_nothing_to_compare(client_of, cast, workload, review):
    client = client_of(cast.vic)
    assert client.get(reverse("milestone-versus", args=[workload.pk])).status_code == 404


def test_trends_draw_risks_and_practices_by_milestone(client_of, cast, two):
    text = page(client_of(cast.vic), "workload-trends", two.pk)
    assert "Risks by milestone" in text
    assert "Best practices in place by milestone, percent" in text
    assert ">Doors</h3>" in text
    assert "Maturity" not in text
    assert "Improvements to do, done and accepted over time" not in text


def test_maturity_is_drawn_once_the_team_said_something(client_of, cast, two, review):
    Maturity.objects.create(
        organization=two.organization, review=review, pillar_key="doors", level=2, target=4
    )
    text = page(client_of(cast.vic), "workload-trends", two.pk)
    assert "Maturity by milestone, Small lens" in text


def test_improvements_burn_down(client_of, cast, two):
    made = Improvement.objects.create(
        organization=two.organization, workload=two, number=1, title="Fit a bolt", state="done"
    )
    for revision, (before, after) in enumerate((("", "open"), ("open", "done")), start=1):
        ImprovementChange.objects.create(
            improvement=made, revision=revision, actor_name="Ben", via="browser",
            at=clock.now() - timedelta(days=20 - 10 * revision),
            fields={"state": [before, after]},
        )  # fmt: skip
    text = page(client_of(cast.vic), "workload-trends", two.pk)
    assert "Improvements to do, done and accepted over time" in text


def test_before_the_first_milestone_the_page_says_what_to_do(client_of, cast, workload, review):
    text = page(client_of(cast.vic), "workload-trends", workload.pk)
    assert "Trends begin with the first milestone" in text
    assert (
        client_of(cast.oda).get(reverse("workload-trends", args=[workload.pk])).status_code == 404
    )


def test_the_queries_do_not_grow_with_the_milestones(
    client_of, cast, actors, two, django_assert_max_num_queries
):
    client = client_of(cast.vic)
    page(client, "workload-trends", two.pk)
    for n in range(4):
        milestones.record(actors.ada, two.pk, name=f"More {n}")
    with django_assert_max_num_queries(11):
        page(client, "workload-trends", two.pk)


def test_a_milestone_tells_its_occasion_work_and_decisions(
    client_of, cast, actors, workload, review
):
    common = {"organization": workload.organization, "workload": workload, "number": 1}
    Improvement.objects.create(**common, title="Fit a bolt", state="planned", owner=cast.ben)
    TradeOff.objects.create(
        **common, title="No cameras",
        effects={"doors": {"effect": "worsens"}, "windows": {"effect": "improves"}},
    )  # fmt: skip
    Maturity.objects.create(
        organization=workload.organization, review=review, pillar_key="doors", level=2
    )
    select(actors.cleo, review, "keys", "keys_safe")
    milestones.record(actors.ada, workload.pk, name="Launch", kind="pre_go_live", note="Asked.")
    Improvement.objects.all().delete()
    TradeOff.objects.all().delete()
    text = page(client_of(cast.vic), "milestone-detail", workload.pk, 1)
    for words in (
        "Before go-live", "Asked.", "Fit a bolt", "Planned", cast.ben.name, "No cameras",
        "improves Windows; worsens Doors", "maturity 2 of 5", "17%, 1 of 6",
    ):  # fmt: skip
        assert words in text, words


def test_scores_are_told_of_workload_review_pillar_and_question(
    client_of, cast, actors, workload, review
):
    select(actors.cleo, review, "keys", "keys_safe")
    select(actors.cleo, review, "locks", **{"choices.locks_dog.status": "not_applicable"})
    client = client_of(cast.vic)
    assert "20%, 1 of 5" in page(client, "workload-detail", workload.pk)
    assert "20%" in page(client, "review-detail", review.pk)
    text = page(client, "pillar-detail", review.pk, "doors")
    assert "<strong>33%</strong> of the best practices are in place: 1 of 3" in text
    assert "0 of 2 in place" in page(client, "question-detail", review.pk, "locks")
    select(actors.cleo, review, "locks", is_applicable=False)
    assert "of 2 in place" not in page(client, "question-detail", review.pk, "locks")
