"""Retiring versions: nothing new begins with them, everything that uses them goes on."""

from __future__ import annotations

import pytest

from lenses.models import LensVersion
from lenses.reads import library
from lenses.services import imports, versions
from reviews.services import reviews
from tests.builders import SMALL_LENS, publish_lens, select, start_review, start_workload
from wellarch.errors import Conflict, Forbidden
from wellarch.events.models import Event


def test_new_reviews_get_the_newest_version_that_is_still_published(actors, small_lens):
    second = publish_lens(actors.ada, SMALL_LENS | {"description": "Second."}, name="2")
    versions.retire(actors.ben, second)
    review = start_review(actors.ada, start_workload(actors.ada), small_lens.lens)
    assert review.lens_version == small_lens


def test_reviews_go_on_with_a_retired_version(actors, small_lens, review):
    versions.retire(actors.ada, small_lens)
    assert select(actors.ben, review, "locks", "locks_dog").risk == "medium"


def test_a_lens_whose_versions_are_all_retired_begins_nothing_and_says_why(
    actors, small_lens, client_of, cast
):
    versions.retire(actors.ada, small_lens)
    with pytest.raises(Conflict) as refused:
        reviews.attach(actors.ada, start_workload(actors.ada).pk, lens=small_lens.lens_id)
    assert refused.value.code == "lens-retired"
    page = client_of(cast.vic).get("/lenses/small/").text
    assert "Nothing new begins with this lens" in page
    assert "There is a newer one." not in page
    assert [card.version for card in library.build(actors.ada).own] == [""]


def test_retiring_is_told_once(actors, small_lens):
    versions.retire(actors.ada, small_lens)
    again = versions.retire(actors.ada, small_lens)
    assert again.status == "retired"
    assert Event.objects.filter(verb="lens.retired").count() == 1


def test_a_draft_is_not_retired(actors, small_lens):
    draft = imports.import_document(actors.ada, data=SMALL_LENS | {"description": "More."})
    with pytest.raises(Conflict):
        versions.retire(actors.ada, draft)


def test_a_retired_version_stays_readable_and_is_replaced_by_a_new_one(actors, small_lens):
    versions.retire(actors.ada, small_lens)
    second = publish_lens(actors.ada, SMALL_LENS | {"description": "Second."}, name="2")
    assert second.is_published
    assert LensVersion.objects.visible_to(actors.vic).filter(pk=small_lens.pk).exists()


def test_built_in_versions_are_not_retired(actors, framework):
    with pytest.raises(Forbidden):
        versions.retire(actors.ada, framework)


def test_the_button_on_the_page_of_the_lens_retires(client_of, cast, small_lens):
    browser = client_of(cast.ben)
    assert "/lenses/small/versions/retire/" in browser.get("/lenses/small/").text
    assert "/lenses/small/versions/retire/" not in client_of(cast.vic).get("/lenses/small/").text
    done = browser.post("/lenses/small/versions/retire/", {"version": "1"}, follow=True)
    assert "Version 1 is retired." in done.text
    small_lens.refresh_from_db()
    assert small_lens.status == "retired"


@pytest.mark.parametrize("name", ["", "9", "draft"])
def test_a_name_that_is_no_version_is_not_found(client_of, cast, small_lens, name):
    answer = client_of(cast.ada).post("/lenses/small/versions/retire/", {"version": name})
    assert answer.status_code == 404


def test_a_program_retires_a_version(api_of, cast, small_lens):
    address = f"/api/v1/lenses/small/versions/{small_lens.number}/retire/"
    answer = api_of(cast.ben).post(address)
    assert (answer.status_code, answer.json()["status"]) == (200, "retired")
    assert api_of(cast.oda).post(address).status_code == 404
