"""Drafts over REST: operations, merging by If-Match, whole documents, undo, copies."""

from __future__ import annotations

import json

import pytest

from lenses.models import Lens, LensVersion
from lenses.services import drafts
from tests.builders import SMALL_LENS

DRAFT = "/api/v1/lenses/small/draft/"
TITLE = {"op": "set", "at": "questions/locks", "field": "title", "value": "How do you lock?"}


@pytest.fixture
def draft(actors, small_lens):
    return drafts.open(actors.ada, "small")


@pytest.fixture
def api(cast, api_of):
    return api_of(cast.ben)


def change(api, operation, **headers):
    return api.patch(DRAFT, {"operation": operation}, format="json", **headers)


def test_a_draft_is_begun_and_read_with_its_revision(api, small_lens):
    assert api.get(DRAFT).data["code"] == "no-draft"
    begun = api.post(DRAFT)
    assert (begun.status_code, begun["ETag"]) == (200, '"0"')
    read = api.get(DRAFT)
    assert read.data["document"] == SMALL_LENS
    assert (read.data["error_count"], read.data["warning_count"], read.data["problems"]) == (
        0,
        0,
        [],
    )


def test_an_operation_changes_the_draft_and_says_what_is_wrong_then(api, draft):
    remove = {"op": "remove", "at": "questions/locks/choices/locks_bolt"}
    edited = change(api, remove, HTTP_IF_MATCH='"0"')
    assert (edited.status_code, edited["ETag"]) == (200, '"1"')
    assert (edited.data["at"], edited.data["error_count"]) == ("questions/locks", 1)
    problem = edited.data["problems"][0]
    assert (problem["at"], problem["field"]) == ("questions/locks/rules/0", "condition")


def test_two_programs_merge_and_the_same_field_is_refused_with_both_values(
    cast, api_of, api, draft
):
    assert change(api, TITLE, HTTP_IF_MATCH='"0"').status_code == 200
    other = api_of(cast.ada)
    text = TITLE | {"field": "description", "value": "Every door."}
    assert change(other, text, HTTP_IF_MATCH='"0"').status_code == 200
    refused = change(other, TITLE | {"value": "Mine"}, HTTP_IF_MATCH='"0"')
    assert (refused.status_code, refused["ETag"]) == (412, '"2"')
    assert refused.data["fields"] == {
        "questions/locks#title": {"mine": "Mine", "theirs": "How do you lock?"}
    }


@pytest.mark.parametrize(
    ("operation", "status", "path"),
    [
        ({"op": "paint"}, 422, "op"),
        (TITLE | {"field": "colour"}, 422, "field"),
        (TITLE | {"at": "questions/none"}, 404, None),
    ],
)
def test_an_operation_that_cannot_be_is_a_problem(api, draft, operation, status, path):
    answer = change(api, operation)
    assert answer.status_code == status
    if path:
        assert answer.data["errors"][0]["path"] == path


def test_a_revision_that_never_was_is_refused(api, draft):
    assert change(api, TITLE, HTTP_IF_MATCH='"9"').status_code == 412


@pytest.mark.parametrize("as_text", [True, False])
def test_a_document_replaces_the_draft(api, draft, as_text):
    document = SMALL_LENS | {"name": "Typed"}
    body = {"document": json.dumps(document) if as_text else document}
    assert api.put(DRAFT, body, format="json").status_code == 200
    draft.refresh_from_db()
    assert draft.document["name"] == "Typed"


def test_yaml_with_errors_replaces_the_draft_and_says_them(api, draft):
    text = "name: Typed\npillars:\n  - id: a\n    questions: []\n"
    answer = api.put(DRAFT, text, content_type="application/yaml")
    assert answer.status_code == 200
    assert [each["code"] for each in answer.data["problems"]][:1] == ["no-questions"]
    broken = api.put(DRAFT, "name: [", content_type="application/yaml")
    assert (broken.status_code, broken.data["code"]) == (422, "invalid-lens")


def test_undo_and_redo(api, draft):
    change(api, TITLE)
    undone = api.post(f"{DRAFT}undo/", {}, format="json")
    assert (undone.status_code, undone.data["revision"]) == (200, 2)
    draft.refresh_from_db()
    assert draft.document == SMALL_LENS
    assert api.post(f"{DRAFT}redo/").data["at"] == "questions/locks"
    again = api.post(f"{DRAFT}undo/", {"revision": 2}, format="json")
    assert (again.status_code, again.data["code"]) == (409, "nothing-to-undo")


def test_a_draft_is_discarded_as_it_was_seen(api, draft):
    change(api, TITLE)
    assert api.delete(DRAFT, HTTP_IF_MATCH='"0"').status_code == 412
    assert api.delete(DRAFT, HTTP_IF_MATCH='"1"').status_code == 204
    assert not LensVersion.objects.filter(lens__alias="small", status="draft").exists()


def test_a_new_lens_is_begun_by_its_name(api):
    made = api.post("/api/v1/lenses/", {"name": "Gates"}, format="json")
    assert made.status_code == 201
    assert (made.data["lens"]["alias"], made.data["warnings"]) == ("gates", [])
    both = {"name": "Gates", "document": SMALL_LENS}
    assert api.post("/api/v1/lenses/", both, format="json").status_code == 422


def test_a_built_in_lens_is_copied(api, framework):
    body = {"name": "Ours", "alias": "ours"}
    made = api.post("/api/v1/lenses/wellarchitected/copy/", body, format="json")
    assert made.status_code == 201
    assert made["Location"].endswith("/api/v1/lenses/ours/draft/")
    assert Lens.objects.get(alias="ours").copied_from == framework


def test_what_is_published_is_the_draft_that_was_seen(api, draft):
    change(api, TITLE)
    publish = "/api/v1/lenses/small/publish/"
    assert api.post(publish, {"name": "2"}, format="json", HTTP_IF_MATCH='"0"').status_code == 412
    assert api.post(publish, {"name": "2"}, format="json", HTTP_IF_MATCH='"1"').status_code == 200


def test_readers_do_not_see_the_desk(cast, api_of, draft):
    assert api_of(cast.vic).get(DRAFT).status_code == 403
    assert api_of(cast.oda).get(DRAFT).status_code == 404
