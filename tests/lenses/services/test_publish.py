"""Drafts become versions that never change."""

from __future__ import annotations

import pytest

from lenses.access import compiled
from lenses.models import Choice, Pillar, Question
from lenses.services import imports, versions
from tests.builders import SMALL_LENS
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event


@pytest.fixture
def draft(actors):
    return imports.import_document(actors.ada, data=SMALL_LENS)


def test_a_version_gets_its_name_and_its_rows(actors, draft):
    version = versions.publish(actors.ben, draft, name=" 1.0 ", notes="First.")
    assert (version.name, version.status, version.published_by) == (
        "1.0",
        "published",
        "Ben Example",
    )
    assert Pillar.objects.filter(version=version).count() == 2
    assert Question.objects.filter(version=version).count() == 3
    assert Choice.objects.filter(question__version=version).count() == 9
    assert Event.objects.get(verb="lens.published").data["version"] == "1.0"


def test_the_lens_is_called_as_its_newest_version(actors, draft):
    versions.publish(actors.ada, draft, name="1")
    second = imports.import_document(actors.ada, data=SMALL_LENS | {"name": "New name"})
    draft.lens.refresh_from_db()
    assert draft.lens.name == "Small lens"
    versions.publish(actors.ada, second, name="2")
    draft.lens.refresh_from_db()
    assert draft.lens.name == "New name"


def test_nothing_is_published_twice(actors, draft):
    versions.publish(actors.ada, draft, name="1")
    with pytest.raises(Conflict) as refused:
        versions.publish(actors.ada, draft, name="2")
    assert refused.value.code == "not-a-draft"
    draft.refresh_from_db()
    assert draft.name == "1"


@pytest.mark.parametrize("name", ["", " ", "a b", "-1", "draft", "x" * 33, "1"])
def test_a_name_is_short_plain_and_free(actors, draft, name):
    versions.publish(actors.ada, draft, name="1")
    second = imports.import_document(actors.ada, data=SMALL_LENS)
    with pytest.raises(Invalid) as refused:
        versions.publish(actors.ada, second, name=name)
    assert set(refused.value.fields) == {"name"}
    second.refresh_from_db()
    assert second.status == "draft"


def test_only_published_versions_are_compiled_for_good(actors, draft):
    with pytest.raises(ValueError, match="draft"):
        compiled(draft.pk)
    versions.publish(actors.ada, draft, name="1")
    assert len(compiled(draft.pk)) == 3
    assert compiled(draft.pk) is compiled(draft.pk)


def test_it_takes_an_architect_of_the_organization(actors, draft):
    with pytest.raises(Forbidden):
        versions.publish(actors.cleo, draft, name="1")
    with pytest.raises(NotFound):
        versions.publish(actors.oda, draft, name="1")
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_only_built_in_lenses_are_published_without_an_actor(draft):
    with pytest.raises(ValueError, match="built-in"):
        versions.publish_builtin(draft, name="1")
