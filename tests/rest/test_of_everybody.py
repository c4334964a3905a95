"""The organization over REST: its logo, everybody's tokens, its log as a file; and oneself."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.rest.described import check, problem
from wellarch.events.models import Event

LOGO = "/api/v1/organization/logo/"


@pytest.fixture
def files(settings, tmp_path):
    """Files of this test are nobody else's."""
    settings.MEDIA_ROOT = tmp_path


def picture() -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(target, "PNG")
    return SimpleUploadedFile("logo.png", target.getvalue(), "image/png")


def test_a_logo_is_set_fetched_and_removed(cast, api_of, files):
    api = api_of(cast.ada, "admin")
    assert api.get(LOGO).status_code == 204
    shown = check(api.put(LOGO, {"logo": picture()}, format="multipart"))
    assert shown["has_logo"] is True
    fetched = api_of(cast.vic, "read").get(LOGO)
    assert fetched.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(fetched.content)).size == (300, 100)
    assert api.delete(LOGO).status_code == 204
    assert api.get(LOGO).status_code == 204


def test_what_is_no_picture_is_refused_with_the_field(cast, api_of, files):
    api = api_of(cast.ada, "admin")
    broken = SimpleUploadedFile("logo.png", b"no picture", "image/png")
    refused = problem(api.put(LOGO, {"logo": broken}, format="multipart"), 422, "invalid")
    assert refused["errors"][0]["path"] == "logo"
    problem(api.put(LOGO, {}, format="multipart"), 422, "invalid")
    problem(api_of(cast.ben, "admin").put(LOGO, {}, format="multipart"), 403, "forbidden")


@pytest.mark.parametrize("what", ["tokens", "access-keys"])
def test_admins_see_the_credentials_of_everybody_and_whose_they_are(what, cast, api_of):
    api_of(cast.cleo, "admin").post(f"/api/v1/{what}/", {"name": "Nightly"})
    rows = check(api_of(cast.ada, "admin").get(f"/api/v1/organization/{what}/"))["results"]
    [row] = [row for row in rows if row["name"] == "Nightly"]
    assert row["owner"]["email"] == "cleo@example.com"
    assert not {"token", "secret"} & set(row)
    problem(api_of(cast.ben, "admin").get(f"/api/v1/organization/{what}/"), 403, "forbidden")


def test_a_token_and_a_key_are_read_at_the_address_they_were_made_at(cast, api_of):
    api = api_of(cast.cleo, "admin")
    for what in ("tokens", "access-keys"):
        made = api.post(f"/api/v1/{what}/", {"name": "Nightly", "scope": "read"})
        where = made.headers["Location"]
        shown = check(api.get(where))
        assert (shown["name"], shown["scope"]) == ("Nightly", "read")
        problem(api_of(cast.ben, "admin").get(where), 404, "not-found")
        assert check(api_of(cast.ada, "admin").get(where))["name"] == "Nightly"


def test_a_member_is_read_and_only_admins_learn_of_the_second_factor(cast, api_of):
    where = f"/api/v1/members/{cast.cleo.pk}/"
    shown = check(api_of(cast.vic, "read").get(where))
    assert (shown["role"], shown["has_second_factor"]) == ("contributor", None)
    assert check(api_of(cast.ada, "admin").get(where))["has_second_factor"] is False
    problem(api_of(cast.vic).get(f"/api/v1/members/{cast.oda.pk}/"), 404, "not-found")


def test_i_change_my_name_and_time_zone_with_a_token_that_speaks_for_me(cast, api_of):
    api = api_of(cast.vic, "admin")
    shown = check(api.patch("/api/v1/me/", {"name": "Vicky", "time_zone": "Europe/Berlin"}))
    assert (shown["user"]["name"], shown["user"]["time_zone"]) == ("Vicky", "Europe/Berlin")
    refused = problem(api.patch("/api/v1/me/", {"time_zone": "Mars"}), 422, "invalid")
    assert refused["errors"][0]["path"] == "time_zone"
    problem(api_of(cast.vic, "write").patch("/api/v1/me/", {"name": "V"}), 403, "forbidden")


def test_the_log_is_fetched_as_a_file_and_that_is_logged(cast, api_of, workload):
    api = api_of(cast.ada, "admin")
    answer = api.post("/api/v1/audit/export/", {"verb": "workload.created"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert [row["verb"] for row in rows] == ["workload.created"]
    assert Event.objects.filter(verb="audit.exported").count() == 1
    problem(api_of(cast.ben, "admin").post("/api/v1/audit/export/", {}), 403, "forbidden")
    problem(api.post("/api/v1/audit/export/", {"verbs": "x"}), 422, "invalid")
