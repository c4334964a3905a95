"""Invitations over REST."""

from __future__ import annotations

import pytest

from tests.rest.described import check, problem
from wellarch.accounts.models import Invitation

INVITATIONS = "/api/v1/invitations/"
NORA = {"email": "nora@example.com", "role": "contributor"}


@pytest.fixture
def api(api_of, cast):
    return api_of(cast.ada, "admin")


def test_an_admin_invites_reads_sends_again_and_revokes(api):
    made = api.post(INVITATIONS, NORA)
    row, where = check(made), made.headers["Location"]
    assert where.endswith(f"{INVITATIONS}{row['id']}/")
    assert (row["kind"], row["email"], row["role"], row["is_expired"]) == (
        "mail", "nora@example.com", "contributor", False,
    )  # fmt: skip
    assert "digest" not in row
    assert check(api.get(where)) == row
    again = check(api.post(f"{where}resend/"))
    assert again["expires_at"] >= row["expires_at"]
    assert [one["id"] for one in check(api.get(INVITATIONS))["results"]] == [row["id"]]
    assert api.delete(where).status_code == 204
    problem(api.get(where), 404, "not-found")


def test_a_link_is_told_once(api):
    made = check(api.post(f"{INVITATIONS}links/", {"role": "architect", "days": 30}))
    assert "/join/" in made["url"]
    row = Invitation.objects.get()
    assert made["url"].rstrip("/").rpartition("/")[2] not in row.digest
    (listed,) = check(api.get(INVITATIONS))["results"]
    assert (listed["kind"], "url" in listed) == ("link", False)
    problem(api.post(f"{INVITATIONS}{row.pk}/resend/"), 409, "is-link")


def test_a_link_makes_no_admins(api):
    found = problem(api.post(f"{INVITATIONS}links/", {"role": "admin"}), 422, "invalid")
    assert found["errors"][0]["path"] == "role"


def test_a_member_is_not_invited(api, cast):
    problem(api.post(INVITATIONS, {"email": cast.vic.email}), 409, "already-member")


@pytest.mark.parametrize(("who", "scope"), [("ben", "admin"), ("ada", "write"), ("ada", "read")])
def test_only_admins_with_a_token_of_scope_admin_see_and_invite(api_of, cast, who, scope):
    client = api_of(getattr(cast, who), scope)
    problem(client.get(INVITATIONS), 403, "forbidden")
    problem(client.post(INVITATIONS, NORA), 403, "forbidden")
    assert not Invitation.objects.exists()


def test_invitations_of_others_do_not_exist(api, api_of, cast):
    where = api.post(INVITATIONS, NORA).headers["Location"]
    other = api_of(cast.oda, "admin")
    problem(other.get(where), 404, "not-found")
    problem(other.delete(where), 404, "not-found")
    problem(other.post(f"{where}resend/"), 404, "not-found")
    assert Invitation.objects.get().revoked_at is None
