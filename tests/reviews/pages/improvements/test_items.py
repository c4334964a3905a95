"""One improvement in the browser: shown, made, edited, moved, accepted, ticked, deleted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.models import Answer, Improvement
from reviews.services import improvements
from tests.builders import select

HTMX = {"HX-Request": "true"}


def text_of(answer):
    return answer.content.decode()


def form_of(client, address, **changed):
    """What a browser sends when a form is saved after these fields were changed."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        first = field.field.prepare_value(value) if value is not None else ""
        if not (field.name == "by_risk" and not value):
            sent[field.html_name] = first
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = first
    return {key: "" if value is None else value for key, value in (sent | changed).items()}


def test_what_was_written_is_shown_as_safe_markdown(actors, cast, improvement, client_of, at):
    fields = {"steps": "**Buy** a lock <script>alert(1)</script>"}
    improvements.edit(actors.ada, improvement.workload_id, 1, fields=fields)
    page = text_of(client_of(cast.vic).get(at("detail", 1)))
    assert "<strong>Buy</strong>" in page
    assert "<script>alert" not in page


def test_the_question_is_shown_with_its_risk_now(actors, review, cast, improvement, client_of, at):
    select(actors.ada, review, "locks", "locks_dog", **{"choices.locks_no.status": "unselected"})
    page = client_of(cast.vic).get(at("detail", 1))
    assert page.context["page"].question.risk == "medium"
    assert "when the improvement was made" in text_of(page)


def test_one_of_ones_own_words_is_made(cast, workload, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("create"), title="Fit a bell", links="Bells | https://example.com/")
    answer = client.post(at("create"), sent)
    made = Improvement.objects.get()
    assert answer["Location"] == at("detail", made.number)
    assert made.links == [{"title": "Bells", "url": "https://example.com/"}]


def test_what_was_typed_stays_when_something_is_wrong(cast, improvement, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), title="", steps="First this", links="no address")
    answer = client.post(at("edit", 1), sent)
    assert answer.status_code == 422
    assert "First this" in text_of(answer)


def test_two_people_may_change_different_things(actors, cast, improvement, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), steps="First this")
    improvements.edit(actors.ada, improvement.workload_id, 1, fields={"effort": "high"})
    assert client.post(at("edit", 1), sent).status_code == 302
    improvement.refresh_from_db()
    assert (improvement.steps, improvement.effort) == ("First this", "high")


def test_where_both_changed_the_same_both_are_shown(actors, cast, improvement, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), title="Cleo's words")
    improvements.edit(actors.ada, improvement.workload_id, 1, fields={"title": "Ada's words"})
    refused = client.post(at("edit", 1), sent)
    assert refused.status_code == 409
    assert "Cleo&#x27;s words" in text_of(refused)
    assert "Ada&#x27;s words" in text_of(refused)
    again = sent | {"revision": refused.context["form"]["revision"].value()}
    assert client.post(at("edit", 1), again).status_code == 302
    improvement.refresh_from_db()
    assert improvement.title == "Cleo's words"


def test_the_menu_moves_a_card_without_a_script(cast, improvement, client_of, at):
    answer = client_of(cast.cleo).post(at("move", 1), {"state": "planned", "revision": "1"})
    assert answer["Location"] == at("board")
    improvement.refresh_from_db()
    assert improvement.state == "planned"


def test_the_script_gets_the_card_as_it_is_now(cast, improvement, client_of, at):
    sent = {"state": "planned", "after": "0", "revision": "1"}
    answer = client_of(cast.cleo).post(at("move", 1), sent, headers=HTMX)
    assert 'data-revision="2"' in text_of(answer)


def test_a_move_that_came_too_late_is_refused_with_a_sentence(
    actors, cast, improvement, client_of, at
):
    improvements.move(actors.ada, improvement.workload_id, 1, state="done")
    sent = {"state": "planned", "revision": "1"}
    answer = client_of(cast.cleo).post(at("move", 1), sent, headers=HTMX)
    assert answer.status_code == 409
    assert "Ada Example changed the same thing" in text_of(answer)
    assert "data-message" in text_of(answer)


def test_a_risk_is_accepted_with_a_reason_and_a_day(cast, improvement, client_of, at):
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    client = client_of(cast.ben)
    assert client.post(at("accept", 1), {"reason": "", "until": until}).status_code == 422
    client.post(at("accept", 1), {"reason": "It is switched off in spring", "until": until})
    improvement.refresh_from_db()
    assert (improvement.state, improvement.accepted_by) == ("accepted", cast.ben)
    assert "switched off in spring" in text_of(client.get(at("detail", 1)))


@pytest.mark.parametrize(
    ("more", "status"), [({}, 422), ({"reason": "Rare", "until": "2001-01-01"}, 422)]
)
def test_the_board_accepts_no_risk_without_them(cast, improvement, client_of, at, more, status):
    sent = {"state": "accepted", "revision": "1", **more}
    answer = client_of(cast.ben).post(at("move", 1), sent, headers=HTMX)
    assert answer.status_code == status
    assert "data-message" in text_of(answer)


def test_who_may_not_accept_is_told_so_on_the_board(cast, improvement, client_of, at):
    sent = {"state": "accepted", "reason": "Rare", "until": "2099-01-01", "revision": "1"}
    answer = client_of(cast.cleo).post(at("move", 1), sent, headers=HTMX)
    assert answer.status_code == 403
    assert "does not allow this" in text_of(answer)


def test_what_is_done_proposes_to_tick_its_practices(cast, improvement, client_of, at, review):
    client = client_of(cast.cleo)
    moved = client.post(at("move", 1), {"state": "done", "revision": "1"})
    assert moved["Location"] == at("detail", 1)
    page = client.get(at("detail", 1))
    assert [p.id for p in page.context["page"].proposal] == ["locks_key", "locks_bolt"]
    client.post(at("tick", 1), {"choice": ["locks_key", "locks_bolt"]})
    assert Answer.objects.get(review=review, question_key="locks").risk == "none"
    assert "Is it in place now?" not in text_of(client.get(at("detail", 1)))


def test_deleting_asks_first(cast, improvement, client_of, at):
    client = client_of(cast.cleo)
    assert "This cannot be undone" in text_of(client.get(at("delete", 1)))
    assert client.post(at("delete", 1))["Location"] == at("list")
    assert not Improvement.objects.exists()
    assert client.get(at("detail", 1)).status_code == 404
