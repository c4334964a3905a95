"""Templates and profiles shared with another organization: used there, changed only at home."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from lenses.access import compiled
from reviews.models import Profile, ProfileVersion, Template
from reviews.profile_access import profile_for
from reviews.reads import template_apply
from reviews.services import (
    library_sharing,
    template_answers,
    template_proposals,
    template_uses,
    templates,
)
from reviews.template_access import template_for
from tests.builders import start_workload
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, Forbidden, NotFound

TEMPLATE, PROFILE = ShareKind.TEMPLATE, ShareKind.PROFILE


@pytest.fixture
def template(actors, small_lens) -> Template:
    return templates.create(
        actors.ben, values={"name": "House rules"}, lenses=["small", "wellarchitected"]
    )


@pytest.fixture
def profile(actors) -> Profile:
    made = Profile.objects.create(
        organization=actors.ben.organization, name="Payments", normalized_name="payments"
    )
    ProfileVersion.objects.create(profile=made, number=1)
    return made


@pytest.fixture
def both(template, profile) -> tuple[tuple[ShareKind, Template | Profile], ...]:
    return ((TEMPLATE, template), (PROFILE, profile))


@pytest.fixture
def elsewhere(cast) -> Target:
    return Target(organization=cast.elsewhere.number)


def reach(actor, what: ShareKind, pk):
    return template_for(actor, pk) if what == TEMPLATE else profile_for(actor, pk)


def test_access_begins_with_accepting_and_ends_with_revoking(actors, both, elsewhere):
    for what, thing in both:
        share = library_sharing.offer(actors.ben, what, thing.pk, elsewhere)
        with pytest.raises(NotFound):
            reach(actors.oda, what, thing.pk)
        offers.accept(actors.oda, share.pk)
        assert reach(actors.oda, what, thing.pk) == thing
        library_sharing.revoke(actors.ben, what, thing.pk, share.pk)
        with pytest.raises(NotFound):
            reach(actors.oda, what, thing.pk)


def test_who_gives_it_back_loses_it_at_once(actors, both, elsewhere):
    for what, thing in both:
        share = library_sharing.offer(actors.ben, what, thing.pk, elsewhere)
        offers.accept(actors.oda, share.pk)
        offers.reject(actors.oda, share.pk)
        with pytest.raises(NotFound):
            reach(actors.oda, what, thing.pk)


def test_a_receiver_neither_changes_it_nor_shares_it_on(actors, both, elsewhere):
    for what, thing in both:
        offers.accept(actors.oda, library_sharing.offer(actors.ben, what, thing.pk, elsewhere).pk)
        with pytest.raises(Forbidden):
            library_sharing.offer(actors.oda, what, thing.pk, Target(email="third@example.com"))
    with pytest.raises(Forbidden):
        templates.delete(actors.oda, both[0][1].pk)


def test_what_is_built_in_needs_no_sharing(actors, db):
    builtin = Profile.objects.filter(organization=None).first()
    with pytest.raises(Forbidden):
        library_sharing.offer(actors.ada, PROFILE, builtin.pk, Target(email="third@example.com"))


def test_a_contributor_shares_nothing(actors, both, elsewhere):
    for what, thing in both:
        with pytest.raises(Forbidden):
            library_sharing.offer(actors.cleo, what, thing.pk, elsewhere)


def test_a_template_is_applied_elsewhere_without_the_lens_nobody_shared(
    actors, template, elsewhere
):
    share = library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere)
    offers.accept(actors.oda, share.pk)
    workload = start_workload(actors.oda, "Foreign")
    template_uses.apply(actors.oda, workload.pk, template_id=template.pk)
    assert [review.lens.alias for review in workload.reviews.all()] == ["wellarchitected"]


def test_the_lenses_of_a_template_can_go_with_it(actors, template, elsewhere):
    library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere, with_lenses=True)
    for share in Share.objects.all():
        offers.accept(actors.oda, share.pk)
    workload = start_workload(actors.oda, "Foreign")
    template_uses.apply(actors.oda, workload.pk, template_id=template.pk)
    found = {review.lens.alias for review in workload.reviews.all()}
    assert found == {"small", "wellarchitected"}


def test_a_lens_that_is_shared_already_is_not_offered_twice(actors, template, elsewhere):
    library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere, with_lenses=True)
    share = Share.objects.get(kind=TEMPLATE)
    library_sharing.revoke(actors.ben, TEMPLATE, template.pk, share.pk)
    library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere, with_lenses=True)
    assert Share.objects.filter(kind=ShareKind.LENS).count() == 1
    with pytest.raises(Conflict):
        library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere, with_lenses=True)


def test_the_page_says_which_lenses_others_do_not_see(client_of, cast, template, profile):
    ben = client_of(cast.ben)
    page = ben.get(reverse("template-sharing", args=[template.pk])).content.decode()
    assert "It holds lenses of yours" in page
    assert 'name="with_lenses"' in page
    assert "Small lens" in page
    page = ben.get(reverse("profile-sharing", args=[profile.pk])).content.decode()
    assert 'name="with_lenses"' not in page


def test_sharing_in_the_page_sends_an_invitation_that_says_what_it_is(
    client_of, cast, both, django_capture_on_commit_callbacks
):
    ben = client_of(cast.ben)
    pages = {TEMPLATE: "template-sharing", PROFILE: "profile-sharing"}
    for what, thing in both:
        where = reverse(pages[what], args=[thing.pk])
        with django_capture_on_commit_callbacks(execute=True):
            ben.post(where, {"target": "new@example.com"})
        assert "new@example.com" in ben.get(where).content.decode()
        assert f"What: {what.label}" in mail.outbox[-1].body
        assert ben.post(where, {"target": "nobody"}).status_code == 422
        share = Share.objects.get(kind=what)
        one = {TEMPLATE: "template-share", PROFILE: "profile-share"}[what]
        ben.post(reverse(one, args=[thing.pk, share.pk]), {"do": "revoke"})
        assert Share.objects.get(kind=what).status == "revoked"


def test_the_inbox_leads_to_what_was_accepted(client_of, cast, actors, both, elsewhere):
    oda = client_of(cast.oda)
    for what, thing in both:
        share = library_sharing.offer(actors.ben, what, thing.pk, elsewhere)
        assert str(what.label) in oda.get("/shared/").content.decode()
        answer = oda.post(reverse("share-answer", args=[share.pk]), {"do": "accept"}, follow=True)
        assert thing.name in answer.content.decode()


def test_sharing_over_rest(api_of, cast, actors, both):
    ben, vic = api_of(cast.ben), api_of(cast.vic)
    body = {"organization": cast.elsewhere.number}
    for what, thing in both:
        where = f"/api/v1/{what}s/{thing.pk}/shares/"
        made = ben.post(where, body)
        assert (made.status_code, made.json()["kind"]) == (201, str(what))
        assert [row["state"] for row in ben.get(where).json()["results"]] == ["pending"]
        assert vic.get(where).json()["results"] == []
        one = f"{where}{made.json()['id']}/"
        assert ben.post(f"{one}resend/").json()["code"] == "sent-already"
        assert ben.delete(one).status_code == 204
    template = both[0][1]
    ben.post(f"/api/v1/templates/{template.pk}/shares/", {**body, "with_lenses": True})
    assert Share.objects.filter(kind=ShareKind.LENS).count() == 1


def test_the_log_names_what_was_shared(client_of, cast, actors, both, elsewhere):
    for what, thing in both:
        library_sharing.offer(actors.ben, what, thing.pk, elsewhere)
    page = client_of(cast.ada).get(reverse("audit")).content.decode()
    for _what, thing in both:
        assert thing.name in page


def test_what_a_withdrawn_template_says_since_is_not_for_those_who_used_it(
    actors, elsewhere, client_of, cast
):
    template = templates.create(
        actors.ben, values={"name": "House rules"}, lenses=["wellarchitected"]
    )
    share = library_sharing.offer(actors.ben, TEMPLATE, template.pk, elsewhere)
    offers.accept(actors.oda, share.pk)
    theirs = start_workload(actors.oda, "Their shop")
    question = next(iter(compiled(template.reviews.get().lens_version_id))).id
    template_uses.apply(actors.oda, theirs.pk, template_id=template.pk)
    use = theirs.templates.get()
    template_answers.record(
        actors.ben, template.pk, "wellarchitected", question, changes_wanted={"notes": "Secret"}
    )
    assert template_apply.proposal(actors.oda, theirs.pk, use.pk).count == 1
    library_sharing.revoke(actors.ben, TEMPLATE, template.pk, share.pk)
    page = template_apply.proposal(actors.oda, theirs.pk, use.pk)
    assert (page.count, page.refusal) == (
        0,
        "House rules is no longer shared with you. The answers stay as they are.",
    )
    with pytest.raises(Conflict) as refused:
        template_proposals.accept(actors.oda, theirs.pk, use.pk, questions={question: ""})
    assert refused.value.code == "template-withdrawn"
    shown = client_of(cast.oda).get(reverse("template-proposal", args=[theirs.pk, use.pk]))
    assert b"Secret" not in shown.content
