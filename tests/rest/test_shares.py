"""Sharing over REST."""

from __future__ import annotations

import pytest

from tests.accounts.shares.conftest import prove
from wellarch.accounts.models import Share, Team


@pytest.fixture
def root(workload):
    return f"/api/v1/workloads/{workload.pk}/shares/"


def test_a_workload_is_shared_accepted_and_given_up(cast, api_of, root, workload):
    prove(cast.oda)
    made = api_of(cast.ben).post(
        root, {"email": "oda@example.com", "permission": "contribute"}, format="json"
    )
    assert made.status_code == 201
    share = made.json()
    assert (share["state"], share["permission"]) == ("pending", "contribute")
    assert share["target"] == {
        "type": "person", "id": None, "name": "", "email": "oda@example.com",
    }  # fmt: skip
    oda = api_of(cast.oda)
    (offer,) = oda.get("/api/v1/shares/").json()["results"]
    assert (offer["name"], offer["organization"]["name"]) == ("Checkout", "Northwind")
    accepted = oda.post(f"/api/v1/shares/{share['id']}/accept/")
    assert accepted.json()["state"] == "accepted"
    assert oda.get(f"/api/v1/workloads/{workload.pk}/").status_code == 200
    assert oda.post(f"/api/v1/shares/{share['id']}/reject/").json()["state"] == "rejected"
    assert oda.get(f"/api/v1/workloads/{workload.pk}/").status_code == 404
    assert oda.get("/api/v1/shares/").json()["results"] == []


def test_shares_are_changed_sent_again_and_revoked(cast, api_of, root):
    client = api_of(cast.ada)
    share = client.post(root, {"email": "sam@example.com"}, format="json").json()
    one = f"{root}{share['id']}/"
    changed = client.patch(one, {"permission": "contribute"}, format="json")
    assert changed.json()["permission"] == "contribute"
    again = client.post(f"{one}resend/")
    assert (again.status_code, again.json()["code"]) == (409, "sent-already")
    assert client.delete(one).status_code == 204
    assert client.delete(one).json()["code"] == "share-ended"
    assert [row["state"] for row in client.get(root).json()["results"]] == ["revoked"]
    assert api_of(cast.vic).get(root).json()["results"] == []


def test_exactly_one_target_is_named(cast, api_of, root):
    client = api_of(cast.ada)
    for body in ({}, {"email": "a@example.com", "organization": "123456789012"}):
        wrong = client.post(root, body, format="json")
        assert wrong.status_code == 422
    team = Team.objects.get(name="Shop")
    made = client.post(root, {"team": str(team.pk)}, format="json").json()
    assert (made["state"], made["target"]["name"]) == ("accepted", "Shop")


def test_who_has_access_is_listed_with_reasons(cast, api_of, root, workload):
    client = api_of(cast.vic)
    api_of(cast.ada).post(
        root, {"email": "vic@example.com", "permission": "contribute"}, format="json"
    )
    rows = client.get(f"/api/v1/workloads/{workload.pk}/access/").json()["results"]
    found = {row["name"]: row for row in rows}
    assert set(found) == {f"{name} Example" for name in ("Ada", "Ben", "Cleo", "Vic")}
    vic = found["Vic Example"]
    assert (vic["role"], [g["role"] for g in vic["grounds"]]) == (
        "contributor", ["viewer", "contributor"],
    )  # fmt: skip


def test_a_read_token_neither_accepts_nor_shares(cast, api_of, root):
    prove(cast.oda)
    share = api_of(cast.ada).post(root, {"email": "oda@example.com"}, format="json").json()
    reading = api_of(cast.oda, scope="read")
    assert reading.get("/api/v1/shares/").status_code == 200
    assert reading.post(f"/api/v1/shares/{share['id']}/accept/").status_code == 403
    assert Share.objects.get().status == "pending"


def test_a_lens_is_shared_by_alias(cast, api_of, small_lens):
    client = api_of(cast.ben)
    root = "/api/v1/lenses/small/shares/"
    made = client.post(root, {"organization": cast.elsewhere.number}, format="json")
    assert made.status_code == 201
    share = made.json()
    assert (share["kind"], share["target"]["name"]) == ("lens", "Elsewhere")
    oda = api_of(cast.oda)
    assert oda.get(f"/api/v1/lenses/{small_lens.lens_id}/").status_code == 404
    oda.post(f"/api/v1/shares/{share['id']}/accept/")
    assert oda.get(f"/api/v1/lenses/{small_lens.lens_id}/").status_code == 200
    assert client.delete(f"{root}{share['id']}/").status_code == 204
    assert oda.get(f"/api/v1/lenses/{small_lens.lens_id}/").status_code == 404
    assert client.post(f"{root}{share['id']}/resend/").status_code == 409
