"""How improvements are shown: list, board, quadrant, calendar, one of them, those of all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reviews.reads import (
    improvement_board,
    improvement_calendar,
    improvement_list,
    improvement_page,
    improvement_quadrant,
    improvements_of_all,
)
from reviews.services import improvements
from tests.builders import select, start_workload
from wellarch import clock
from wellarch.errors import NotFound

pytestmark = pytest.mark.django_db


def make(actor, workload, title, **fields):
    return improvements.make(actor, workload.pk, title=title, **fields)


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def several(actors, cast, review, today):
    """1 from a question, 2 overdue and Cleo's, 3 done, 4 with little effort and no date."""
    select(actors.cleo, review, "locks", "locks_key")
    workload = review.workload
    improvements.make_from_question(actors.cleo, review.pk, "locks")
    make(actors.cleo, workload, "Paint", owner=cast.cleo.pk, due_on=today - timedelta(days=3))
    make(actors.cleo, workload, "Sweep", state="done", due_on=today - timedelta(days=9))
    make(actors.cleo, workload, "Oil", impact="high", effort="low", pillar_key="security")
    return workload


def listed(actor, workload, **query):
    return improvement_list.build(actor, workload.pk, improvement_list.Filters.of(query))


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [2, 1, 4, 3]),
        ({"sort": "number"}, [1, 2, 3, 4]),
        ({"sort": "title", "state": "unfinished"}, [1, 4, 2]),
        ({"sort": "impact"}, [4, 3, 2, 1]),
        ({"sort": "effort"}, [4, 3, 2, 1]),
        ({"sort": "risk"}, [1, 3, 2, 4]),
        ({"sort": "owner"}, [2, 3, 1, 4]),
        ({"sort": "state"}, [1, 2, 4, 3]),
        ({"state": "overdue"}, [2]),
        ({"state": "done"}, [3]),
        ({"owner": "nobody"}, [1, 4, 3]),
        ({"owner": "me"}, [2]),
        ({"pillar": "doors"}, [1]),
        ({"risk": "medium"}, [1]),
        ({"q": "pai"}, [2]),
        ({"q": "#4"}, [4]),
        ({"q": "bolt"}, [1]),
        ({"state": "nonsense", "owner": "x", "sort": "y"}, [2, 1, 4, 3]),
    ],
)
def test_the_list_is_narrowed_and_sorted(actors, several, query, numbers):
    assert [row.number for row in listed(actors.cleo, several, **query).rows] == numbers


def test_the_list_tells_what_there_is(actors, several):
    page = listed(actors.vic, several, state="done")
    assert (page.unfinished, page.overdue, page.has_any, page.counts["done"]) == (3, 1, True, 1)
    assert [person.name for person in page.owners] == ["Cleo Example"]
    assert page.pillars == (("doors", "Doors"), ("security", "Security"))


def test_the_list_takes_as_many_queries_for_many(actors, several, django_assert_num_queries, cast):
    with django_assert_num_queries(5):
        listed(actors.cleo, several)
    for number in range(12):
        make(actors.cleo, several, f"More {number}", owner=cast.ben.pk)
    with django_assert_num_queries(5):
        listed(actors.cleo, several)


def test_a_row_says_what_its_question_is(actors, several):
    row = listed(actors.cleo, several, sort="number").rows[0]
    assert (row.code, row.question_title) == ("DOO 1", "How do you lock the doors?")
    assert (row.pillar_name, row.lens_name) == ("Doors", "Small lens")


def test_the_board_has_a_column_for_every_state(actors, several, django_assert_num_queries):
    with django_assert_num_queries(3):
        board = improvement_board.build(actors.cleo, several.pk)
    assert {c.state: [item.number for item in c.items] for c in board.columns} == {
        "open": [1, 2, 4],
        "planned": [],
        "in_progress": [],
        "done": [3],
        "accepted": [],
    }


def test_a_long_column_says_how_many_it_hides(actors, several, monkeypatch):
    monkeypatch.setattr(improvement_board, "MAX_SHOWN", 2)
    column = improvement_board.build(actors.cleo, several.pk).columns[0]
    assert ([item.number for item in column.items], column.hidden_count) == ([1, 2], 1)


def test_of_what_is_done_the_newest_few_are_shown(actors, several, monkeypatch):
    monkeypatch.setattr(improvement_board, "MAX_DONE", 1)
    improvements.move(actors.ben, several.pk, 4, state="done")
    columns = {c.state: c for c in improvement_board.build(actors.cleo, several.pk).columns}
    done, still_open = columns["done"], columns["open"]
    assert ([item.number for item in done.items], done.hidden_count) == ([4], 1)
    assert [item.number for item in still_open.items] == [1, 2]


def test_the_newest_done_is_on_top(actors, several):
    improvements.move(actors.cleo, several.pk, 2, state="done")
    done = improvement_board.build(actors.cleo, several.pk).columns[3]
    assert [item.number for item in done.items] == [2, 3]


def test_the_quadrant_puts_the_greatest_gain_for_the_least_work_first(actors, several):
    quadrant = improvement_quadrant.build(actors.cleo, several.pk)
    assert len(quadrant.cells) == 9
    first = quadrant.cells[0]
    assert (first.impact, first.effort, first.zone) == ("high", "low", "quick-wins")
    assert [item.number for item in first.items] == [4]
    assert (quadrant.count, sum(len(cell.items) for cell in quadrant.cells)) == (3, 3)


def test_the_calendar_shows_whole_weeks(actors, workload):
    make(actors.cleo, workload, "In", due_on=date(2030, 2, 14))
    make(actors.cleo, workload, "Beside", due_on=date(2030, 1, 31))
    page = improvement_calendar.build(actors.cleo, workload.pk, "2030-02")
    assert all(len(week) == 7 for week in page.weeks)
    assert page.weeks[0][0].on.weekday() == 0
    assert [(day.on.day, [item.title for item in day.items]) for day in page.days] == [(14, ["In"])]
    assert (page.count, page.previous, page.next) == (1, date(2030, 1, 1), date(2030, 3, 1))
    assert [item.title for item in page.weeks[0][3].items] == ["Beside"]


@pytest.mark.parametrize("word", ["", "x", "2030-13", "0000-01", "9999-12", "2030-1", "²⁰³⁰-02"])
def test_another_month_is_this_one(word):
    day = date(2026, 11, 21)
    assert improvement_calendar.month_of(word, day) == date(2026, 11, 1)


def test_the_calendar_names_what_is_overdue(actors, several):
    page = improvement_calendar.build(actors.cleo, several.pk, "2040-01")
    assert [item.number for item in page.overdue] == [2]


def test_the_page_tells_the_question_and_what_happened(actors, several, cast):
    improvements.edit(actors.ben, several.pk, 1, fields={"owner": cast.cleo.pk, "steps": "Go"})
    page = improvement_page.build(actors.vic, several.pk, 1)
    assert page.question.risk == "medium"
    assert [(p.id, p.state) for p in page.question.practices] == [
        ("locks_bolt", "unselected"), ("locks_dog", "unselected"),
    ]  # fmt: skip
    newest = page.history[0]
    assert newest.by == "Ben Example"
    told = {field.key: (field.before, field.after, field.is_text) for field in newest.fields}
    assert told == {"owner": ("", "Cleo Example", False), "steps": ("", "", True)}
    assert [part.key for part in page.parts] == ["recommendation", "steps", "success_criteria"]
    assert page.proposal == ()


def test_the_page_proposes_what_is_not_ticked_yet_when_it_is_done(actors, several):
    improvements.move(actors.cleo, several.pk, 1, state="done")
    page = improvement_page.build(actors.cleo, several.pk, 1)
    assert [practice.id for practice in page.proposal] == ["locks_bolt", "locks_dog"]
    assert page.risk_after == "none"
    improvements.apply_proposal(actors.cleo, several.pk, 1, choices=["locks_bolt", "locks_dog"])
    assert improvement_page.build(actors.cleo, several.pk, 1).proposal == ()


def test_a_script_is_no_link(actors, several):
    row = improvements.make(actors.cleo, several.pk, title="T")
    row.links = [{"title": "x", "url": "javascript:alert(1)"}]
    row.save(update_fields=["links"])
    assert improvement_page.build(actors.cleo, several.pk, row.number).links == ()


def test_outsiders_see_none_of_it(actors, several):
    for build in (improvement_board.build, improvement_quadrant.build, improvement_calendar.build):
        with pytest.raises(NotFound):
            build(actors.oda, several.pk)
    assert improvements_of_all.build(actors.oda, "all").rows == ()


def test_those_of_all_workloads(actors, cast, several, today, django_assert_num_queries):
    other = start_workload(actors.ada, "Other")
    make(actors.ada, other, "Weed", owner=cast.cleo.pk, due_on=today + timedelta(days=2))
    gone = start_workload(actors.ada, "Gone")
    make(actors.ada, gone, "Never", owner=cast.cleo.pk)
    gone.archived_at = clock.now()
    gone.save()
    with django_assert_num_queries(3):
        mine = improvements_of_all.build(actors.cleo)
    assert [row.title for row in mine.rows] == ["Paint", "Weed"]
    assert mine.counts == {"mine": 2, "all": 4, "overdue": 1}
    late = improvements_of_all.build(actors.cleo, "overdue")
    assert [(row.workload_name, row.number) for row in late.rows] == [("Checkout", 2)]


def test_the_summary_names_what_comes_next(actors, several):
    found = improvement_list.summary(several)
    assert (found.total, found.unfinished, found.overdue, found.done) == (4, 3, 1, 1)
    assert found.next.number == 2
