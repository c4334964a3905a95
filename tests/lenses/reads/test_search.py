"""Search across lenses: what is found, first, and by whom."""

from __future__ import annotations

import json

import pytest

from lenses.models import SearchEntry
from lenses.reads import search as search_module
from lenses.reads.search import search
from lenses.services import imports, index, versions
from tests.builders import SMALL_LENS, publish_lens


def titles(actor, query):
    """What is found in the small lens; the built-in ones are full of words."""
    hits = search(actor, query, limit=500).hits
    return [hit.entry.title for hit in hits if hit.lens_address == "small"]


def test_words_are_found_in_titles_and_texts(actors, small_lens):
    assert titles(actors.vic, "dog") == ["A dog"]
    assert titles(actors.vic, "feed dog") == ["A dog"]  # from the improvement plan


def test_a_title_comes_before_a_text(actors, small_lens):
    assert titles(actors.vic, "doors")[0] in {"Doors", "How do you lock the doors?"}
    assert "How do you lock the doors?" in titles(actors.vic, "door")


def test_rotating_keys_is_found_in_the_framework(actors, framework):
    found = search(actors.vic, "rotate keys").hits
    assert "sec_identities_audit" in {hit.entry.choice_key for hit in found}


def test_every_word_has_to_stand_there(actors, small_lens):
    assert titles(actors.vic, "dog submarine") == []


@pytest.mark.parametrize("query", ["", "   ", "!!! --", "'", '"', "a & b | c", "\x00"])
def test_odd_queries_find_nothing_and_break_nothing(actors, small_lens, query):
    assert isinstance(titles(actors.vic, query), list)


def test_another_organizations_lens_is_not_found(actors, small_lens):
    assert titles(actors.oda, "dog") == []


def test_a_draft_is_not_found_before_it_is_published(actors, small_lens):
    changed = json.loads(json.dumps(SMALL_LENS).replace("A dog", "A crocodile"))
    draft = imports.import_document(actors.ada, data=json.dumps(changed))
    assert titles(actors.ada, "crocodile") == []
    versions.publish(actors.ada, draft, name="2")
    assert titles(actors.ada, "crocodile") == ["A crocodile"]
    assert titles(actors.ada, "dog") == ["A crocodile"]  # its plan still says: feed a dog


def test_what_was_found_is_shown_in_its_words(actors, small_lens):
    hits = search(actors.vic, "feed a dog").hits
    (hit,) = [hit for hit in hits if "".join(each.text for each in hit.pieces) == "Feed a dog."]
    assert [piece.text for piece in hit.pieces if piece.is_match] == ["Feed", "a", "dog"]


def test_of_a_long_text_the_place_that_says_most_is_shown():
    text = "A key. " + "Nothing here. " * 40 + "Rotate the keys every month. " + "More. " * 60
    shown = "".join(piece.text for piece in search_module._pieces(text, ["rotat", "key"]))
    assert "Rotate the keys every month." in shown
    assert len(shown) < 300


def test_a_version_from_before_the_index_is_filled_in(actors):
    version = publish_lens(actors.ada)
    SearchEntry.objects.filter(version=version).delete()
    assert index.fill() == 1
    assert index.fill() == 0
    assert titles(actors.ada, "dog") == ["A dog"]


def test_a_version_that_another_process_indexed_meanwhile_is_not_indexed_twice(actors):
    version = publish_lens(actors.ada)
    before = SearchEntry.objects.filter(version=version).count()
    assert index._fill(version.pk) is False
    assert SearchEntry.objects.filter(version=version).count() == before


def test_searching_is_one_query(actors, framework, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert search(actors.vic, "backup").hits


def test_the_page_links_to_the_practice(cast, small_lens, client_of):
    page = client_of(cast.vic).get("/lenses/search/", {"q": "dog"})
    assert b'href="/lenses/small/questions/locks/#locks_dog"' in page.content


def test_a_query_is_shown_as_text(cast, small_lens, client_of):
    page = client_of(cast.vic).get("/lenses/search/", {"q": "<script>alert(1)</script>"})
    assert b"<script>alert" not in page.content


def test_the_anti_patterns_of_the_framework_stand_beside_their_questions(
    cast, framework, client_of
):
    page = client_of(cast.vic).get("/lenses/wellarchitected/anti-patterns/").content.decode()
    assert "/lenses/wellarchitected/questions/identities/" in page
    assert "Credentials are temporary" in page
