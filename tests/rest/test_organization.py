"""The organization and its members over REST."""

from __future__ import annotations

from tests.rest.described import check, problem

ORGANIZATION = "/api/v1/organization/"
MEMBERS = "/api/v1/members/"


def test_every_member_reads_the_settings(api_of, cast):
    shown = check(api_of(cast.vic, "read").get(ORGANIZATION))
    assert (shown["slug"], shown["high_risk_days"], shown["low_risk_days"]) == (
        "northwind", 30, None,
    )  # fmt: skip


def test_an_admin_changes_some_settings(api_of, cast):
    changed = check(
        api_of(cast.ada, "admin").patch(ORGANIZATION, {"high_risk_days": 14, "low_risk_days": 180})
    )
    assert (changed["high_risk_days"], changed["low_risk_days"], changed["name"]) == (
        14, 180, "Northwind",
    )  # fmt: skip


def test_the_colour_of_reports_must_be_read_on_white(api_of, cast):
    admin = api_of(cast.ada, "admin")
    assert check(admin.patch(ORGANIZATION, {"accent": "#8A1538"}))["accent"] == "#8a1538"
    found = problem(admin.patch(ORGANIZATION, {"accent": "#ffd400"}), 422, "invalid")
    assert [error["path"] for error in found["errors"]] == ["accent"]


def test_wrong_settings_are_named(api_of, cast):
    body = {"high_risk_days": 0, "name": "", "slug": "other"}
    found = problem(api_of(cast.ada, "admin").patch(ORGANIZATION, body), 422, "invalid")
    assert {error["path"] for error in found["errors"]} == {"high_risk_days", "name", "slug"}


def test_an_architect_changes_no_settings(api_of, cast):
    response = api_of(cast.ben, "admin").patch(ORGANIZATION, {"industry": "Retail"})
    problem(response, 403, "forbidden")


def test_members_are_listed_with_roles(api_of, cast):
    rows = check(api_of(cast.vic, "read").get(MEMBERS))["results"]
    assert [(row["email"], row["role"]) for row in rows] == [
        ("ada@example.com", "admin"),
        ("ben@example.com", "architect"),
        ("cleo@example.com", "contributor"),
        ("vic@example.com", "viewer"),
    ]


def test_an_admin_promotes_and_removes(api_of, cast):
    api, where = api_of(cast.ada, "admin"), f"{MEMBERS}{cast.vic.pk}/"
    assert check(api.patch(where, {"role": "architect"}))["role"] == "architect"
    assert api.delete(where).status_code == 204
    problem(api.patch(where, {"role": "viewer"}), 404, "not-found")


def test_members_are_searched(api_of, cast):
    rows = check(api_of(cast.vic, "read").get(MEMBERS, {"search": "cleo"}))["results"]
    assert [row["email"] for row in rows] == ["cleo@example.com"]


def test_nobody_is_added_without_being_asked(api_of, cast):
    response = api_of(cast.ada, "admin").post(MEMBERS, {"email": "oda@example.com"})
    assert response.status_code == 405


def test_the_last_admin_stays(api_of, cast):
    api = api_of(cast.ada, "admin")
    problem(api.delete(f"{MEMBERS}{cast.ada.pk}/"), 409, "last-admin")


def test_the_default_lens_is_used_where_none_is_named(api_of, cast, workload, small_lens):
    api = api_of(cast.ada, "admin")
    lens = str(small_lens.lens_id)
    assert check(api.patch(ORGANIZATION, {"default_lens": lens}))["default_lens"] == lens
    made = check(api.post(f"/api/v1/workloads/{workload.pk}/reviews/", {}))
    assert made["lens"]["alias"] == "small"


def test_a_second_factor_is_asked_by_who_has_one(api_of, cast):
    response = api_of(cast.ada, "admin").patch(ORGANIZATION, {"second_factor_required": True})
    found = problem(response, 422, "invalid")
    assert found["errors"][0]["path"] == "second_factor_required"
