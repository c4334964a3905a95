"""Improvements of a workload as list, board, quadrant and calendar, and over all workloads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reviews.models import CalendarFeed, Improvement
from reviews.services import improvements, workloads

WAYS = ("list", "board", "quadrant", "calendar")


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_without_improvements_the_way_to_some_is_shown(cast, workload, client_of, at, way):
    page = client_of(cast.cleo).get(at(way))
    assert page.status_code == 200
    if way != "calendar":
        assert "No improvements yet" in text_of(page)


@pytest.mark.parametrize("way", WAYS)
def test_a_viewer_sees_no_button(cast, improvement, client_of, at, way):
    page = text_of(client_of(cast.vic).get(at(way)))
    for button in ("New improvement", "data-grip", 'name="state" value=', 'form="bulk"'):
        assert button not in page


@pytest.mark.parametrize("way", WAYS)
def test_an_archived_workload_is_only_read(actors, cast, improvement, client_of, at, way):
    workloads.archive(actors.ada, improvement.workload_id, archived=True)
    page = client_of(cast.ada).get(at(way))
    assert page.status_code == 200
    assert "New improvement" not in text_of(page)
    assert "data-grip" not in text_of(page)


def test_the_list_is_filtered_by_its_address(actors, cast, improvement, client_of, at):
    improvements.make(actors.ada, improvement.workload_id, title="Feed the dog")
    client = client_of(cast.vic)
    both = client.get(at("list"))
    dog = client.get(at("list"), {"q": "dog"})
    done = client.get(at("list"), {"state": "done"})
    assert [len(each.context["page"].rows) for each in (both, dog, done)] == [2, 1, 0]
    assert "No improvement matches" in text_of(done)


def test_ticked_ones_are_changed_together(actors, cast, improvement, client_of, at):
    other = improvements.make(actors.ada, improvement.workload_id, title="Feed the dog")
    sent = {"number": ["1", "2"], "state": "planned", "owner": str(cast.ben.pk), "back": "q=dog"}
    answer = client_of(cast.cleo).post(at("bulk"), sent)
    assert answer["Location"] == at("list") + "?q=dog"
    for row in Improvement.objects.filter(pk__in=[improvement.pk, other.pk]):
        assert (row.state, row.owner) == ("planned", cast.ben)


def test_changing_together_says_what_is_missing(cast, improvement, client_of, at):
    client = client_of(cast.cleo)
    for sent, said in (
        ({"state": "planned"}, "Tick 1 to"),
        ({"number": "1"}, "Choose what to change."),
        ({"number": "1", "state": "accepted"}, "needs a reason"),
    ):
        assert said in text_of(client.post(at("bulk"), sent, follow=True))


def test_the_board_has_a_column_for_every_state(cast, improvement, client_of, at):
    page = text_of(client_of(cast.cleo).get(at("board")))
    for word in ("Open", "Planned", "In progress", "Done", "Risk accepted"):
        assert f">{word}</h2>" in page
    assert "data-locked>" in page  # a contributor accepts no risk
    assert "data-locked>" not in text_of(client_of(cast.ben).get(at("board")))


def test_the_script_asks_for_the_columns_alone(cast, improvement, client_of, at):
    part = text_of(client_of(cast.cleo).get(at("board"), headers={"HX-Request": "true"}))
    assert "data-board" in part
    assert "<html" not in part


def test_the_quadrant_names_its_fields_and_has_a_table(actors, cast, improvement, client_of, at):
    improvements.edit(
        actors.ada, improvement.workload_id, 1, fields={"impact": "high", "effort": "low"}
    )
    page = text_of(client_of(cast.vic).get(at("quadrant")))
    for word in ("Quick wins", "Big projects", "Fill-ins", "Think twice", "As a table"):
        assert word in page
    assert page.count(at("detail", 1)) == 2  # in its field and in the table


def test_the_calendar_shows_the_month_of_its_address(actors, cast, improvement, client_of, at):
    improvements.edit(actors.ada, improvement.workload_id, 1, fields={"due_on": date(2031, 5, 7)})
    page = text_of(client_of(cast.vic).get(at("calendar"), {"month": "2031-05"}))
    assert "May 2031" in page
    assert "month=2031-04" in page
    assert "month=2031-06" in page
    assert at("detail", 1) in page
    assert client_of(cast.vic).get(at("calendar"), {"month": "nonsense"}).status_code == 200


def test_the_address_of_the_calendar_is_shown_once_and_ends(cast, improvement, client_of, at):
    client = client_of(cast.vic)
    made = text_of(client.post(at("calendar"), {"do": "create"}))
    assert "/calendars/" in made
    assert ".ics" in made
    assert "/calendars/" not in text_of(client.get(at("calendar")))
    client.post(at("calendar"), {"do": "revoke"})
    assert not CalendarFeed.objects.exists()


def test_everywhere_shows_mine_everybodys_and_what_is_late(actors, cast, improvement, client_of):
    yesterday = timezone.localdate() - timedelta(days=1)
    improvements.edit(
        actors.ada, improvement.workload_id, 1,
        fields={"owner": cast.ben.pk, "due_on": yesterday},
    )  # fmt: skip
    shown = {
        (name, show): len(
            client_of(person).get("/improvements/", {"show": show}).context["page"].rows
        )
        for name, person in (("ben", cast.ben), ("vic", cast.vic), ("oda", cast.oda))
        for show in ("", "all", "overdue")
    }
    assert [shown["ben", show] for show in ("", "all", "overdue")] == [1, 1, 1]
    assert [shown["vic", show] for show in ("", "all", "overdue")] == [0, 1, 1]
    assert [shown["oda", show] for show in ("", "all", "overdue")] == [0, 0, 0]


def test_the_navigation_leads_there(cast, client_of):
    assert 'href="/improvements/"' in text_of(client_of(cast.vic).get("/"))


def test_the_workload_says_how_its_improvements_stand(cast, improvement, client_of, at):
    page = text_of(client_of(cast.vic).get(f"/workloads/{improvement.workload_id}/"))
    assert at("board") in page
    assert improvement.title in page
