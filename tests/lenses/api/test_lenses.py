"""Lenses over REST: read, import, publish, export."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from lenses.models import Lens
from tests.builders import SMALL_LENS
from tests.rest.described import check, problem

LENSES = "/api/v1/lenses/"


def changed(**values: Any) -> dict[str, Any]:
    return {**copy.deepcopy(SMALL_LENS), **values}


def test_built_in_and_own_lenses_are_listed(api_of, cast, framework, small_lens):
    rows = check(api_of(cast.vic, "read").get(LENSES))["results"]
    shown = {row["alias"]: row for row in rows}
    assert shown["wellarchitected"]["is_builtin"]
    assert shown["wellarchitected"]["published"]["question_count"] == 57
    assert shown["small"]["published"]["number"] == 1
    assert shown["small"]["draft"] is None


def test_a_lens_is_found_by_id_and_by_alias(api_of, cast, small_lens):
    api = api_of(cast.vic, "read")
    by_alias = check(api.get(f"{LENSES}small/"))
    assert check(api.get(f"{LENSES}{small_lens.lens_id}/")) == by_alias


def test_lenses_of_others_do_not_exist(api_of, cast, small_lens):
    api = api_of(cast.oda)
    for path in ("", "versions/", "versions/1/", "export/"):
        problem(api.get(f"{LENSES}{small_lens.lens_id}/{path}"), 404, "not-found")
    problem(api.post(f"{LENSES}small/publish/", {"name": "2"}), 404, "not-found")


@pytest.mark.parametrize("form", ["object", "text", "yaml", "plain", "file"])
def test_a_document_is_imported_in_every_form(api_of, cast, form):
    text = yaml.safe_dump(SMALL_LENS, sort_keys=False)
    body, content_type = {
        "object": (json.dumps({"document": SMALL_LENS}), "application/json"),
        "text": (json.dumps({"document": text}), "application/json"),
        "yaml": (text, "application/yaml"),
        "plain": (json.dumps(SMALL_LENS), "text/plain"),
        "file": (None, ""),
    }[form]
    api = api_of(cast.ben)
    if form == "file":
        file = SimpleUploadedFile("small.yaml", text.encode())
        response = api.post(LENSES, {"file": file}, format="multipart")
    else:
        response = api.post(LENSES, body, content_type=content_type)
    made = check(response)
    assert response.status_code == 201
    assert (made["lens"]["alias"], made["version"]["status"]) == ("small", "draft")
    assert made["version"]["question_count"] == 3
    version = check(api.get(response.headers["Location"]))
    assert version["document"]["pillars"][0]["id"] == "doors"


def test_every_error_of_a_document_is_named_with_its_pointer(api_of, cast):
    document = changed()
    question = document["pillars"][0]["questions"][0]
    question["choices"][1]["id"] = "locks_key"
    question["riskRules"][0]["condition"] = "locks_key && ("
    question["riskRules"][1]["risk"] = "SOME_RISK"
    document["pillars"][1]["questions"][0]["choices"] = []
    response = api_of(cast.ben).post(LENSES, {"document": document})
    found = problem(response, 422, "invalid-lens")
    paths = {error["path"] for error in found["errors"]}
    assert paths >= {
        "/pillars/0/questions/0/choices/1/id",
        "/pillars/0/questions/0/riskRules/0/condition",
        "/pillars/0/questions/0/riskRules/1/risk",
        "/pillars/1/questions/0/choices",
    }
    assert not Lens.objects.filter(alias="small").exists()


def test_text_that_does_not_parse_is_told_with_its_line(api_of, cast):
    response = api_of(cast.ben).post(LENSES, '{"name": "x",\n oops', content_type="text/plain")
    found = problem(response, 422, "invalid-lens")
    assert "line 2" in found["errors"][0]["message"]


@pytest.mark.parametrize("body", [{}, {"document": 3}, {"document": []}, {"documents": {}}])
def test_a_body_without_a_document_is_refused(api_of, cast, body):
    problem(api_of(cast.ben).post(LENSES, body), 422, "invalid")


def test_what_cannot_be_stored_is_not_let_in(api_of, cast):
    text = json.dumps(changed(description="HERE")).replace("HERE", "a\\u0000b \\ud800")
    made = check(api_of(cast.ben).post(LENSES, text, content_type="text/plain"))
    assert made["lens"]["description"] == "a\ufffdb \ufffd"


def test_what_looks_wrong_comes_with_the_draft(api_of, cast):
    document = changed()
    document["pillars"][0]["questions"][0]["riskRules"].pop()
    made = check(api_of(cast.ben).post(LENSES, {"document": document}))
    assert "default-missing" in {warning["code"] for warning in made["warnings"]}


def test_a_built_in_alias_is_taken(api_of, cast, framework):
    document = changed(alias="wellarchitected")
    response = api_of(cast.ben).post(LENSES, {"document": document})
    problem(response, 409, "builtin-alias")


@pytest.mark.parametrize("name", ["cleo", "vic"])
def test_contributors_and_viewers_change_no_lens(api_of, cast, small_lens, name):
    api = api_of(getattr(cast, name))
    problem(api.post(LENSES, {"document": SMALL_LENS}), 403, "forbidden")
    problem(api.post(f"{LENSES}small/publish/", {"name": "2"}), 403, "forbidden")


def test_a_draft_is_published_once(api_of, cast):
    api = api_of(cast.ben)
    api.post(LENSES, {"document": SMALL_LENS})
    published = check(api.post(f"{LENSES}small/publish/", {"name": "1.0", "notes": "First."}))
    assert (published["status"], published["name"]) == ("published", "1.0")
    assert published["published_by"] == "Ben Example"
    problem(api.post(f"{LENSES}small/publish/", {"name": "1.1"}), 409, "no-draft")


def test_a_version_name_is_checked_and_taken_once(api_of, cast, small_lens):
    api = api_of(cast.ben)
    api.post(LENSES, {"document": changed(description="New.")})
    for name in ("", "a b", "1"):
        found = problem(api.post(f"{LENSES}small/publish/", {"name": name}), 422, "invalid")
        assert found["errors"][0]["path"] == "name"


def test_versions_are_listed_newest_first(api_of, cast, small_lens):
    api = api_of(cast.ben)
    api.post(LENSES, {"document": changed(description="New.")})
    rows = check(api.get(f"{LENSES}small/versions/"))["results"]
    assert [(row["number"], row["status"]) for row in rows] == [(2, "draft"), (1, "published")]
    problem(api.get(f"{LENSES}small/versions/3/"), 404, "not-found")


@pytest.mark.parametrize(
    ("query", "media"),
    [("", "application/json"), ("?as=yaml", "application/yaml"), ("?as=aws", "application/json")],
)
@pytest.mark.parametrize("accept", ["*/*", "application/yaml", "text/html"])
def test_a_lens_is_exported(api_of, cast, small_lens, query, media, accept):
    response = api_of(cast.vic).get(f"{LENSES}small/export/{query}", HTTP_ACCEPT=accept)
    check(response)
    assert response.headers["Content-Type"] == f"{media}; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith("attachment")
    document = yaml.safe_load(response.content)
    assert [pillar["id"] for pillar in document["pillars"]] == ["doors", "windows"]


def test_an_unknown_format_or_version_is_refused(api_of, cast, small_lens):
    api = api_of(cast.vic)
    problem(api.get(f"{LENSES}small/export/?as=pdf"), 422, "invalid")
    problem(api.get(f"{LENSES}small/export/?version=9"), 404, "not-found")


def test_an_export_imports_again_without_loss(api_of, cast, framework):
    api = api_of(cast.ben)
    document = json.loads(api.get(f"{LENSES}wellarchitected/export/").content)
    made = check(api.post(LENSES, {"document": {**document, "alias": "copy"}}))
    again = json.loads(api.get(f"{LENSES}copy/export/").content)
    assert made["version"]["choice_count"] == framework.choice_count
    assert {**again, "alias": "x"} == {**document, "alias": "x"}


def test_a_list_of_lenses_costs_the_same_however_long(
    api_of, cast, small_lens, django_assert_num_queries
):
    api = api_of(cast.ben)
    api.get(LENSES)
    with django_assert_num_queries(4):  # token, membership, lenses, versions
        api.get(LENSES)
    for alias in ("one", "two", "three"):
        api.post(LENSES, {"document": changed(alias=alias)})
    with django_assert_num_queries(4):
        assert len(check(api.get(LENSES))["results"]) >= 5
