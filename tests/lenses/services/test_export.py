"""Lenses become documents again."""

from __future__ import annotations

import json

import pytest

from lenses.document import read, to_dict
from lenses.services import exports, imports
from tests.builders import SMALL_LENS, publish_lens
from wellarch.errors import Invalid, NotFound


@pytest.mark.parametrize("format", ["json", "yaml"])
def test_nothing_is_lost_on_the_way_out_and_in_again(actors, format):
    document = SMALL_LENS | {"_team": ["a", "b"], "focus": "Houses"}
    version = publish_lens(actors.ada, document)
    text = exports.export(actors.vic, alias="small", format=format)
    reading = read(text)
    assert to_dict(reading.lens) == version.document
    again = imports.import_document(actors.ada, data=text)
    assert again.digest == version.digest


def test_the_reference_format_gets_only_what_it_knows(actors):
    publish_lens(actors.ada, SMALL_LENS | {"_team": "x", "focus": "Houses"})
    text = exports.export(actors.vic, alias="small", format="aws")
    document = json.loads(text)
    assert "focus" not in document
    assert "_team" not in document
    assert not read(text, strict=True).errors


def test_the_newest_published_version_unless_another_is_named(actors):
    publish_lens(actors.ada, name="1")
    publish_lens(actors.ada, SMALL_LENS | {"name": "Second"}, name="2")
    imports.import_document(actors.ada, data=SMALL_LENS | {"name": "Third"})

    def name(version=""):
        return json.loads(exports.export(actors.vic, alias="small", version=version))["name"]

    assert [name(), name("1"), name("2"), name("draft")] == [
        "Second",
        "Small lens",
        "Second",
        "Third",
    ]
    with pytest.raises(NotFound):
        name("3")


def test_a_lens_with_a_draft_only_gives_its_draft(actors):
    imports.import_document(actors.ada, data=SMALL_LENS)
    assert json.loads(exports.export(actors.vic, alias="small"))["name"] == "Small lens"


def test_other_formats_are_refused(actors, small_lens):
    with pytest.raises(Invalid):
        exports.export(actors.vic, alias="small", format="docx")


def test_an_outsider_exports_nothing_of_ours_but_built_in_lenses(actors, small_lens, framework):
    with pytest.raises(NotFound):
        exports.export(actors.oda, alias="small")
    assert exports.export(actors.oda, alias="wellarchitected", format="aws")
