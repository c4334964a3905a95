"""A lens shared with another organization: read and used there, changed only at home."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from lenses.models import DRAFT, Lens, LensVersion
from lenses.reads import lens_page, library, resources
from lenses.services import exports, imports, sharing
from reviews.reads import review_page
from reviews.services import reviews
from tests.builders import SMALL_LENS, publish_lens, select, start_workload
from wellarch import clock
from wellarch.accounts.models import Share
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, Forbidden, NotFound


@pytest.fixture
def shared(actors, cast, small_lens):
    """The small lens, shared with Elsewhere and accepted there."""
    target = Target(organization=cast.elsewhere.number)
    share = sharing.offer(actors.ben, small_lens.lens.pk, target)
    offers.accept(actors.oda, share.pk)
    return small_lens.lens


def test_a_shared_lens_is_read_and_reviewed_with(actors, shared):
    assert [card.shared_by for card in library.build(actors.oda).shared] == ["Northwind"]
    workload = start_workload(actors.oda, "Foreign")
    review = reviews.attach(actors.oda, workload.pk, lens=shared.pk)
    select(actors.oda, review, "locks", "locks_dog")
    assert not review_page.build(actors.oda, review.pk).is_lens_withdrawn


def test_a_shared_lens_is_not_changed_or_shared_on(actors, shared):
    with pytest.raises(Forbidden):
        sharing.offer(actors.oda, shared.pk, Target(email="third@example.com"))
    assert not lens_page.build(actors.oda, str(shared.pk)).may_share
    builtin = Lens.objects.filter(organization=None).first()
    with pytest.raises(Forbidden):
        sharing.offer(actors.ada, builtin.pk, Target(email="third@example.com"))


def test_what_was_never_published_is_not_shared(actors):
    draft = imports.import_document(actors.ada, data=json.dumps(SMALL_LENS))
    with pytest.raises(Conflict) as refused:
        sharing.offer(actors.ada, draft.lens_id, Target(email="third@example.com"))
    assert refused.value.code == "not-published"


def test_a_draft_stays_with_its_authors(actors, cast, shared, api_of, client_of):
    imports.import_document(actors.ada, data=json.dumps({**SMALL_LENS, "description": "Secret"}))
    key = str(shared.pk)
    assert lens_page.build(actors.ada, key, DRAFT).book.is_draft
    assert not lens_page.build(actors.oda, key).book.has_draft
    with pytest.raises(NotFound):
        lens_page.build(actors.oda, key, DRAFT)
    with pytest.raises(NotFound):
        exports.export(actors.oda, alias=shared.pk, version=DRAFT)
    with pytest.raises(NotFound):
        resources.version(actors.oda, shared.pk, 2)
    listed = api_of(cast.oda).get(f"/api/v1/lenses/{key}/").json()
    assert (listed["draft"], listed["published"]["number"]) == (None, 1)
    assert not LensVersion.objects.visible_to(actors.oda).filter(lens=shared, number=2).exists()
    assert client_of(cast.oda).get(f"/lenses/{key}/?version=draft").status_code == 404


def test_the_same_alias_twice_leads_to_two_lenses(actors, cast, shared, client_of):
    own = publish_lens(actors.oda, {**SMALL_LENS, "name": "Own small lens"}).lens
    browser = client_of(cast.oda)
    page = browser.get("/lenses/").content.decode()
    assert 'href="/lenses/small/"' in page
    assert f'href="/lenses/{shared.pk}/"' in page
    theirs = browser.get(f"/lenses/{shared.pk}/").content.decode()
    assert "Own small lens" not in theirs
    assert f"/lenses/{shared.pk}/doors/" in theirs
    assert "/lenses/small/" not in theirs
    assert "Own small lens" in browser.get(f"/lenses/{own.alias}/").content.decode()


def test_who_loses_a_lens_keeps_the_reviews_and_begins_no_new_ones(actors, cast, shared, client_of):
    workload = start_workload(actors.oda, "Foreign")
    review = reviews.attach(actors.oda, workload.pk, lens=shared.pk)
    share = Share.objects.get()
    sharing.revoke(actors.ada, shared.pk, share.pk)
    select(actors.oda, review, "locks", "locks_dog")
    page = client_of(cast.oda).get(reverse("review-detail", args=[review.pk]))
    assert "no longer shared" in page.content.decode()
    other = start_workload(actors.oda, "Another")
    with pytest.raises(NotFound):
        reviews.attach(actors.oda, other.pk, lens=shared.pk)
    assert client_of(cast.oda).get(f"/lenses/{shared.pk}/").status_code == 404


def test_the_page_of_sharing_offers_sends_again_and_revokes(actors, cast, small_lens, client_of):
    browser = client_of(cast.ben)
    address = "/lenses/small/sharing/"
    assert browser.post(address, {"target": "sam@example.com"}).status_code == 302
    share = Share.objects.get()
    assert "sam@example.com" in browser.get(address).content.decode()
    again = f"{address}{share.pk}/"
    Share.objects.update(expires_at=clock.now() - timedelta(days=1))
    assert "Expired" in browser.get(address).content.decode()
    browser.post(again, {"do": "resend"})
    share.refresh_from_db()
    assert share.state == "pending"
    browser.post(again, {"do": "revoke"})
    share.refresh_from_db()
    assert share.state == "revoked"
    wrong = browser.post(address, {"target": "Nobody"})
    assert wrong.status_code == 422
    assert "no such team" in wrong.content.decode()
    assert client_of(cast.cleo).get(address).status_code == 403


def test_a_person_who_gives_a_lens_up_sees_it_no_more(actors, shared):
    offers.reject(actors.oda, Share.objects.get().pk)
    assert library.build(actors.oda).shared == ()
