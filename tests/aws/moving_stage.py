"""An organization with something of everything that can be copied."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from lenses.services import imports, tags
from reviews.models import Profile, Workload
from reviews.services import (
    findings,
    milestones,
    profiles,
    reviews,
    template_answers,
    template_lenses,
    templates,
    upgrades,
    workloads,
)
from tests.builders import SMALL_LENS, publish_lens, select, start_review
from wellarch import clock
from wellarch.accounts.actor import Actor

BEGAN = datetime(2026, 3, 2, 9, 30, 11, tzinfo=UTC)


def second_version() -> dict[str, Any]:
    """The small lens with one question more and one choice less."""
    document = copy.deepcopy(SMALL_LENS)
    question = copy.deepcopy(document["pillars"][0]["questions"][1])
    question["id"], question["title"] = "spares", "Where are the spare keys?"
    for choice in question["choices"]:
        choice["id"] = choice["id"].replace("keys", "spares")
    for rule in question["riskRules"]:
        rule["condition"] = rule["condition"].replace("keys", "spares")
    document["pillars"][0]["questions"].append(question)
    locks = document["pillars"][0]["questions"][0]
    locks["choices"] = [one for one in locks["choices"] if one["id"] != "locks_dog"]
    locks["riskRules"][1]["condition"] = "locks_key"
    return document


def fill(actor: Actor) -> Workload:
    """A lens in two versions with a draft, a profile, a template, two workloads, one with two
    milestones of which the first has the old version of the lens."""
    old = publish_lens(actor)
    tags.replace(actor, old.lens_id, tags={"kind": "house"})
    answers = {"business": ["e-commerce"]}
    profile = profiles.create(
        actor, name="Shop window", answers=answers, description="Sells on the web."
    )
    profiles.edit(actor, profile.pk, values={"answers": {"business": ["healthcare-finance"]}})
    with clock.at(BEGAN):
        workload = workloads.create(actor, values=_properties(str(profile.pk)))
        framework = start_review(actor, workload, "wellarchitected")
        small = start_review(actor, workload, old.lens)
        select(actor, small, "locks", "locks_key", "locks_dog", notes="Ask the *porter*.\nTwice.")
        select(actor, framework, "priorities", "ops_priorities_ext_cust_needs")
        milestones.record(actor, workload.pk, name="As it began")
    publish_lens(actor, second_version(), name="2.0")
    with clock.at(BEGAN + timedelta(days=30)):
        upgrades.upgrade(actor, small.pk, milestone="Before the new lens")
        small.refresh_from_db()
        _say(actor, framework.pk, small)
        workloads.edit(actor, workload.pk, values={"notes": "Moved in spring."})
    third = copy.deepcopy(second_version())
    third["description"] = "Still being written."
    imports.import_document(actor, data=third)
    _template(actor, old.lens)
    everybodys = Profile.objects.filter(organization=None).order_by("slug")[0]
    values = {"name": "Cellar", "description": "Under the shop.", "profile": everybodys.slug}
    other = workloads.create(actor, values=values)
    start_review(actor, other, "wellarchitected")
    return workload


def _properties(profile: str) -> dict[str, Any]:
    return {
        "name": "Shop",
        "description": "Where people buy.",
        "environment": "preproduction",
        "review_owner": "ben@example.com",
        "regions": ["eu-central-1"],
        "other_sites": ["Cellar one"],
        "account_ids": ["123456789012"],
        "industry_type": "Retail",
        "industry": "Food",
        "architecture_url": "https://example.com/shop",
        "tags": {"team": "payments", "stage": "one"},
        "pillar_priorities": ["security", "reliability"],
        "improvement_status": "in_progress",
        "profile": profile,
    }


def _say(actor: Actor, framework: Any, small: Any) -> None:
    reviews.write_notes(actor, small.pk, notes="A note on the whole lens.")
    findings.write(actor, small.pk, "doors", values={"current_state": "Two doors, one lock."})
    select(
        actor,
        small,
        "spares",
        **{
            "choices.spares_safe.status": "not_applicable",
            "choices.spares_safe.reason": "out_of_scope",
            "choices.spares_safe.note": "There is no safe.",
        },
    )
    select(actor, small, "glass", is_applicable=False, reason="business_priorities")
    select(actor, small, "keys", "keys_no", notes="Lost.")


def _template(actor: Actor, lens: Any) -> None:
    values = {"name": "House rules", "description": "As every house.", "notes": "For all."}
    template = templates.create(actor, values={**values, "tags": {"a": "b"}}, lenses=[lens.pk])
    key = str(lens.pk)
    template_lenses.write_notes(
        actor, template.pk, key, notes="Every lock.", pillar_notes={"windows": "Mind the glass."}
    )
    template_answers.record(
        actor,
        template.pk,
        key,
        "locks",
        changes_wanted={"choices.locks_bolt.status": "selected", "notes": "A bolt is a must."},
    )
