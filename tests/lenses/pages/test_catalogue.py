"""The catalogue of lenses: found by words and kind, with what is used and what is behind."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from lenses.models import LensSource
from lenses.reads import library
from lenses.services import imports, sharing, source_pulls, sources
from reviews.services import reviews, workloads
from tests.builders import SMALL_LENS, publish_lens, start_review, start_workload
from tests.lenses.sources.conftest import checkout, put  # noqa: F401
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target


def names(found: library.Library) -> set[str]:
    return {card.name for card in (*found.own, *found.shared, *found.builtin)}


def test_words_and_kinds_find_lenses_and_stay_in_the_address(client_of, cast, small_lens):
    browser = client_of(cast.vic)
    page = browser.get("/lenses/?q=small&kind=own").text
    assert "Small lens" in page
    assert "Well-Architected Framework" not in page
    assert 'value="small"' in page
    assert '<option value="own" selected>' in page
    nothing = browser.get("/lenses/?q=small&kind=builtin").text
    assert "No lens fits" in nothing


@pytest.mark.parametrize("kind", ["nonsense", ""])
def test_an_unknown_kind_shows_everything(actors, small_lens, kind):
    assert library.build(actors.ada, kind=kind).fits == library.build(actors.ada).total


def test_drafts_and_lenses_of_others_are_kinds_of_their_own(actors, cast, small_lens):
    imports.import_document(actors.ben, data=json.dumps({**SMALL_LENS, "alias": "d", "name": "D"}))
    share = sharing.offer(
        actors.ben, small_lens.lens.pk, Target(organization=cast.elsewhere.number)
    )
    offers.accept(actors.oda, share.pk)
    assert names(library.build(actors.ada, kind="draft")) == {"D"}
    assert names(library.build(actors.oda, kind="shared")) == {"Small lens"}
    assert names(library.build(actors.oda, query="northwind")) == {"Small lens"}


def test_a_card_counts_the_own_workloads_and_those_behind(actors, client_of, cast, small_lens):
    for name in ("One", "Two", "Put away", "Taken off"):
        start_review(actors.ada, start_workload(actors.ada, name), small_lens.lens)
    by_name = {row.name: row for row in actors.ada.organization.workloads.all()}
    workloads.archive(actors.ada, by_name["Put away"].pk)
    reviews.remove(actors.ada, by_name["Taken off"].reviews.get().pk)
    publish_lens(actors.ada, {**SMALL_LENS, "pillars": SMALL_LENS["pillars"][:1]}, name="2")
    start_review(actors.ada, start_workload(actors.ada, "Newest"), small_lens.lens)
    (card,) = library.build(actors.vic, kind="used").own
    assert (card.workloads, card.behind) == (3, 2)
    page = client_of(cast.vic).get("/lenses/").text
    assert "3 of your workloads" in page
    assert "2 on an older version" in page


def test_workloads_of_others_do_not_count(actors, cast, small_lens):
    target = Target(organization=cast.elsewhere.number)
    share = sharing.offer(actors.ben, small_lens.lens.pk, target)
    offers.accept(actors.oda, share.pk)
    start_review(actors.oda, start_workload(actors.oda, "Foreign"), small_lens.lens)
    assert library.build(actors.ada, kind="own").own[0].workloads == 0
    assert library.build(actors.oda, kind="shared").shared[0].workloads == 1


def test_what_is_followed_is_marked_and_its_authors_see_from_where(
    actors,
    client_of,
    cast,
    checkout,  # noqa: F811
):
    put(checkout)
    source = sources.add(actors.ada, place="standards/small.json")
    source_pulls.pull(actors.ada, source.pk)
    assert names(library.build(actors.ben, kind="followed")) == {"Small lens"}
    where = reverse("lens-source", args=[LensSource.objects.get().pk])
    page = client_of(cast.ben).get("/lenses/small/").text
    assert "standards/small.json" in page
    assert where not in page
    assert where in client_of(cast.ada).get("/lenses/small/").text
    assert "standards/small.json" not in client_of(cast.vic).get("/lenses/small/").text


def test_programs_find_lenses_by_words_and_kind(api_of, cast, small_lens):
    api = api_of(cast.vic)

    def found(query: str) -> list[str]:
        return [row["alias"] for row in api.get(f"/api/v1/lenses/?{query}").json()["results"]]

    assert found("kind=own") == ["small"]
    assert found("q=small+three") == ["small"]
    assert "small" not in found("kind=builtin")
    assert found("kind=shared") == []
    assert api.get("/api/v1/lenses/?kind=x").status_code == 422
