"""Filters that are kept say nothing of somebody who left, and find what they found."""

from __future__ import annotations

from reviews.models import Report, ReportSchedule, SavedView, Workload
from reviews.services import personal, personal_filters, report_schedules, reports, views
from wellarch.accounts.models import User
from wellarch.accounts.persons import erasure


def leave(person):
    erasure.erase(User.objects.get(pk=person.pk), confirmation=person.email)


def test_the_filters_of_others_look_for_the_former_member(client_of, cast, actors, workload):
    Workload.objects.update(review_owner=cast.ben.name)
    query = f"owner={cast.ben.name}&show=all"
    view = views.make(actors.ada, name="Theirs", query=query)
    reports.request_portfolio(actors.ada, options={"filters": query})
    report_schedules.set_up(actors.ada, rhythm="weekly", options={"filters": query})
    leave(cast.ben)
    view.refresh_from_db()
    kept = "owner=Former+member&show=all"
    assert view.query == kept
    assert Report.objects.get().options["filters"] == kept
    assert ReportSchedule.objects.get().options["filters"] == kept
    assert workload.name in client_of(cast.ada).get(f"/?{view.query}").content.decode()


def test_views_of_who_left_stay_only_where_others_use_them(cast, actors, workload):
    views.make(actors.ben, name="Mine")
    views.make(actors.ben, name="Ours", is_shared=True)
    told = dict(personal.export(cast.ben))
    assert [row["name"] for row in told["saved_views"]] == ["Mine", "Ours"]
    leave(cast.ben)
    assert [view.name for view in SavedView.objects.all()] == ["Ours"]


def test_only_a_whole_name_is_one():
    words = {"ben baker", "ben@example.com"}
    for kept in ("tag=ben+baker", "owner=Ben", "q=ben+baker+2", "", "show=all"):
        assert personal_filters.without(words, "X", kept) == kept
    assert personal_filters.without(words, "X", "q=BEN++Baker&show=all") == "q=X&show=all"
    assert personal_filters.without(words, "X", "owner=ben%40example.com") == "owner=X"
