"""Real lenses of others are edited: every operation leads back, and what is written is what was
edited. They are not ours to keep here (see tests/lenses/document/test_shared_lenses.py)."""

from __future__ import annotations

import json

import pytest

from lenses import editing
from lenses.document import check, lint, read, to_dict, write_json
from tests.lenses.document.test_shared_lenses import EACH, FILES

pytestmark = pytest.mark.skipif(not FILES, reason="no real lenses: set WELLARCH_SHARED")


@EACH
def test_a_real_lens_is_edited_and_leads_back(path):
    document = to_dict(read(path.read_bytes()).lens)
    frozen = json.dumps(document)
    names = editing.names_of_all(document)
    question = next(name for p, name in names.items() if p[-2:-1] == ("questions",))
    choice = next(name for p, name in names.items() if p[-2:-1] == ("choices",))
    for operation in (
        {"op": "set", "at": question, "field": "title", "value": "Another title?"},
        {"op": "set", "at": question, "field": "id", "value": "another_id"},
        {"op": "set", "at": choice, "field": "id", "value": "another_choice"},
        {"op": "move", "at": choice, "place": 2},
        {"op": "duplicate", "at": question},
        {"op": "remove", "at": question},
        {"op": "add", "what": "choice", "to": question, "title": "One more"},
    ):
        done = editing.apply(document, operation)
        assert editing.replay(done.document, done.inverse).document == document
        if operation["op"] != "remove":
            reading = read(done.document)
            assert reading.lens is not None
            assert json.loads(write_json(reading.lens)) == done.document
    assert json.dumps(document) == frozen


@EACH
def test_a_real_lens_is_checked_as_it_is_read_and_linted(path):
    reading = read(path.read_bytes())
    document = to_dict(reading.lens)
    again = read(document)
    said = {(each.pointer, each.code) for each in (*again.problems, *lint(again.lens))}
    found = {(each.pointer, each.code) for each in check(document)}
    # An unknown key is said once per lens there, once per question here.
    assert {each for each in found if each[1] != "unknown-key"} == {
        each for each in said if each[1] != "unknown-key"
    }
