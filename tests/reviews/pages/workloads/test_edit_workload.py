"""Editing, archiving and deleting a workload in the browser."""

from __future__ import annotations

from django.urls import reverse

from reviews.models import Workload
from reviews.services import workloads
from wellarch.events.models import Event


def address(name, workload):
    return reverse(name, args=[workload.pk])


def shown(client, workload):
    """The fields of the form as a browser would send them back."""
    form = client.get(address("workload-edit", workload)).context["form"]
    sent = {}
    for field in form:
        widget = field.field.widget
        value = widget.format_value(field.value())
        value = value[0] if isinstance(value, list) else value
        sent[field.html_name] = sent[field.html_initial_name] = value or ""
    return sent


def test_the_form_shows_what_there_is_and_saves_what_changed(client_of, cast, actors, workload):
    workloads.edit(
        actors.ada, workload.pk,
        values={
            "regions": ["eu-central-1"], "tags": {"tier": "1"}, "pillar_priorities": ["security"],
        },
    )  # fmt: skip
    client = client_of(cast.ben)
    sent = shown(client, workload)
    assert (sent["regions"], sent["tags"], sent["priority_1"]) == (
        "eu-central-1", "tier=1", "security",
    )  # fmt: skip
    answer = client.post(
        address("workload-edit", workload),
        {**sent, "team": "Payments", "priority_2": "reliability", "regions": "eu-central-1\r\n"},
    )
    assert answer["Location"] == address("workload-detail", workload)
    workload.refresh_from_db()
    assert workload.team.name == "Payments"
    assert workload.pillar_priorities == ["security", "reliability"]
    changed = Event.objects.filter(verb="workload.changed").latest("pk").changes
    assert set(changed) == {"team", "pillar_priorities"}


def test_what_somebody_else_changed_meanwhile_stays(client_of, cast, actors, workload):
    client = client_of(cast.ben)
    sent = shown(client, workload)
    workloads.edit(actors.ada, workload.pk, values={"description": "By Ada."})
    client.post(address("workload-edit", workload), {**sent, "team": "Shop"})
    workload.refresh_from_db()
    assert (workload.description, workload.team.name) == ("By Ada.", "Shop")


def test_what_was_typed_stays_when_it_is_refused(client_of, cast, workload):
    client = client_of(cast.ben)
    answer = client.post(
        address("workload-edit", workload), {**shown(client, workload), "name": "ab", "team": "X"}
    )
    assert answer.status_code == 422
    assert 'value="ab"' in answer.content.decode()
    workload.refresh_from_db()
    assert workload.name == "Checkout"


def test_own_pillars_can_be_put_in_order(client_of, cast, workload, review):
    text = client_of(cast.ben).get(address("workload-edit", workload)).content.decode()
    assert '<option value="windows">Windows</option>' in text


def test_a_workload_is_archived_and_brought_back(client_of, cast, workload, review):
    client = client_of(cast.ben)
    client.post(address("workload-archive", workload))
    workload.refresh_from_db()
    assert workload.is_archived
    text = client.get(address("workload-detail", workload)).content.decode()
    assert "It can be read, not changed." in text
    assert address("workload-edit", workload) not in text
    assert client.get(address("workload-edit", workload)).status_code == 409
    client.post(address("workload-archive", workload), {"archived": "0"})
    workload.refresh_from_db()
    assert not workload.is_archived


def test_deleting_asks_for_the_name(client_of, cast, workload):
    client = client_of(cast.ben)
    assert "type the name" in client.get(address("workload-delete", workload)).content.decode()
    answer = client.post(address("workload-delete", workload), {"name": "Check"})
    assert answer.status_code == 422
    assert Workload.objects.exists()
    answer = client.post(address("workload-delete", workload), {"name": " Checkout "})
    assert answer["Location"] == reverse("portfolio")
    assert not Workload.objects.exists()


def test_contributors_and_viewers_may_read_only(client_of, cast, workload):
    for person in (cast.cleo, cast.vic):
        client = client_of(person)
        assert client.get(address("workload-detail", workload)).status_code == 200
        assert client.get(address("workload-edit", workload)).status_code == 403
        for name in ("workload-edit", "workload-archive", "workload-delete", "review-attach"):
            assert client.post(address(name, workload), {"name": "Checkout"}).status_code == 403
    workload.refresh_from_db()
    assert not workload.is_archived


def test_outsiders_find_nothing(client_of, cast, workload):
    client = client_of(cast.oda)
    for name in (
        "workload-detail", "workload-edit", "workload-delete", "review-attach", "plan",
        "milestone-list", "report-list",
    ):  # fmt: skip
        assert client.get(address(name, workload)).status_code == 404, name
    for name in ("workload-edit", "workload-archive", "workload-delete", "review-attach"):
        assert client.post(address(name, workload)).status_code == 404, name
