"""Events of every kind in words, through the services that record them."""

from __future__ import annotations

import pytest

from lenses.models import Choice, Lens
from reviews.services import improvements, questions
from tests.builders import publish_lens, select
from wellarch.accounts.tenancy import teams
from wellarch.events import log
from wellarch.events.auditing import reading as audit
from wellarch.events.auditing.reading import Filters
from wellarch.events.auditing.sentences import VERBS
from wellarch.events.auditing.wording import Names, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def newest(actors):
    """The newest event of Northwind, told to Ada."""
    return lambda: audit.page(actors.ada, Filters()).rows[0]


def test_a_team_and_who_came_into_it(actors, cast, newest):
    team = teams.create(actors.ada, name="Platform")
    teams.add_member(actors.ada, team.pk, user_id=cast.vic.pk)
    assert newest().sentence == "Ada Example put Vic Example into the team Platform"
    teams.edit(actors.ada, team.pk, name="Ground")
    assert newest().sentence == (
        "Ada Example changed the name of the team Ground from Platform to Ground"
    )


def test_a_lens_is_called_by_its_name_and_leads_to_it(actors, newest):
    publish_lens(actors.ben)
    told = newest()
    assert told.sentence == "Ben Example published version 1 of the lens Small lens"
    assert told.parts[-1].url == "/lenses/small/"
    Lens.objects.filter(alias="small").update(alias="other")
    assert newest().sentence.endswith("of the lens small")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"to": "team", "target": "1", "called": "Ops"}, "with Ops"),
        ({"to": "address", "target": "o…@example.com"}, "with o…@example.com"),
    ],
)
def test_what_is_shared_with_whom(data, words, actors, cast, workload, newest):
    log.record(
        actors.ben, "share.offered", cast.northwind, workload_id=workload.pk,
        data={"kind": "workload", **data},
    )  # fmt: skip
    assert newest().sentence == f"Ben Example offered to share Checkout {words}"


def test_what_is_shared_with_a_person_is_told_by_their_name_of_today(actors, cast, newest):
    data = {"kind": "lens", "name": "Small lens", "to": "person", "target": str(cast.oda.pk)}
    log.record(actors.ben, "share.revoked", cast.northwind, data=data)
    assert newest().sentence == "Ben Example ended sharing Small lens with Oda Example"


def test_a_failed_sign_in_blames_nobody(actors, cast, newest):
    log.record(actors.ada, "person.sign_in_failed", cast.vic)
    assert newest().sentence == "Somebody could not sign in as Vic Example"


@pytest.mark.parametrize("verb", [*VERBS, "something.new"])
def test_an_event_without_any_data_is_still_told(verb, actors, cast):
    event = log.record(actors.ada, verb, cast.northwind)
    [told] = tell([event], Names.of(actors.ada, [event]))
    assert told.sentence.strip()
    assert "{" not in told.sentence


def test_an_answer_is_told_with_the_titles_of_its_choices(actors, review, newest):
    select(actors.cleo, review, "locks", "locks_bolt")
    title = Choice.objects.get(question__version=review.lens_version, key="locks_bolt").title
    assert title in [change.label for change in newest().changes]


def test_who_looks_into_a_question_is_told_by_their_name(actors, cast, review, newest):
    questions.assign(actors.ben, review.pk, "locks", user_id=cast.cleo.pk)
    told = newest()
    assert ("Assignee", "", str(cast.cleo)) in [
        (change.label, change.before, change.after) for change in told.changes
    ]


def test_an_improvement_is_told_with_its_states_and_people_in_words(actors, cast, workload, newest):
    made = improvements.make(actors.cleo, workload.pk, title="Oil the locks")
    improvements.move(actors.cleo, workload.pk, made.number, state="in_progress")
    assert newest().sentence == (
        "Cleo Example moved the improvement 1 · Oil the locks of Checkout from Open to In progress"
    )
    improvements.edit(actors.cleo, workload.pk, made.number, fields={"owner": cast.ben.pk})
    [change] = newest().changes
    assert (change.label, change.before, change.after) == ("Owner", "", "Ben Example")
