"""The demo: a company that looks like one, written through the services."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import StringIO
from urllib.parse import parse_qsl

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db.models import Max, Min
from django.utils import timezone

from reviews import snapshot
from reviews.demo import company, serverless
from reviews.models import (
    UNFINISHED,
    Answer,
    GameDay,
    Improvement,
    ImprovementState,
    Maturity,
    Milestone,
    PlannedReview,
    Reading,
    Report,
    RiskSummary,
    SavedView,
    TradeOff,
    TradeOffState,
    Workload,
    Worksheet,
)
from reviews.reads import portfolio_filters
from reviews.reads.portfolio_filters import Filters
from reviews.reads.tradeoff_examples import EXAMPLES
from reviews.scoring import Counts, count
from reviews.worksheets.kinds import KINDS
from wellarch.accounts.actor import member_actor
from wellarch.accounts.models import Membership, User
from wellarch.accounts.roles import Via

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def printed(framework) -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_demo_is_a_company_with_history_and_can_be_entered(printed, client):
    """Everything that is asked of a whole story is asked here: it is told once."""
    assert Workload.objects.count() == 12
    assert [m.role for m in Membership.objects.order_by("pk")] == [
        "admin",
        "architect",
        "contributor",
    ]
    oldest = Milestone.objects.earliest("recorded_at").recorded_at
    assert timezone.now() - oldest > timedelta(days=700)
    assert all(email in printed and company.PASSWORD in printed for email, _, _ in company.PEOPLE)
    assert client.login(email="ada@northwind.example", password=company.PASSWORD)
    assert client.get("/").status_code == 200
    confirmed = EmailAddress.objects.filter(verified=True, primary=True)
    assert confirmed.count() == len(company.PEOPLE)  # where mails are sent, they come in too
    assert Report.objects.count() == 1

    for workload in Workload.objects.all():
        risks = Answer.objects.filter(review__workload=workload).values_list("risk", flat=True)
        rows = RiskSummary.objects.filter(review__workload=workload, pillar_key="")
        kept = sum(
            (Counts.of({r: getattr(row, r) for r in Counts().as_dict()}) for row in rows), Counts()
        )
        assert kept == count(risks), workload.name

    before = ""
    for milestone in Milestone.objects.filter(workload__name="Checkout platform"):
        assert milestone.previous_digest == before
        assert snapshot.digest(milestone.content, before) == milestone.digest
        before = milestone.digest

    _risks_fall_while_the_teams_work()
    _decisions_and_levels_are_there()
    _worksheets_are_filled_and_get_better_from_milestone_to_milestone()
    _failures_are_rehearsed_and_reviews_planned()
    _the_serverless_example_says_what_the_seed_says()
    _a_second_call_changes_nothing_and_says_so()


def _risks_fall_while_the_teams_work() -> None:
    for name in ("Checkout platform", "Customer data lake", "Payments ledger"):
        high = [row.counts["high"] for row in Milestone.objects.filter(workload__name=name)]
        assert len(high) >= 3
        assert high == sorted(high, reverse=True), name
        assert high[-1] < high[0] / 2, name
    found = Counter(Improvement.objects.values_list("state", flat=True))
    assert set(found) == set(ImprovementState.values)
    assert found["done"] > found["planned"] > found["accepted"] > 1
    late = Improvement.objects.filter(state__in=UNFINISHED, due_on__lt=timezone.localdate())
    assert 5 < late.count() < found.total() / 3


def _decisions_and_levels_are_there() -> None:
    decisions = TradeOff.objects.order_by()
    assert decisions.values("workload").distinct().count() == 3
    assert set(decisions.values_list("state", flat=True)) == set(TradeOffState.values)
    titles = {str(each.title) for each in EXAMPLES}
    assert titles <= set(decisions.values_list("title", flat=True))
    spot = decisions.get(title="Use spot instances")
    assert (spot.savings, spot.revenue) == (3000, 0)
    levels = [
        sum(pillar["level"] or 0 for pillar in row.numbers["reviews"][0]["pillars"])
        for row in Milestone.objects.filter(workload__name="Checkout platform")
    ]
    assert levels == sorted(levels)
    assert levels[0] < levels[-1]
    assert Maturity.objects.values("review__workload").distinct().count() == 3
    ada = Membership.objects.select_related("user", "organization").get(role="admin")
    view = SavedView.objects.get(name="Tier 1 in production", is_shared=True)
    filters = Filters.of(dict(parse_qsl(view.query)))
    assert portfolio_filters.found(member_actor(ada, Via.TASK), filters).count() == 4


def _worksheets_are_filled_and_get_better_from_milestone_to_milestone() -> None:
    for name in ("Checkout platform", "Customer data lake"):
        kinds = Worksheet.objects.filter(workload__name=name).values_list("kind", flat=True)
        assert set(kinds) == set(KINDS)
    frozen = Milestone.objects.filter(workload__name="Checkout platform").order_by("number")
    whole = []
    for milestone in frozen:
        for sheet in snapshot.from_content(milestone.content).worksheets:
            if sheet.kind == "availability":
                on = timezone.localdate(milestone.recorded_at)
                whole.append(KINDS[sheet.kind].work_out(sheet, on).details.whole)
    assert len(whole) == 3
    assert whole == sorted(set(whole))
    moments = Reading.objects.aggregate(first=Min("at"), last=Max("at"))
    assert moments["last"] - moments["first"] > timedelta(days=300)
    assert moments["last"] <= timezone.now()


def _failures_are_rehearsed_and_reviews_planned() -> None:
    days = GameDay.objects.filter(workload__name="Checkout platform").order_by("number")
    assert [day.state for day in days] == ["done", "done", "planned"]
    assert days[2].planned_at > timezone.now()
    assert days[0].findings.count() == 3
    made = Improvement.objects.filter(game_day_finding__game_day=days[0])
    assert set(made.values_list("state", flat=True)) == {"done", "planned"}
    assert Improvement.objects.filter(worksheet_row__isnull=False).exists()
    planned = PlannedReview.objects.filter(workload__name="Checkout platform")
    assert [row.milestone is not None for row in planned.order_by("number")] == [True, True, False]


def _the_serverless_example_says_what_the_seed_says() -> None:
    answers = {
        choice: parts["status"]
        for answer in Answer.objects.filter(
            review__workload__name=serverless.NAME, review__lens__alias="wellarchitected"
        )
        for choice, parts in answer.choices.items()
    }
    assert {answers.get(choice) for choice in serverless.IN_PLACE} == {"selected"}
    assert "selected" not in {answers.get(choice) for choice in serverless.MISSING}
    identities = Answer.objects.get(
        review__workload__name=serverless.NAME, question_key="identities"
    )
    assert identities.risk == "high"
    assert "API keys" in identities.notes


def _a_second_call_changes_nothing_and_says_so() -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    assert "loaded already" in out.getvalue()
    assert Workload.objects.count() == 12


def test_it_keeps_away_where_people_have_signed_up(framework):
    User.objects.create_user("somebody@example.com", name="Somebody")
    call_command("demo", if_empty=True, stdout=StringIO())
    assert not Workload.objects.exists()
