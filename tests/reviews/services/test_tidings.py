"""People hear of their workloads: reports, new versions of lenses, what is due."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lenses.models import LensVersion
from lenses.services import imports, sharing, versions
from reviews.models import Answer, Workload
from reviews.services import reports, tidings
from tests.builders import SMALL_LENS, publish_lens, select, start_review, start_workload
from wellarch import clock
from wellarch.accounts.models import Membership, Team, TeamMember
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.events.models import Notice, NoticeKind

TODAY = timezone.now().date()


@pytest.fixture
def team(cast, workload):
    """The workload belongs to a team of Ben and Cleo; Ada made it."""
    team = Team.objects.get(organization=cast.northwind, name="Payments")
    for person in (cast.ben, cast.cleo):
        membership = Membership.objects.get(organization=cast.northwind, user=person)
        TeamMember.objects.create(team=team, membership=membership)
    Workload.objects.filter(pk=workload.pk).update(team=team)
    return team


def told(kind) -> list[str]:
    rows = Notice.objects.filter(kind=kind).order_by("user__name")
    return [row.user.name.split()[0] for row in rows]


def upgrade(actor, name="2") -> LensVersion:
    document = {**SMALL_LENS, "description": f"As of {name}"}
    draft = imports.import_document(actor, data=json.dumps(document))
    return versions.publish(actor, draft, name=name, notes="One question more.")


# --- Reports --------------------------------------------------------------------------------


def test_who_asked_for_a_report_hears_when_it_is_ready(
    actors, review, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = reports.request(actors.ben, review.workload_id, review_id=review.pk)
    [written] = [each for each in mail.outbox if "report" in each.subject]
    assert written.to == ["ben@example.com"]
    assert written.subject == "Your report is ready: Checkout · Small lens"
    assert f"http://localhost:8000/reports/{report.pk}/" in written.body


def test_who_wants_to_hear_of_no_report_does_not(
    cast, actors, review, django_capture_on_commit_callbacks
):
    cast.ben.mail_preferences = {"report_ready": "never"}
    cast.ben.save()
    with django_capture_on_commit_callbacks(execute=True):
        reports.request(actors.ben, review.workload_id)
    assert mail.outbox == []


# --- New versions of lenses -----------------------------------------------------------------


def test_the_team_hears_of_a_new_version_of_a_lens_it_uses(
    actors, review, team, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        upgrade(actors.ada)
    assert told(NoticeKind.LENS_UPGRADED) == ["Ben", "Cleo"]
    data = Notice.objects.filter(kind=NoticeKind.LENS_UPGRADED)[0].data
    what_to_do = f"/reviews/{review.pk}/upgrade/"
    assert data["workloads"] == [{"name": "Checkout", "version": "1", "url": what_to_do}]
    assert data["url"] == "/lenses/small/"
    assert data["notes"] == "One question more."


def test_without_a_team_the_maker_hears_of_it_once_for_all_workloads(actors, review, small_lens):
    start_review(actors.ada, start_workload(actors.ada, name="Shop"), small_lens.lens)
    version = upgrade(actors.ada)
    assert tidings.lens_upgraded(version.pk) == 1
    assert tidings.lens_upgraded(version.pk) == 0  # a task may run twice
    [notice] = Notice.objects.all()
    assert [each["name"] for each in notice.data["workloads"]] == ["Checkout", "Shop"]


def test_a_first_version_is_news_to_nobody(actors, workload, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish_lens(actors.ada)
    assert not Notice.objects.exists()


def test_who_was_shared_a_lens_is_led_to_that_one_and_not_to_an_own_of_the_same_alias(
    cast, actors, small_lens
):
    share = sharing.offer(
        actors.ada, small_lens.lens_id, Target(organization=cast.elsewhere.number)
    )
    offers.accept(actors.oda, share.pk)
    start_review(actors.oda, start_workload(actors.oda, name="Foreign"), small_lens.lens)
    assert tidings.lens_upgraded(upgrade(actors.ada).pk) == 1
    assert Notice.objects.get(user=cast.oda, kind=NoticeKind.LENS_UPGRADED).data["url"] == (
        f"/lenses/{small_lens.lens_id}/"
    )


@pytest.mark.parametrize(
    "change", [{"archived_at": timezone.now()}, {"created_by": None}], ids=["archived", "nobody's"]
)
def test_a_workload_that_nobody_works_on_is_told_nobody(actors, review, change):
    Workload.objects.update(**change)
    assert tidings.lens_upgraded(upgrade(actors.ada).pk) == 0


def test_who_left_is_told_nothing(cast, actors, review):
    version = upgrade(actors.ada)
    Membership.objects.filter(user=cast.ada).delete()
    assert tidings.lens_upgraded(version.pk) == 0


# --- Due dates ------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1), (7, 1), (8, 0)], ids=lambda n: str(n))
def test_a_review_is_told_a_week_ahead(workload, days, count):
    Workload.objects.update(next_review_on=TODAY + timedelta(days=days))
    assert tidings.due_soon() == count


def test_a_date_is_told_once_and_a_new_date_again(workload):
    Workload.objects.update(next_review_on=TODAY + timedelta(days=5))
    assert [tidings.due_soon(), tidings.due_soon()] == [1, 0]
    Workload.objects.update(next_review_on=TODAY + timedelta(days=6))
    assert tidings.due_soon() == 1


def test_every_member_of_the_team_is_told(workload, team):
    Workload.objects.update(next_review_on=TODAY)
    assert tidings.due_soon() == 2
    assert told(NoticeKind.DUE_SOON) == ["Ben", "Cleo"]


def test_risks_are_told_a_week_before_their_class_is_due(cast, actors, review):
    select(actors.ada, review, "keys", "keys_no")  # high: 30 days
    select(actors.ada, review, "locks", "locks_key")  # medium: 90 days
    assert tidings.due_soon() == 0
    with clock.at(timezone.now() + timedelta(days=23)):
        assert tidings.due_soon() == 1
    [notice] = Notice.objects.all()
    answer = Answer.objects.get(question_key="keys")
    assert notice.data["title"] == "1 risk"
    assert notice.data["due"] == str(answer.risk_since.date() + timedelta(days=30))
    with clock.at(timezone.now() + timedelta(days=85)):
        assert tidings.due_soon() == 1
    with clock.at(timezone.now() + timedelta(days=200)):
        assert tidings.due_soon() == 0


def test_the_days_are_those_of_the_organization(cast, actors, review):
    cast.northwind.high_risk_days = 2
    cast.northwind.save()
    select(actors.ada, review, "keys", "keys_no")
    assert tidings.due_soon() == 1


def test_asking_what_is_due_costs_the_same_for_many_workloads(
    actors, small_lens, django_assert_max_num_queries
):
    for n in range(4):
        made = start_workload(actors.ada, name=f"Work {n}")
        review = start_review(actors.ada, made, small_lens.lens)
        select(actors.ada, review, "keys", "keys_no")
    with clock.at(timezone.now() + timedelta(days=25)):
        assert tidings.due_soon() == 4
        # Everything is told: what is left is finding out.
        with django_assert_max_num_queries(12 + 4):
            assert tidings.due_soon() == 0
