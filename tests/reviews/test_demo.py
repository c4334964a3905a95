"""The demo: a company that looks like one, written through the services."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from reviews import snapshot
from reviews.demo import company, serverless
from reviews.models import Answer, Milestone, Report, RiskSummary, Workload
from reviews.scoring import Counts, count
from wellarch.accounts.models import Membership, User

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def printed(framework) -> str:
    out = StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


def test_the_demo_is_a_company_with_history_and_can_be_entered(printed, client):
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


def test_the_serverless_example_says_what_the_seed_says(printed):
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


def test_a_second_call_changes_nothing_and_says_so(printed):
    out = StringIO()
    call_command("demo", stdout=out)
    assert "loaded already" in out.getvalue()
    assert Workload.objects.count() == 12


def test_it_keeps_away_where_people_have_signed_up(framework):
    User.objects.create_user("somebody@example.com", name="Somebody")
    call_command("demo", if_empty=True, stdout=StringIO())
    assert not Workload.objects.exists()
