"""Importing a lens in the browser."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lenses.models import Lens, LensVersion
from tests.builders import SMALL_LENS

IMPORT = "/lenses/import/"
BROKEN = """{
  "schemaVersion": "2021-11-01",
  "name": "Broken <b>lens</b>",
  "pillars": [{"id": "p", "name": "P", "questions": [
    {"id": "q", "title": "Q?",
     "choices": [{"id": "a", "title": "A"}, {"id": "a", "title": "Again"}],
     "riskRules": [{"condition": "zebra", "risk": "TERRIBLE"}]}]}]
}"""


def test_pasted_text_becomes_a_draft(client_of, cast):
    page = client_of(cast.ben).post(IMPORT, {"text": json.dumps(SMALL_LENS)}, follow=True)
    assert page.redirect_chain[-1][0] == "/lenses/small/?version=draft"
    assert "Imported as a draft." in page.text
    version = LensVersion.objects.get(lens__alias="small")
    assert (version.status, version.lens.organization) == ("draft", cast.northwind)


def test_a_file_becomes_a_draft(client_of, cast):
    file = SimpleUploadedFile("small.json", json.dumps(SMALL_LENS).encode())
    client_of(cast.ada).post(IMPORT, {"file": file})
    assert Lens.objects.filter(alias="small", organization=cast.northwind).exists()


def test_a_second_import_replaces_the_draft(client_of, cast):
    browser = client_of(cast.ada)
    browser.post(IMPORT, {"text": json.dumps(SMALL_LENS)})
    browser.post(IMPORT, {"text": json.dumps(SMALL_LENS | {"name": "Better"})})
    assert LensVersion.objects.get(lens__alias="small").document["name"] == "Better"


def test_remarks_are_shown_after_success(client_of, cast):
    document = deepcopy(SMALL_LENS) | {"_author": "somebody"}
    page = client_of(cast.ada).post(IMPORT, {"text": json.dumps(document)}, follow=True)
    assert "1 thing to look at" in page.text
    assert "/_author" in page.text


def test_errors_come_all_at_once_with_place_and_the_text_stays(client_of, cast):
    page = client_of(cast.ada).post(IMPORT, {"text": BROKEN})
    assert page.status_code == 422
    assert "3 errors keep this from being a lens" in page.text
    for pointer in ("choices/1/id", "riskRules/0/condition", "riskRules/0/risk"):
        assert f"/pillars/0/questions/0/{pointer}" in page.text
    assert "line 6, column" in page.text
    assert "Broken &lt;b&gt;lens&lt;/b&gt;" in page.text
    assert not Lens.objects.exclude(organization=None).exists()


def test_the_text_of_a_broken_file_is_kept_for_correction(client_of, cast):
    file = SimpleUploadedFile("broken.json", BROKEN.encode())
    page = client_of(cast.ada).post(IMPORT, {"file": file})
    assert "&quot;condition&quot;: &quot;zebra&quot;" in page.text


def test_text_that_is_no_json_says_where_it_breaks(client_of, cast):
    page = client_of(cast.ada).post(IMPORT, {"text": '{\n  "name": "x",\n  "pillars": [,]\n}'})
    assert page.status_code == 422
    assert "line 3, column 15" in page.text


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_is_asked_for(client_of, cast, text):
    page = client_of(cast.ada).post(IMPORT, {"text": text})
    assert page.status_code == 422
    assert "Choose a file, or paste the text of a lens." in page.text


def test_bytes_that_are_no_text_are_refused_calmly(client_of, cast):
    file = SimpleUploadedFile("x.json", b"\xff\xfe\x00\x01" * 40)
    page = client_of(cast.ada).post(IMPORT, {"file": file})
    assert page.status_code == 422
    assert "keeps this from being a lens" in page.text


def test_a_file_that_is_too_large_is_not_read(client_of, cast):
    file = SimpleUploadedFile("x.json", b" " * 5_000_001)
    page = client_of(cast.ada).post(IMPORT, {"file": file})
    assert page.status_code == 422
    assert "too large" in page.text


def test_the_alias_of_a_built_in_lens_is_refused_and_the_text_stays(client_of, cast, framework):
    text = json.dumps(SMALL_LENS | {"alias": "wellarchitected"})
    page = client_of(cast.ada).post(IMPORT, {"text": text})
    assert page.status_code == 422
    assert "Give yours another alias." in page.text
    assert "How do you lock the doors?" in page.text


def test_a_lens_called_like_a_page_gets_another_address(client_of, cast):
    document = {key: value for key, value in SMALL_LENS.items() if key != "alias"}
    page = client_of(cast.ada).post(
        IMPORT, {"text": json.dumps(document | {"name": "Import"})}, follow=True
    )
    assert page.redirect_chain[-1][0] == "/lenses/import-lens/?version=draft"


@pytest.mark.parametrize("who", ["cleo", "vic"])
def test_who_may_not_write_lenses_cannot_import(client_of, cast, who):
    browser = client_of(getattr(cast, who))
    assert browser.get(IMPORT).status_code == 403
    assert browser.post(IMPORT, {"text": json.dumps(SMALL_LENS)}).status_code == 403
    assert not Lens.objects.exclude(organization=None).exists()


def test_a_document_in_one_line_shows_what_is_around_each_error(client_of, cast):
    document = deepcopy(SMALL_LENS)
    document["pillars"][1]["questions"][0]["riskRules"][0]["risk"] = "AWFUL"
    page = client_of(cast.ada).post(IMPORT, {"text": json.dumps(document)})
    (fault,) = page.context["faults"]
    assert "AWFUL" in fault.excerpt
    assert fault.excerpt.startswith("…")
    assert len(fault.excerpt) <= 122
    assert f'data-column="{fault.column}"' in page.text
