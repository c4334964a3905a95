"""Maturity in the browser: all pillars on one page, saved together."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Maturity, Milestone
from reviews.services import maturity, milestones


@pytest.fixture
def address(review):
    return reverse("review-maturity", args=[review.pk])


def form_of(client, address, **changed):
    """What a browser sends when the page is saved after these fields were changed."""
    sent = {}
    for card in client.get(address).context["cards"]:
        for field in card.form:
            value = field.value()
            sent[field.html_name] = "" if value is None else value
            if field.field.show_hidden_initial:
                sent[field.html_initial_name] = sent[field.html_name]
    return sent | changed


def test_levels_are_set_and_reach_milestones_and_trends(
    actors, cast, workload, review, client_of, address
):
    client = client_of(cast.cleo)
    sent = form_of(
        client,
        address,
        **{"doors-level": "2", "doors-target": "4", "doors-target_on": "2030-01-01"},
    )
    assert client.post(address, sent).status_code == 302
    row = Maturity.objects.get()
    assert (row.pillar_key, row.level, row.target, row.user) == ("doors", 2, 4, cast.cleo)
    page = client_of(cast.vic).get(address).content.decode()
    assert "Level 2 of 5, target 4" in page
    assert "2 · Repeatable" in page
    assert 'name="doors-level"' not in page
    milestones.record(actors.ada, workload.pk, name="First")
    assert '"level": 2' in str(Milestone.objects.get().numbers).replace("'", '"')
    trends = client.get(reverse("workload-trends", args=[workload.pk])).content.decode()
    assert "Maturity by milestone" in trends


def test_two_people_say_different_things_and_both_stay(actors, cast, review, client_of, address):
    client = client_of(cast.cleo)
    sent = form_of(client, address, **{"doors-note": "Runbooks are written"})
    maturity.write(actors.ben, review.pk, levels={"doors": {"level": 3}})
    assert client.post(address, sent).status_code == 302
    row = Maturity.objects.get()
    assert (row.level, row.note, row.revision) == (3, "Runbooks are written", 2)


def test_two_people_say_the_same_thing_differently_and_see_it(
    actors, cast, review, client_of, address
):
    client = client_of(cast.cleo)
    sent = form_of(client, address, **{"doors-level": "1"})
    maturity.write(actors.ben, review.pk, levels={"doors": {"level": 3}})
    answer = client.post(address, sent)
    assert answer.status_code == 409
    assert "Ben Example changed the same thing" in answer.content.decode()
    assert Maturity.objects.get().level == 3
    assert client.post(address, sent | {"doors-revision": "1"}).status_code == 302
    assert Maturity.objects.get().level == 1


def test_a_day_needs_a_target(cast, client_of, address):
    client = client_of(cast.cleo)
    answer = client.post(address, form_of(client, address, **{"doors-target_on": "2030-01-01"}))
    assert answer.status_code == 422
    assert "Choose a target for this day." in answer.content.decode()
    assert not Maturity.objects.exists()
