"""The document of a draft: read once per edit, and never an old one."""

import pytest
from django.db import transaction

from lenses.document import check
from lenses.draft_access import draft_of
from lenses.models import LensVersion
from lenses.reads import draft_problems
from lenses.services import drafts, imports
from tests.builders import SMALL_LENS


@pytest.fixture
def draft(actors) -> LensVersion:
    return imports.import_document(actors.ada, data=SMALL_LENS)


def retitled(text):
    return {"op": "set", "at": "questions/locks", "field": "title", "value": text}


def title_of(row):
    return row.document["pillars"][0]["questions"][0]["title"]


def test_a_document_that_did_not_change_is_not_read_again(draft):
    assert draft_of(draft.lens).document is draft_of(draft.lens).document


def test_reading_a_held_draft_is_one_query(draft, django_assert_num_queries):
    draft_of(draft.lens)
    with django_assert_num_queries(1):
        assert draft_of(draft.lens).document["name"] == "Small lens"


def test_an_edit_of_another_process_is_seen_at_once(draft):
    held = draft_of(draft.lens)
    document = {**held.document, "name": "Elsewhere"}
    # As another process writes it: nothing of this one knows.
    LensVersion.objects.filter(pk=draft.pk).update(document=document, revision=1, digest="other")
    assert draft_of(draft.lens).document["name"] == "Elsewhere"


def test_an_edit_that_was_rolled_back_is_not_what_is_read(actors, draft):
    with transaction.atomic():
        drafts.edit(actors.ada, "small", operation=retitled("Never said"))
        transaction.set_rollback(True)
    assert title_of(draft_of(draft.lens)) != "Never said"
    drafts.edit(actors.ada, "small", operation=retitled("Said"))
    assert title_of(draft_of(draft.lens)) == "Said"


def test_problems_are_looked_for_once_per_edit(actors, draft, monkeypatch):
    looked = []

    def counted(document):
        looked.append(document)
        return check(document)

    monkeypatch.setattr(draft_problems, "check", counted)
    for _visit in range(3):
        draft_problems.of_draft(draft_of(draft.lens))
    assert len(looked) == 1
    drafts.edit(actors.ada, "small", operation=retitled(""))
    assert draft_problems.of_draft(draft_of(draft.lens)).counts.warnings
    assert len(looked) == 2
