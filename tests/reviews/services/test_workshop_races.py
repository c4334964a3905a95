"""Lenses change while people answer, apply templates and upgrade: nobody is told what is not so.

As tests/reviews/services/test_races.py: real transactions, so not on SQLite.
"""

from __future__ import annotations

import json

import pytest
from django.db import connection

from lenses.models import Lens
from lenses.services import deletion, drafts, source_pulls, sources, versions
from reviews import profiling
from reviews.models import Review
from reviews.profile_access import mapping_of
from reviews.services import (
    profile_mappings,
    profiles,
    reviews,
    sharing,
    template_proposals,
    template_upgrades,
    template_uses,
    templates,
    upgrades,
    workloads,
)
from tests.builders import SMALL_LENS, select
from tests.lenses.drafting import put
from tests.reviews import versions_of_a_lens as v
from tests.reviews.services.test_races import at_once, refusals
from tests.reviews.services.test_races import db as db
from tests.reviews.templates.conftest import tick
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import Conflict, NotFound

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time"
)
ROUNDS = 4


def test_of_two_upgrades_at_once_one_is_told_there_is_nothing_newer(actors, review):
    for number in range(ROUNDS):
        v.publish(actors.ada, f"{number + 2}", v.with_alarm if number % 2 else v.without_dog)
        outcomes = at_once(
            *(
                lambda name=name, n=number: upgrades.upgrade(
                    actors.ben, review.pk, milestone=f"{name} {n}"
                )
                for name in ("Hers", "His")
            )
        )
        assert refusals(outcomes) == [Conflict], outcomes
        assert Review.objects.get(pk=review.pk).lens_version.name == str(number + 2)


def test_who_writes_while_a_review_is_upgraded_is_not_told_it_is_gone(actors, review):
    for number in range(ROUNDS):
        v.publish(actors.ada, f"{number + 2}", v.with_alarm if number % 2 else v.without_dog)
        outcomes = at_once(
            lambda n=number: upgrades.upgrade(actors.ben, review.pk, milestone=f"Before {n}"),
            lambda n=number: reviews.write_notes(actors.cleo, review.pk, notes=f"Notes {n}"),
            lambda n=number: select(actors.ada, review, "glass", notes=f"Note {n}"),
            lambda n=number: workloads.edit(
                actors.ada, review.workload_id, values={"description": f"Number {n}"}
            ),
        )
        assert refusals(outcomes) == [], outcomes


def test_a_guest_who_writes_while_a_review_is_upgraded_is_not_told_it_is_gone(actors, cast, review):
    share = sharing.offer(
        actors.ada, review.workload_id, Target(email=cast.vic.email), permission="contribute"
    )
    offers.accept(actors.vic, share.pk)
    for number in range(ROUNDS):
        v.publish(actors.ada, f"{number + 2}", v.with_alarm if number % 2 else v.without_dog)
        outcomes = at_once(
            lambda n=number: upgrades.upgrade(actors.ben, review.pk, milestone=f"Before {n}"),
            lambda n=number: reviews.write_notes(actors.vic, review.pk, notes=f"Notes {n}"),
        )
        assert refusals(outcomes) == [], outcomes


def test_of_two_who_take_a_newer_profile_over_one_is_told_it_is_there(actors, workload):
    profile = profiles.create(actors.ben, name="Ours", answers={"business": ["e-commerce"]})
    workloads.edit(actors.ben, workload.pk, values={"profile": str(profile.pk)})
    for kind in ("startup-mvp", "media-content", "e-commerce", "startup-mvp"):
        profiles.edit(actors.ben, profile.pk, values={"answers": {"business": [kind]}})
        outcomes = at_once(*[lambda: profiles.upgrade(actors.ben, workload.pk)] * 2)
        assert [error.code for error in outcomes if isinstance(error, Conflict)] == [
            "profile-current"
        ]


def test_a_draft_edited_while_its_lens_is_deleted_or_discarded_is_refused_in_words(actors):
    for number in range(ROUNDS):
        draft = drafts.create(actors.ben, name="Short-lived")
        lens = draft.lens_id
        ends = deletion.delete if number % 2 else drafts.discard
        outcomes = at_once(
            lambda lens=lens, ends=ends: ends(actors.ada, lens),
            lambda lens=lens, n=number: drafts.edit(
                actors.ben, lens, operation=put("", "name", f"Name {n}")
            ),
            lambda draft=draft: versions.publish(actors.ben, draft, name="1"),
        )
        assert set(refusals(outcomes)) <= {NotFound, Conflict}, outcomes


def test_a_place_looked_at_while_its_lens_goes_ends_without_waiting_for_ever(
    actors, tmp_path, settings
):
    settings.WELLARCH_SOURCE_ROOTS = {"standards": tmp_path}
    for number in range(ROUNDS):
        document = {**SMALL_LENS, "description": f"Text {number}"}
        (tmp_path / "small.json").write_text(json.dumps(document), encoding="utf-8")
        source = sources.add(actors.ada, place="standards/small.json")
        lens = source_pulls.pull(actors.ada, source.pk).lens_id
        document["description"] = f"Newer text {number}"
        (tmp_path / "small.json").write_text(json.dumps(document), encoding="utf-8")
        outcomes = at_once(
            lambda lens=lens: drafts.discard(actors.ben, lens),
            lambda source=source: source_pulls.pull(actors.ada, source.pk),
        )
        assert set(refusals(outcomes)) <= {NotFound, Conflict}, outcomes
        sources.remove(actors.ada, source.pk)
        Lens.objects.filter(alias="small").delete()


def test_templates_applied_edited_proposed_and_taken_over_at_once_end(actors, small_lens, workload):
    template = templates.create(actors.ben, values={"name": "House rules"}, lenses=["small"])
    template_uses.apply(actors.ben, workload.pk, template_id=template.pk)
    use = workload.templates.get()
    for number in range(ROUNDS):
        tick(actors.ben, template, "locks", notes=f"Said {number}")
        v.publish(actors.ada, f"{number + 2}", v.with_alarm if number % 2 else v.without_dog)
        outcomes = at_once(
            lambda n=number: tick(actors.ben, template, "keys", notes=f"Keys {n}"),
            lambda: template_proposals.propose(actors.ben, template.pk, uses=[use.pk]),
            lambda: template_proposals.accept(
                actors.cleo, workload.pk, use.pk, questions={"locks": ""}
            ),
            lambda: template_uses.apply(actors.ada, workload.pk, template_id=template.pk),
            lambda: template_upgrades.upgrade(actors.ben, template.pk, "small"),
            lambda n=number: upgrades.upgrade(
                actors.ada, use.review_id, milestone=f"Milestone {n}"
            ),
        )
        assert refusals(outcomes) == [], outcomes


def test_a_profile_made_while_the_mapping_changes_follows_the_new_one(actors):
    for number in range(ROUNDS):
        document = profiling.as_data(profiling.builtin())
        for question in document["questions"]:
            for option in question["options"]:
                for push in option.get("pillars", ()):
                    push["weight"] = 1 + (push["weight"] + number) % 9
        at_once(
            lambda document=document: profile_mappings.replace(actors.ada, document=document),
            lambda n=number: profiles.create(
                actors.ben, name=f"Ours {n}", answers={"business": ["e-commerce"]}
            ),
        )
        mapping = mapping_of(actors.ada.organization)
        assert profile_mappings.affected(actors.ada, mapping) == []
