"""Profiles are made, become versions, are applied, taken over and deleted."""

import pytest

from lenses.access import compiled
from reviews import access, profiling
from reviews.models import Milestone, Profile, ProfileVersion
from reviews.profile_access import marks_of, order_of
from reviews.services import builtin_profiles, profile_mappings, profiles, workloads
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from wellarch.events.models import Event


def use(actor, workload, profile):
    workloads.edit(actor, workload.pk, values={"profile": str(profile.pk) if profile else ""})
    return access.workload_for(actor, workload.pk)


def own_mapping(**changes):
    document = profiling.as_data(profiling.builtin())
    shop = next(o for o in document["questions"][0]["options"] if o["id"] == "e-commerce")
    shop.update(changes)
    return document


def test_a_profile_is_a_version_with_its_outcome(shop):
    version = shop.versions.get()
    assert version.number == 1
    assert version.answers == {"business": ["e-commerce"]}
    found = profiling.from_dict(version.outcome)
    assert found.order == ("reliability", "performance", "costOptimization")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "x", "answers": {"team": ["new"]}}, "name"),
        ({"name": "OUR  shop", "answers": {"team": ["new"]}}, "name"),
        ({"name": "Fine", "answers": {}}, "answers"),
        ({"name": "Fine", "answers": {"team": ["nobody"]}}, "answers.team"),
        ({"name": "Fine", "answers": {"moon": ["full"]}}, "answers.moon"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(actors, shop, values, field):
    with pytest.raises(Invalid) as refused:
        profiles.create(actors.ben, **values)
    assert set(refused.value.fields) == {field}


def test_other_answers_are_a_new_version_and_the_old_one_stays(actors, shop):
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    newest, first = shop.versions.order_by("-number")
    assert (newest.number, newest.answers) == (2, {"business": ["media-content"]})
    assert first.answers == {"business": ["e-commerce"]}
    profiles.edit(actors.ben, shop.pk, values={"name": "The shop", "answers": newest.answers})
    assert shop.versions.count() == 2
    assert Event.objects.filter(verb="business_profile.changed").count() == 2


def test_who_edits_an_older_version_is_told(actors, shop):
    answers = {"business": ["media-content"]}
    profiles.edit(actors.ben, shop.pk, values={"answers": answers}, base_version=1)
    with pytest.raises(Stale):
        profiles.edit(
            actors.ada, shop.pk, values={"answers": {"team": ["new"]}}, base_version=1
        )  # fmt: skip


def test_built_in_and_shared_profiles_are_not_edited_by_those_who_only_see_them(actors, shop, iot):
    with pytest.raises(Forbidden):
        profiles.edit(actors.ada, iot.pk, values={"name": "Mine"})
    with pytest.raises(Forbidden):
        profiles.delete(actors.vic, shop.pk)
    with pytest.raises(NotFound):
        profiles.edit(actors.oda, shop.pk, values={"name": "Mine"})


def test_a_profile_orders_pillars_and_marks_questions_of_a_workload(
    actors, workload, reviewed, shop
):
    used = use(actors.ben, workload, shop)
    assert order_of(used) == ("reliability", "performance", "costOptimization")
    marked = marks_of(used.profile_version_id, reviewed.lens_version_id)
    assert len(marked) == 19
    assert list(marked) == [q.id for q in compiled(reviewed.lens_version_id) if q.id in marked]


def test_without_its_profile_a_workload_is_as_it_was(actors, workload, shop):
    workloads.edit(actors.ben, workload.pk, values={"pillar_priorities": ["security"]})
    used = use(actors.ben, workload, shop)
    assert order_of(used) == ("security", "reliability", "performance", "costOptimization")
    assert order_of(use(actors.ben, workload, None)) == ("security",)


def test_a_profile_nobody_shared_cannot_be_applied(actors, workload, shop):
    theirs = profiles.create(actors.oda, name="Theirs", answers={"team": ["new"]})
    with pytest.raises(Invalid) as refused:
        use(actors.ben, workload, theirs)
    assert set(refused.value.fields) == {"profile"}


def test_a_workload_takes_a_newer_version_over_when_its_people_want_to(actors, workload, shop):
    use(actors.ben, workload, shop)
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    assert access.workload_for(actors.ben, workload.pk).profile_version.number == 1
    profiles.upgrade(actors.ben, workload.pk)
    assert access.workload_for(actors.ben, workload.pk).profile_version.number == 2
    with pytest.raises(Conflict) as refused:
        profiles.upgrade(actors.ben, workload.pk)
    assert refused.value.code == "profile-current"


def test_choosing_the_profile_again_is_no_upgrade(actors, workload, shop):
    use(actors.ben, workload, shop)
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    assert use(actors.ben, workload, shop).profile_version.number == 1


def test_the_milestone_before_an_upgrade_holds_what_was(actors, workload, reviewed, shop):
    use(actors.ben, workload, shop)
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    profiles.upgrade(actors.ben, workload.pk, milestone="Before the new profile")
    frozen = Milestone.objects.get().content["properties"]["profile"]
    assert (frozen["name"], frozen["version"]) == ("Our shop", 1)
    assert len(frozen["prioritized"][str(reviewed.pk)]) == 19


def test_a_refused_milestone_refuses_the_upgrade(actors, workload, reviewed, shop):
    use(actors.ben, workload, shop)
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    with pytest.raises(Invalid):
        profiles.upgrade(actors.ben, workload.pk, milestone="x")
    assert access.workload_for(actors.ben, workload.pk).profile_version.number == 1


def test_a_deleted_profile_is_kept_by_workloads_and_chosen_by_nobody(actors, workload, shop):
    used = use(actors.ben, workload, shop)
    profiles.delete(actors.ben, shop.pk)
    kept = access.workload_for(actors.ben, workload.pk)
    assert kept.profile_version_id == used.profile_version_id
    with pytest.raises(Conflict) as refused:
        profiles.upgrade(actors.ben, workload.pk)
    assert refused.value.code == "profile-deleted"
    use(actors.ben, workload, None)
    with pytest.raises(Invalid):
        use(actors.ben, workload, shop)
    # Its name is free again.
    profiles.create(actors.ben, name="Our shop", answers={"team": ["new"]})


def test_an_own_mapping_makes_new_versions_where_it_says_something_else(actors, shop):
    calm = profiles.create(actors.ben, name="Calm", answers={"team": ["established"]})
    pillars = [{"pillar": "security", "weight": 50, "why": "Cards."}]
    changed = profile_mappings.replace(actors.ada, document=own_mapping(pillars=pillars))
    assert changed == [shop]
    newest = shop.versions.order_by("-number").first()
    assert profiling.from_dict(newest.outcome).order == ("security",)
    assert calm.versions.count() == 1
    assert profile_mappings.reset(actors.ada) == [shop]
    newest = shop.versions.order_by("-number").first()
    assert (newest.number, newest.outcome) == (3, shop.versions.get(number=1).outcome)


def test_an_own_mapping_leaves_built_in_profiles_and_other_organizations_alone(actors, shop, iot):
    theirs = profiles.create(actors.oda, name="Theirs", answers={"business": ["e-commerce"]})
    profile_mappings.replace(actors.ada, document=own_mapping(pillars=[]) | {"at_most": 3})
    assert theirs.versions.count() == 1
    assert iot.versions.count() == 1


def test_only_admins_change_the_mapping_and_two_at_once_are_told(actors):
    with pytest.raises(Forbidden):
        profile_mappings.replace(actors.ben, document=own_mapping())
    profile_mappings.replace(actors.ada, document=own_mapping(), base_revision=0)
    with pytest.raises(Stale):
        profile_mappings.replace(actors.ada, document=own_mapping(), base_revision=0)


def test_built_in_profiles_are_made_once_and_follow_the_mapping(db):
    builtin_profiles.load()
    assert builtin_profiles.load() == []
    assert Profile.objects.filter(organization=None).count() == 5
    old = ProfileVersion.objects.filter(profile__slug="e-commerce")
    old.update(outcome={"format": 1, "pillars": [], "priorities": []})
    (new,) = builtin_profiles.load()
    assert (new.profile.slug, new.number) == ("e-commerce", 2)


def test_a_version_made_by_a_migration_is_completed_in_place(db):
    builtin_profiles.load()
    ProfileVersion.objects.filter(profile__slug="e-commerce").update(outcome={})
    (same,) = builtin_profiles.load()
    assert same.number == 1
    assert profiling.from_dict(same.outcome).order[0] == "reliability"
