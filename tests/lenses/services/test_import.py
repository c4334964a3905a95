"""Documents become drafts."""

from __future__ import annotations

import json

import pytest

from lenses.models import Lens, LensVersion
from lenses.services import imports
from tests.builders import SMALL_LENS, publish_lens
from wellarch.errors import Conflict, Forbidden, Invalid
from wellarch.events.models import Event


def test_a_document_makes_a_lens_with_one_draft(actors):
    draft = imports.import_document(actors.ben, data=json.dumps(SMALL_LENS), filename="s.json")
    assert draft.lens.organization == actors.ben.organization
    assert (draft.number, draft.name, draft.status) == (1, "", "draft")
    assert (draft.pillar_count, draft.question_count, draft.choice_count) == (2, 3, 9)
    event = Event.objects.get(verb="lens.imported")
    assert (event.user, event.data["file"], event.data["new"]) == (actors.ben.user, "s.json", True)


def test_the_next_import_replaces_the_draft_and_not_a_version(actors):
    published = publish_lens(actors.ada)
    first = imports.import_document(actors.ada, data=SMALL_LENS | {"name": "Two"})
    second = imports.import_document(actors.ada, data=SMALL_LENS | {"name": "Three"})
    assert first.pk == second.pk != published.pk
    assert second.number == 2
    published.refresh_from_db()
    assert published.document["name"] == "Small lens"


def test_without_an_alias_the_name_makes_one(actors):
    document = {key: value for key, value in SMALL_LENS.items() if key != "alias"}
    assert imports.import_document(actors.ada, data=document).lens.alias == "small-lens"


def test_two_organizations_may_use_the_same_alias(actors):
    mine = imports.import_document(actors.ada, data=SMALL_LENS)
    theirs = imports.import_document(actors.oda, data=SMALL_LENS)
    assert mine.lens_id != theirs.lens_id


def test_a_broken_document_leaves_nothing_and_says_everything(actors):
    text = '{"name": "X", "pillars": [{"id": "p", "name": "P", "questions": [\n{"id": "q"}]}]}'
    with pytest.raises(Invalid) as refused:
        imports.import_document(actors.ada, data=text)
    error = refused.value
    assert error.code == "invalid-lens"
    assert {problem["pointer"] for problem in error.data["problems"]} == set(error.fields)
    assert all(problem["line"] == 2 for problem in error.data["problems"])
    assert not Lens.objects.filter(organization=actors.ada.organization).exists()
    assert not Event.objects.filter(verb="lens.imported").exists()


def test_a_built_in_alias_is_taken(actors, framework):
    with pytest.raises(Conflict) as refused:
        imports.import_document(actors.ada, data=SMALL_LENS | {"alias": "wellarchitected"})
    assert refused.value.code == "builtin-alias"


@pytest.mark.parametrize("who", ["cleo", "vic"])
def test_it_takes_an_architect(actors, who):
    with pytest.raises(Forbidden):
        imports.import_document(getattr(actors, who), data=SMALL_LENS)
    assert not LensVersion.objects.filter(lens__organization__isnull=False).exists()
