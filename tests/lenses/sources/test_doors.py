"""Sources in pages and over REST."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from lenses.models import LensSource, LensVersion
from lenses.services import imports, source_pulls, sources
from tests.builders import SMALL_LENS
from tests.lenses.sources.conftest import put

LIST = "/lenses/sources/"


@pytest.fixture
def admin(client_of, cast):
    return client_of(cast.ada)


def test_a_server_that_allows_nothing_says_how_to_allow_it(admin):
    page = admin.get(LIST).content.decode()
    assert "WELLARCH_SOURCE_ROOTS" in page
    assert 'name="place"' not in page


def test_a_place_is_followed_and_looked_at_in_one_step(admin, checkout):
    put(checkout)
    answer = admin.post(LIST, {"place": "standards/small.json"}, follow=True)
    page = answer.content.decode()
    assert "Looked: it is the draft now." in page
    assert "/lenses/small/?version=draft" in page
    listed = admin.get(LIST).content.decode()
    assert "New draft" in listed
    assert "Small lens" in listed


def test_a_place_that_is_not_allowed_is_refused_beside_its_field(admin, checkout):
    answer = admin.post(LIST, {"place": "secrets/small.json"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is no folder “secrets”" in page
    assert 'value="secrets/small.json"' in page


def test_what_is_wrong_with_a_document_stands_line_by_line(admin, checkout):
    put(checkout, pillars=[])
    page = admin.post(LIST, {"place": "standards/small.json"}, follow=True).content.decode()
    assert "This document is not a lens that can be reviewed." in page
    assert "/pillars" in page


def act(admin, source: LensSource, do: str):
    return admin.post(reverse("lens-source-act", args=[source.pk]), {"do": do}, follow=True)


def test_a_text_that_waits_is_shown_with_what_differs_and_taken(admin, actors, checkout):
    put(checkout)
    source = sources.add(actors.ada, place="standards/small.json")
    source_pulls.pull(actors.ada, source.pk)
    imports.import_document(actors.ben, data=json.dumps({**SMALL_LENS, "description": "Ben's"}))
    put(checkout, description="From the repository")
    page = act(admin, source, "pull").content.decode()
    assert "waits" in page
    assert "1 text changed" in page
    act(admin, source, "take")
    draft = LensVersion.objects.get(status="draft")
    assert draft.document["description"] == "From the repository"


def test_a_draft_with_errors_cannot_be_compared_and_the_page_says_so(admin, actors, checkout):
    put(checkout)
    source = sources.add(actors.ada, place="standards/small.json")
    source_pulls.pull(actors.ada, source.pk)
    LensVersion.objects.update(document={"name": ""}, digest="x")
    put(checkout, description="From the repository")
    page = act(admin, source, "pull").content.decode()
    assert "holds errors" in page


def test_stopping_moving_and_removing(admin, actors, checkout):
    put(checkout)
    source = sources.add(actors.ada, place="standards/small.json")
    assert "Resume" in act(admin, source, "stop").content.decode()
    act(admin, source, "resume")
    put(checkout, "moved.json")
    where = reverse("lens-source", args=[source.pk])
    admin.post(where, {"place": "standards/moved.json"})
    assert LensSource.objects.get().place == "standards/moved.json"
    assert admin.post(where, {"place": "../moved.json"}).status_code == 422
    act(admin, source, "remove")
    assert not LensSource.objects.exists()
    assert LensVersion.objects.filter(lens__alias="small").exists()


def test_the_tab_is_for_those_who_keep_sources(client_of, cast):
    assert LIST in client_of(cast.ada).get("/lenses/").content.decode()
    assert LIST not in client_of(cast.ben).get("/lenses/").content.decode()


def test_sources_over_rest(api_of, cast, checkout):
    put(checkout)
    api = api_of(cast.ada, scope="admin")
    made = api.post("/api/v1/lens-sources/", {"place": "standards/small.json"})
    assert (made.status_code, made.json()["state"]) == (201, "new")
    where = made["Location"]
    assert api.post(f"{where}pull/").json()["lens"] == "small"
    assert [row["state"] for row in api.get("/api/v1/lens-sources/").json()["results"]] == [
        "changed"
    ]
    assert api.patch(where, {"is_active": False}).json()["is_active"] is False
    assert api.post(f"{where}pull/").json()["code"] == "source-stopped"
    assert api.post(f"{where}take/").status_code == 409
    refused = api.post("/api/v1/lens-sources/", {"place": "https://evil.example/a.json"})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (422, "place")
    assert api.delete(where).status_code == 204
    assert api.get(where).status_code == 404


def test_who_does_not_keep_sources_sees_the_place_without_what_may_be_secret(
    client_of, cast, actors, small_lens, settings
):
    settings.WELLARCH_SOURCE_URLS = ["https://example.com/"]
    source = sources.add(actors.ada, place="https://example.com/a.yaml?token=hidden")
    LensSource.objects.filter(pk=source.pk).update(lens=small_lens.lens)
    page = client_of(cast.ben).get("/lenses/small/").content.decode()
    assert "https://example.com/a.yaml" in page
    assert "token=hidden" not in page
