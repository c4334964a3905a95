"""Owners hear by mail what is due soon and what is overdue, each occasion once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviews.reads import improvement_course
from reviews.services import improvement_tidings, improvements
from wellarch import clock
from wellarch.events.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def owned(actors, cast, workload):
    def made(days, **fields):
        due = clock.now().date() + timedelta(days=days)
        values = {"title": f"In {days}", "owner": cast.ben.pk, "due_on": due, **fields}
        return improvements.make(actors.ben, workload.pk, **values)

    return made


def told():
    return sorted(
        (notice.data["title"], notice.data["overdue"])
        for notice in Notice.objects.filter(kind="due_soon")
    )


def test_what_is_due_in_a_week_and_what_is_overdue_is_told_once(owned):
    for days in (-2, 0, 7, 8):
        owned(days)
    assert improvement_tidings.due_soon() == 3
    assert told() == [("In -2", True), ("In 0", False), ("In 7", False)]
    assert improvement_tidings.due_soon() == 0


def test_it_is_told_again_when_the_date_has_passed_or_is_another(owned, actors):
    row = owned(3)
    improvement_tidings.due_soon()
    day = row.due_on + timedelta(days=-1)
    improvements.edit(actors.ben, row.workload_id, row.number, fields={"due_on": day})
    assert improvement_tidings.due_soon() == 1
    with clock.at(clock.now() + timedelta(days=4)):
        assert improvement_tidings.due_soon() == 1


def test_nobody_hears_of_what_is_done_theirs_no_more_or_not_seen(owned, actors, cast):
    done = owned(1)
    improvements.move(actors.ben, done.workload_id, done.number, state="done")
    owned(1, owner=None)
    hidden = owned(2, owner=cast.cleo.pk)
    hidden.workload.visibility = "team"
    hidden.workload.save()
    assert improvement_tidings.due_soon() == 0


def test_who_wants_no_mail_gets_none(owned, cast):
    cast.ben.mail_preferences = {"due_soon": "never"}
    cast.ben.save()
    owned(1)
    assert improvement_tidings.due_soon() == 0


def test_the_course_counts_what_was_open_at_the_end_of_each_week(actors, workload):
    start = clock.now() - timedelta(days=15)
    with clock.at(start):
        improvements.make(actors.ben, workload.pk, title="A")
        improvements.make(actors.ben, workload.pk, title="B")
    with clock.at(start + timedelta(days=10)):
        improvements.move(actors.ben, workload.pk, 1, state="done")
    course = improvement_course.build(workload)
    assert (course[0].unfinished, course[0].done) == (2, 0)
    assert (course[-1].unfinished, course[-1].done) == (1, 1)


def test_a_workload_without_improvements_has_no_course(workload):
    assert improvement_course.build(workload) == ()
