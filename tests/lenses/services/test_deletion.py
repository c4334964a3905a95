"""Deleting a lens: nobody who uses it loses anything, and for everybody else it is gone."""

from __future__ import annotations

import pytest

from lenses.models import Lens, SearchEntry
from lenses.reads import library, search
from lenses.services import deletion, exports, imports, sharing
from reviews.models import Answer
from reviews.reads import review_page, workload_page
from reviews.services import milestones, reviews, template_lenses, templates
from tests.builders import SMALL_LENS, publish_lens, select, start_review, start_workload
from wellarch.accounts.models import Organization, Share
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.accounts.tenancy import organizations
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events.models import Event


@pytest.fixture
def shared(actors, cast, small_lens):
    """The small lens, shared with Elsewhere and accepted there."""
    share = sharing.offer(
        actors.ada, small_lens.lens_id, Target(organization=cast.elsewhere.number)
    )
    offers.accept(actors.oda, share.pk)
    return small_lens.lens


def test_a_lens_nobody_uses_is_gone_with_everything(actors, small_lens):
    imports.import_document(actors.ada, data=SMALL_LENS | {"description": "A draft."})
    assert deletion.delete(actors.ben, "small") is True
    assert not Lens.objects.filter(pk=small_lens.lens_id).exists()
    assert not SearchEntry.objects.filter(version=small_lens).exists()
    event = Event.objects.get(verb="lens.deleted")
    assert (event.data["name"], event.user) == ("Small lens", actors.ben.user)


def test_reviews_go_on_with_a_deleted_lens_and_say_so(actors, review, client_of, cast):
    assert deletion.delete(actors.ada, "small") is False
    select(actors.ben, review, "locks", "locks_key", "locks_bolt")
    assert Answer.objects.get(review=review, question_key="locks").risk == "none"
    milestones.record(actors.ben, review.workload_id, name="After")
    assert review_page.build(actors.ben, review.pk).is_lens_deleted
    page = client_of(cast.ben).get(f"/reviews/{review.pk}/").text
    assert page.count("This lens was deleted by its owner.") == 1
    assert "cannot be attached again" in page
    assert "brings them back" not in page


def test_a_deleted_lens_is_in_no_list_search_or_offer(actors, review, client_of, api_of, cast):
    deletion.delete(actors.ada, "small")
    assert library.build(actors.ada).own == ()
    assert not search.search(actors.ada, "bolt dog").hits
    assert "Small lens" not in {offer.name for offer in workload_page.offers(actors.ada)}
    assert "Small lens" not in dict(organizations.lens_choices(actors.ada)).values()
    with pytest.raises(NotFound):
        exports.export(actors.ada, alias="small")
    assert client_of(cast.ada).get("/lenses/small/").status_code == 404
    api = api_of(cast.ada)
    assert api.get("/api/v1/lenses/small/").status_code == 404
    assert "small" not in {row["alias"] for row in api.get("/api/v1/lenses/").json()["results"]}


def test_the_alias_of_a_deleted_lens_is_free(actors, review):
    deletion.delete(actors.ada, "small")
    version = publish_lens(actors.ada)
    assert version.lens_id != review.lens_id
    assert version.lens.alias == "small"


def test_no_review_begins_with_a_deleted_lens(actors, small_lens, review):
    deletion.delete(actors.ada, "small")
    with pytest.raises(NotFound):
        reviews.attach(actors.ada, start_workload(actors.ada, "Other").pk, lens=small_lens.lens_id)


def test_a_review_that_was_removed_does_not_come_back_with_a_deleted_lens(actors, review):
    reviews.remove(actors.ada, review.pk)
    assert deletion.delete(actors.ada, "small") is False
    for key in (review.lens_id, "small"):
        with pytest.raises(Conflict) as refused:
            reviews.attach(actors.ada, review.workload_id, lens=key)
        assert refused.value.code == "lens-deleted"


def test_shares_end_and_who_was_shared_with_keeps_its_reviews(actors, shared):
    review = start_review(actors.oda, start_workload(actors.oda, "Foreign"), shared)
    assert deletion.delete(actors.ada, "small") is False
    assert {share.status for share in Share.objects.all()} == {"revoked"}
    select(actors.oda, review, "locks", "locks_dog")
    assert review_page.build(actors.oda, review.pk).is_lens_deleted
    assert library.build(actors.oda).shared == ()


def test_shares_of_a_lens_that_is_gone_for_good_are_forgotten(actors, shared):
    assert deletion.delete(actors.ada, "small") is True
    assert not Share.objects.exists()


def test_the_default_lens_falls_back_to_the_framework(actors, cast, review, framework):
    organizations.edit(actors.ada, changes={"default_lens": review.lens_id})
    deletion.delete(actors.ada, "small")
    assert Organization.objects.get(pk=cast.northwind.pk).default_lens is None


def test_a_template_keeps_its_lens_from_being_deleted_for_good(actors, small_lens):
    template = templates.create(actors.ada, values={"name": "Start"})
    template_lenses.add(actors.ada, template.pk, lens=small_lens.lens_id)
    assert deletion.delete(actors.ada, "small") is False
    assert Lens.objects.filter(pk=small_lens.lens_id).exists()


def test_only_the_owner_deletes_a_lens(actors, shared, framework):
    with pytest.raises(Forbidden):
        deletion.delete(actors.oda, shared.pk)
    with pytest.raises(Forbidden):
        deletion.delete(actors.ada, framework.lens_id)
    for actor in (actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            deletion.delete(actor, "small")
    assert Lens.objects.filter(pk=shared.pk, deleted_at=None).exists()


def test_who_does_not_see_a_lens_cannot_delete_it(actors, small_lens):
    with pytest.raises(NotFound):
        deletion.delete(actors.oda, small_lens.lens_id)


def test_a_lens_is_deleted_once(actors, review):
    deletion.delete(actors.ada, "small")
    with pytest.raises(NotFound):
        deletion.delete(actors.ada, review.lens_id)


def test_the_page_counts_what_happens_before_it_is_done(actors, shared, review, client_of, cast):
    imports.import_document(actors.ada, data=SMALL_LENS | {"description": "A draft."})
    browser = client_of(cast.ben)
    page = browser.get("/lenses/small/delete/").text
    assert "1 review uses it." in page
    assert "1 share ends." in page
    assert "Its draft is thrown away." in page
    done = browser.post("/lenses/small/delete/", follow=True)
    assert done.redirect_chain[-1][0] == "/lenses/"
    assert "Small lens is deleted. The reviews that use it go on." in done.text


def test_a_program_deletes_a_lens(api_of, cast, small_lens):
    assert api_of(cast.ben).delete("/api/v1/lenses/small/").status_code == 204
    assert not Lens.objects.filter(pk=small_lens.lens_id).exists()
