"""An earlier state of an answer can come back; nothing is lost on the way."""

from __future__ import annotations

import pytest

from reviews.services import answers
from tests.builders import select
from wellarch.errors import Forbidden, Invalid, NotFound, Stale


def restore(actor, review, revision, base):
    return answers.restore(
        actor, review_id=review.pk, question="locks", revision=revision, base_revision=base
    )


def test_an_earlier_state_comes_back_as_a_new_change(actors, review):
    select(actors.cleo, review, "locks", "locks_key", notes="One key.")
    select(actors.ben, review, "locks", "locks_bolt", notes="A key and a bolt.")
    back = restore(actors.cleo, review, 1, 2)
    assert (back.revision, back.notes, back.risk) == (3, "One key.", "medium")
    assert back.choices == {"locks_key": {"status": "selected"}}
    assert back.history.count() == 3
    assert back.history.get(revision=3).fields["choices.locks_bolt.status"] == [
        "selected", "unselected",
    ]  # fmt: skip


def test_the_very_beginning_can_come_back(actors, review):
    select(actors.cleo, review, "locks", "locks_key", notes="One key.")
    back = restore(actors.cleo, review, 0, 1)
    assert (back.choices, back.notes, back.risk) == ({}, "", "unanswered")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(actors, review):
    select(actors.cleo, review, "locks", notes="One.")
    select(actors.cleo, review, "locks", notes="Two.")
    select(actors.ben, review, "locks", notes="Ben's.")
    with pytest.raises(Stale):
        restore(actors.cleo, review, 1, 2)


@pytest.mark.parametrize("revision", [-1, 1, 7])
def test_a_state_that_never_was_cannot_come_back(actors, review, revision):
    select(actors.cleo, review, "locks", "locks_key")
    with pytest.raises(Invalid):
        restore(actors.cleo, review, revision, 1)


def test_viewers_may_not_and_outsiders_see_nothing(actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    with pytest.raises(Forbidden):
        restore(actors.vic, review, 0, 1)
    with pytest.raises(NotFound):
        restore(actors.oda, review, 0, 1)


def test_the_history_offers_it_and_leads_back_to_the_question(client_of, cast, actors, review):
    select(actors.cleo, review, "locks", "locks_key")
    select(actors.cleo, review, "locks", "locks_bolt")
    client = client_of(cast.cleo)
    page = client.get(f"/reviews/{review.pk}/questions/locks/history/")
    assert page.content.decode().count("Bring this state back") == 2 - 1
    answer = client.post(
        f"/reviews/{review.pk}/questions/locks/restore/", {"revision": "1", "base_revision": "2"}
    )
    assert answer["Location"] == f"/reviews/{review.pk}/questions/locks/"
    review.answers.get(question_key="locks", risk="medium")
    assert (
        b"Bring this state back"
        not in client_of(cast.vic).get(f"/reviews/{review.pk}/questions/locks/history/").content
    )
