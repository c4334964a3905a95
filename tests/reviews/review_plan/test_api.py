"""The review plan over REST."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import ReviewSession, Workload
from reviews.services import review_plans, sessions


@pytest.fixture
def base(workload):
    return f"/api/v1/workloads/{workload.pk}/review-plan/"


def test_a_review_is_proposed_planned_changed_held_and_recorded(
    cast, actors, workload, review, api_of, base
):
    today = timezone.localdate()
    Workload.objects.filter(pk=workload.pk).update(go_live_on=today + timedelta(days=30))
    api = api_of(cast.ben)
    told = api.get(f"{base}proposals/").json()["results"]
    assert [(each["kind"], each["reason"]) for each in told] == [
        ("early_design", "12 weeks before go-live: early enough for the design to change."),
        ("pre_go_live", "2 weeks before go-live: time to mend what is found."),
    ]
    body = {"kinds": ["pre_go_live"]}
    (made,) = api.post(f"{base}proposals/", body, format="json").json()["results"]
    assert (made["number"], made["planned_on"], made["budget_minutes"], made["state"]) == (
        1, str(today + timedelta(days=16)), 240, "ahead",
    )  # fmt: skip
    assert api.post(f"{base}proposals/", body, format="json").json()["results"] == []
    one = f"{base}1/"
    session = sessions.plan(actors.ben, review.pk, values={"title": "Noon"}, planned=1)
    ReviewSession.objects.filter(pk=session.pk).update(
        started_at=timezone.now() - timedelta(minutes=100), ended_at=timezone.now()
    )
    changed = api.patch(one, {"budget_minutes": 90, "extra_minutes": 5}, format="json").json()
    assert changed["sessions"] == [str(session.pk)]
    assert changed["time"] == {
        "sessions": 100, "spent": 105, "left": 0, "over": 15, "is_long": False,
    }  # fmt: skip
    done = api.post(f"{one}record/", {"note": "Good"}, format="json")
    assert (done.status_code, done.json()["kind"]) == (201, "pre_go_live")
    assert api.get(one).json()["milestone"] == done.json()["number"]
    assert api.get(one).json()["state"] == "recorded"
    again = api.post(f"{one}record/", {"name": "Twice"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "recorded-already")
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404


def test_what_get_gives_patch_takes(cast, workload, review, api_of, base):
    api = api_of(cast.ben)
    made = api.post(base, {"title": "Look", "planned_on": "2027-01-31"}, format="json")
    assert made.status_code == 201, made.json()
    told = made.json()
    keys = (
        "title", "kind", "planned_on", "budget_minutes", "extra_minutes", "note", "sessions",
        "milestone",
    )  # fmt: skip
    same = api.patch(made.headers["Location"], {key: told[key] for key in keys}, format="json")
    assert same.json() == told


def test_the_tag_follows_changes_and_the_time_that_is_spent(
    cast, actors, workload, review, api_of, base
):
    api = api_of(cast.ben)
    planned = review_plans.make(actors.ben, workload.pk, title="Look")
    session = sessions.plan(actors.ben, review.pk, values={"title": "A"}, planned=planned.number)
    one = f"{base}1/"
    tag = api.get(one).headers["ETag"]
    assert api.get(one, headers={"if-none-match": tag}).status_code == 304
    ReviewSession.objects.filter(pk=session.pk).update(spent={"doors": 120})
    fresh = api.get(one, headers={"if-none-match": tag})
    assert (fresh.status_code, fresh.json()["time"]["sessions"]) == (200, 2)
    tag = fresh.headers["ETag"]
    first = api.patch(one, {"title": "Mine"}, format="json", headers={"if-match": tag})
    assert first.status_code == 200
    late = api.patch(one, {"title": "Theirs"}, format="json", headers={"if-match": tag})
    assert late.status_code == 412
    other = api.patch(one, {"note": "Both"}, format="json", headers={"if-match": tag})
    assert (other.status_code, other.json()["title"]) == (200, "Mine")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"kind": "birthday"}, "kind"),
        ({"budget_minutes": 0}, "budget_minutes"),
        ({"planned_on": "soon"}, "planned_on"),
        ({"milestone": 7}, "milestone"),
        ({"sessions": ["00000000-0000-4000-8000-000000000000"]}, "sessions"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(cast, workload, api_of, base, body, path):
    answer = api_of(cast.ben).post(base, {"title": "T", **body}, format="json")
    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_a_list_asks_as_often_however_long_it_is(cast, actors, workload, review, api_of, base):
    api = api_of(cast.vic)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert api.get(base).status_code == 200
        return len(asked)

    def plan(title):
        made = review_plans.make(actors.ben, workload.pk, title=title)
        sessions.plan(actors.ben, review.pk, values={"title": title}, planned=made.number)

    plan("One")
    api.get(base)
    few = count()
    for title in ("Two", "Three", "Four"):
        plan(title)
    assert count() == few
