"""Trade-offs in the browser: the matrix, made from an example, edited, decided, taken back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import TradeOff
from reviews.services import tradeoffs
from tests.builders import select
from wellarch.events.models import Event


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def at(workload):
    """The address of a page about the workload's trade-offs."""

    def address(name, *args):
        return reverse(f"tradeoff-{name}", args=[workload.pk, *args])

    return address


@pytest.fixture
def tradeoff(actors, workload, review):
    return tradeoffs.make(
        actors.cleo,
        workload.pk,
        title="Sell the dog",
        effects={"doors": {"effect": "worsens", "note": "Nobody barks"}},
        savings="500",
        revenue="-5000",
        questions=[{"review": str(review.pk), "question": "locks"}],
    )


def form_of(client, address, **changed):
    """What a browser sends when a form is saved after these fields were changed."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        value = form[field.name].value()
        value = "" if value is None else value
        sent[field.html_name] = value
        if field.field.show_hidden_initial:
            sent[field.html_initial_name] = value
    return sent | changed


def test_nobody_wrote_anything_and_six_decisions_are_offered(cast, workload, review, client_of, at):
    page = text_of(client_of(cast.cleo).get(at("list")))
    assert "Add a caching layer" in page
    assert "Use spot instances" in page
    assert "Add a caching layer" not in text_of(client_of(cast.vic).get(at("list")))


def test_an_example_fills_the_form_and_becomes_a_trade_off(cast, workload, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("create") + "?example=waf", savings="-120.50", revenue="0")
    answer = client.post(at("create"), sent)
    made = TradeOff.objects.get()
    assert answer["Location"] == at("detail", 1)
    assert made.title == "Add a web application firewall"
    assert made.effects["security"] == {"effect": "improves", "note": ""}
    assert made.effects["performance"] == {"effect": "worsens", "note": "Slightly more latency"}
    assert "sustainability" not in made.effects


def test_the_matrix_says_effects_net_and_how_often(actors, cast, tradeoff, client_of, at):
    tradeoffs.make(
        actors.cleo, tradeoff.workload_id, title="Two dogs", effects={"doors": "improves"}
    )
    gone = tradeoffs.make(
        actors.cleo, tradeoff.workload_id, title="Cats", effects={"doors": "worsens"}
    )
    tradeoffs.decide(actors.cleo, tradeoff.workload_id, gone.number)
    tradeoffs.take_back(actors.cleo, tradeoff.workload_id, gone.number)
    answer = client_of(cast.vic).get(at("list"))
    page = text_of(answer)
    assert "−4,500 USD" in page
    assert "Nobody barks" in page
    assert "1 improved" in page
    assert "1 worsened" in page
    assert [row.stands for row in answer.context["page"].rows] == [True, True, False]
    assert answer.context["page"].without_net == 1


def test_the_page_of_one_names_its_questions_and_its_past(
    actors, cast, review, tradeoff, client_of, at
):
    select(actors.ada, review, "locks", "locks_dog")
    tradeoffs.edit(actors.ben, tradeoff.workload_id, 1, fields={"cost": "A <b>dog</b>"})
    page = text_of(client_of(cast.vic).get(at("detail", 1)))
    assert "A &lt;b&gt;dog&lt;/b&gt;" in page
    assert reverse("question-detail", args=[review.pk, "locks"]) in page
    assert "wrote it down" in page
    assert "Ben Example" in page
    assert "Take back" not in page


def test_deciding_keeps_who_and_when_and_asks_for_what_was_read(
    actors, cast, tradeoff, client_of, at
):
    client = client_of(cast.ben)
    tradeoffs.edit(actors.cleo, tradeoff.workload_id, 1, fields={"cost": "Higher"})
    answer = client.post(at("decide", 1), {"revision": 1}, follow=True)
    assert "Look at it again" in text_of(answer)
    client.post(at("decide", 1), {"revision": 2})
    tradeoff.refresh_from_db()
    assert (tradeoff.state, tradeoff.decided_by, bool(tradeoff.decided_on)) == (
        "decided", cast.ben, True,
    )  # fmt: skip
    client.post(at("take-back", 1), {"revision": 3})
    tradeoff.refresh_from_db()
    assert (tradeoff.state, tradeoff.decided_by) == ("revised", cast.ben)


def test_two_people_change_different_fields_and_both_stay(actors, cast, tradeoff, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), benefit="No food")
    tradeoffs.edit(actors.ben, tradeoff.workload_id, 1, fields={"cost": "Burglars"})
    assert client.post(at("edit", 1), sent).status_code == 302
    tradeoff.refresh_from_db()
    assert (tradeoff.cost, tradeoff.benefit) == ("Burglars", "No food")
    assert [str(each.question_key) for each in tradeoff.answers.all()] == ["locks"]


def test_two_people_change_the_same_and_the_second_sees_both(actors, cast, tradeoff, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), **{"effect-doors": "neutral"}, title="Sell all dogs")
    tradeoffs.edit(
        actors.ben, tradeoff.workload_id, 1,
        fields={"effects": {"doors": {"effect": "improves", "note": "Quiet"}}},
    )  # fmt: skip
    answer = client.post(at("edit", 1), sent)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Doors: Improves (Quiet)" in page
    assert 'value="Sell all dogs"' in page
    again = sent | {"revision": "2"}
    assert client.post(at("edit", 1), again).status_code == 302
    tradeoff.refresh_from_db()
    assert tradeoff.effects["doors"]["effect"] == "neutral"


def test_what_was_linked_is_unlinked_by_unticking(cast, tradeoff, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("edit", 1), questions=[])
    assert client.post(at("edit", 1), sent).status_code == 302
    assert tradeoff.answers.count() == 0


def test_what_is_wrong_is_said_and_what_was_typed_stays(cast, workload, client_of, at):
    client = client_of(cast.cleo)
    sent = form_of(client, at("create"), title="Odd", currency="1x€")
    answer = client.post(at("create"), sent)
    assert answer.status_code == 422
    assert "three letters of a currency" in text_of(answer)
    assert 'value="Odd"' in text_of(answer)


def test_a_deleted_one_is_gone_and_the_log_keeps_that_it_was(cast, tradeoff, client_of, at):
    client = client_of(cast.cleo)
    assert "Delete this trade-off?" in text_of(client.get(at("delete", 1)))
    client.post(at("delete", 1))
    assert not TradeOff.objects.exists()
    assert Event.objects.filter(verb="tradeoff.deleted", data__title="Sell the dog").exists()
