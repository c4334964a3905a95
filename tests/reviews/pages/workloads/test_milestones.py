"""Milestones in the browser."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import Milestone
from reviews.services import milestones, workloads
from tests.builders import answer_all, select


@pytest.fixture
def address(workload):
    return reverse("milestone-list", args=[workload.pk])


def one(workload, number=1):
    return reverse("milestone-detail", args=[workload.pk, number])


def test_a_milestone_is_recorded_and_listed(client_of, cast, address, workload, review):
    client = client_of(cast.ben)
    assert client.post(address, {"name": "Pre go-live"})["Location"] == address
    made = Milestone.objects.get()
    assert (made.number, made.name, made.user) == (1, "Pre go-live", cast.ben)
    text = client.get(address).content.decode()
    assert "Pre go-live" in text
    assert "Milestone 1 is recorded." in text


def test_a_name_that_is_taken_is_refused_and_stays(client_of, cast, address, workload, review):
    client = client_of(cast.ben)
    client.post(address, {"name": "First"})
    answer = client.post(address, {"name": "fir ST"})
    assert answer.status_code == 422
    assert 'value="fir ST"' in answer.content.decode()
    assert Milestone.objects.count() == 1


def test_without_a_lens_there_is_nothing_to_record(client_of, cast, address, workload):
    client = client_of(cast.ben)
    text = client.get(address).content.decode()
    assert "Nothing to record yet" in text
    assert "<textarea" not in text
    assert 'name="name"' not in text
    assert client.post(address, {"name": "First"}).status_code == 409


def test_those_who_may_not_record_see_no_form_and_are_refused(
    client_of, cast, address, workload, review
):
    for person in (cast.cleo, cast.vic):
        client = client_of(person)
        assert 'name="name"' not in client.get(address).content.decode()
        assert client.post(address, {"name": "First"}).status_code == 403
    assert client_of(cast.oda).post(address, {"name": "First"}).status_code == 404


def test_a_milestone_reads_as_it_was_recorded(client_of, cast, actors, workload, review):
    answer_all(actors.ada, review, best=False)
    select(actors.ada, review, "locks", notes="We have <b>a</b> dog.")
    made = milestones.record(actors.ada, workload.pk, name="First")
    workloads.edit(actors.ada, workload.pk, values={"name": "Till"})
    select(actors.ada, review, "locks", notes="Sold the dog.")
    text = client_of(cast.vic).get(one(workload)).content.decode()
    assert "The workload was called Checkout then." in text
    assert "We have &lt;b&gt;a&lt;/b&gt; dog." in text
    assert "Sold the dog." not in text
    assert made.digest in text


def test_a_milestone_is_compared_with_now_and_with_another(
    client_of, cast, actors, workload, review
):
    answer_all(actors.ada, review, best=False)
    milestones.record(actors.ada, workload.pk, name="First")
    select(actors.ada, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    milestones.record(actors.ada, workload.pk, name="Second")
    client = client_of(cast.vic)
    address = reverse("milestone-compare", args=[workload.pk, 1])
    for query in ("", "?with=now", "?with=2"):
        text = client.get(address + query).content.decode()
        assert "1 question improved; high risks went from 2 to 1." in text
        assert "Where are the keys?" in text


def test_addresses_that_lead_nowhere_are_not_found(client_of, cast, actors, workload, review):
    milestones.record(actors.ada, workload.pk, name="First")
    client = client_of(cast.vic)
    compare = reverse("milestone-compare", args=[workload.pk, 1])
    for address in (
        one(workload, 2), one(workload) + "?review=x", one(workload) + f"?review={workload.pk}",
        compare + "?with=2", compare + "?with=x", compare + "?with=-1",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert client_of(cast.oda).get(one(workload)).status_code == 404
    assert client_of(cast.oda).get(compare).status_code == 404


def test_an_archived_workload_keeps_its_milestones_readable(
    client_of, cast, actors, address, workload, review
):
    milestones.record(actors.ada, workload.pk, name="First")
    workloads.archive(actors.ada, workload.pk)
    client = client_of(cast.ben)
    assert client.get(one(workload)).status_code == 200
    assert 'name="name"' not in client.get(address).content.decode()
    assert client.post(address, {"name": "Second"}).status_code == 409
