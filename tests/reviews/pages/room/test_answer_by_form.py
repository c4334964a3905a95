"""Without a script the whole form is sent; only what the person changed is written."""

from __future__ import annotations

from tests.builders import select
from tests.reviews.pages.room.doors import question_url, stored, submit, ticked


def test_a_form_saves_every_field_and_leads_back_to_the_question(cast, client_of, review):
    response = submit(
        client_of(cast.cleo), review, "locks", ("locks_key", "locks_bolt"), notes="Both doors"
    )
    assert response.status_code == 302
    assert response.url == question_url(review, "locks")
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
    assert (stored(review, "locks").notes, stored(review, "locks").risk) == ("Both doors", "none")


def test_who_saves_without_a_script_is_told_that_it_is_saved(cast, client_of, review):
    client = client_of(cast.cleo)
    response = submit(client, review, "locks", ("locks_key",))
    assert "Answer saved." in client.get(response.url).content.decode()


def test_a_form_can_lead_on_to_the_next_question(cast, client_of, review):
    client = client_of(cast.cleo)
    assert submit(client, review, "locks", go="keys").url == question_url(review, "keys")
    strange = submit(client, review, "locks", go="//elsewhere.example/")
    assert strange.url == question_url(review, "locks")


def test_a_form_sets_aside_a_choice_and_the_question(cast, client_of, review):
    more = {"choices.locks_dog.status": ["unselected", "not_applicable"], "reason": "other"}
    submit(
        client_of(cast.cleo), review, "locks", ("locks_key",),
        is_applicable=["true", "false"], **more,
    )  # fmt: skip
    answer = stored(review, "locks")
    assert (answer.is_applicable, answer.reason, answer.risk) == (False, "other", "not_applicable")
    assert answer.choices["locks_dog"]["status"] == "not_applicable"


def test_a_practice_and_none_of_these_in_one_form_count_as_none(cast, client_of, review):
    submit(client_of(cast.cleo), review, "locks", ("locks_key", "locks_no"))
    assert ticked(review, "locks") == {"locks_no"}


def test_two_forms_from_the_same_page_merge_where_they_differ(cast, client_of, review):
    submit(client_of(cast.cleo), review, "locks", ("locks_key",))
    submit(client_of(cast.ben), review, "locks", ("locks_bolt",), notes="Ben's")
    assert ticked(review, "locks") == {"locks_key", "locks_bolt"}
    assert stored(review, "locks").notes == "Ben's"


def test_a_stale_form_shows_both_versions_keeps_what_was_typed_and_overwrites_nothing(
    cast, client_of, review, actors
):
    select(actors.cleo, review, "locks", "locks_bolt", notes="Cleo's")
    response = submit(client_of(cast.ben), review, "locks", ("locks_key",), notes="Ben's")
    html = response.content.decode()
    assert response.status_code == 409
    assert stored(review, "locks").notes == "Cleo's"
    assert ticked(review, "locks") == {"locks_bolt"}  # nothing of the form was written
    assert "Your version" in html
    assert ">\nBen&#x27;s</textarea>" in html  # still in the field
    assert 'name="keep.notes" value="theirs"' in html
    page = response.context["page"]
    assert {c.id for c in page.answer.choices if c.is_selected} == {"locks_key", "locks_bolt"}
    assert page.answer.revision == 1


def test_a_decision_for_mine_and_one_for_theirs_end_the_conflict(cast, client_of, review, actors):
    select(actors.cleo, review, "locks", "locks_bolt", notes="Cleo's")
    client = client_of(cast.ben)
    both = ("locks_bolt", "locks_key")  # as the page came back: mine over theirs
    theirs = {"keep.notes": "theirs", "theirs.notes": "Cleo's", "notes": "Ben's"}
    assert submit(client, review, "locks", both, base=1, **theirs).status_code == 302
    assert stored(review, "locks").notes == "Cleo's"
    assert ticked(review, "locks") == {"locks_bolt", "locks_key"}
    mine = {"keep.notes": "mine", "theirs.notes": "Cleo's", "notes": "Ben's"}
    submit(client, review, "locks", both, base=2, **mine)
    assert stored(review, "locks").notes == "Ben's"


def test_two_texts_are_offered_as_one_and_what_was_made_of_it_ends_the_conflict(
    cast, client_of, review, actors
):
    select(actors.cleo, review, "locks", notes="A lock\nCleo's")
    client = client_of(cast.ben)
    html = submit(client, review, "locks", (), notes="A lock\nBen's").content.decode()
    assert ">\nA lock\nBen&#x27;s\nCleo&#x27;s</textarea>" in html
    assert "<mark>Cleo</mark>" in html
    decision = {"keep.notes": "merged", "merged.notes": "A lock\r\nof both", "notes": "Ben's"}
    assert submit(client, review, "locks", (), base=1, **decision).status_code == 302
    assert stored(review, "locks").notes == "A lock\nof both"


def test_a_refused_form_says_why_and_keeps_what_was_typed(cast, client_of, review):
    more = {"choices.locks_key.note": "n" * 2001}
    response = submit(client_of(cast.cleo), review, "locks", ("locks_key",), **more)
    html = response.content.decode()
    assert response.status_code == 422
    assert "2000 characters" in html
    assert "n" * 2001 in html
    assert stored(review, "locks").revision == 0


def test_the_page_of_a_question_can_be_sent_without_a_script(cast, client_of, review):
    html = client_of(cast.cleo).get(question_url(review, "locks")).content.decode()
    assert f'method="post" action="{question_url(review, "locks")}"' in html
    assert "<noscript>" in html
    assert 'name="base_revision" value="0"' in html
    assert 'name="choices.locks_key.status" value="unselected"' in html


def test_a_viewer_may_not_send_the_form(cast, client_of, review):
    assert submit(client_of(cast.vic), review, "locks", ("locks_key",)).status_code == 403


def test_an_outsider_finds_nothing_to_send_to(cast, client_of, review):
    assert submit(client_of(cast.oda), review, "locks", ("locks_key",)).status_code == 404
