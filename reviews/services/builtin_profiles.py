"""The built-in profiles: one per kind of business of the seeds, kept in step with the mapping."""

from __future__ import annotations

from django.db import transaction

from reviews import profiling
from reviews.models import Profile, ProfileVersion
from reviews.services import profiles

QUESTION = "business"  # of the built-in mapping: each option but the last is a profile
_DESCRIPTIONS = {
    "healthcare-finance": (
        "Regulators ask first: security before reliability. Write the rules that bind the "
        "workload into its compliance requirements; they stand third in importance."
    ),
    "e-commerce": "Revenue depends on uptime: reliability before performance before cost.",
    "startup-mvp": "The burn rate matters most: cost before operations before performance.",
    "media-content": "User experience drives growth: performance before cost before reliability.",
    "iot-industrial": "Failures can hurt people: reliability before security before performance.",
}


def load() -> list[ProfileVersion]:
    """Make what is missing and bring up to date what the mapping says otherwise; returns what is
    new. Idempotent.

    A version a migration made without an outcome is completed; one with another outcome is
    followed by a new version, so workloads see that there is something newer.
    """
    mapping = profiling.builtin()
    question = mapping.question(QUESTION)
    options = question.options if question else ()
    return [
        version
        for option in options
        if option.id in _DESCRIPTIONS and (version := _load(mapping, option))
    ]


def _load(mapping: profiling.Mapping, option: profiling.Option) -> ProfileVersion | None:
    texts = {
        "name": option.title,
        "normalized_name": profiles.normalize(option.title),
        "description": _DESCRIPTIONS[option.id],
    }
    with transaction.atomic():
        profile, _new = Profile.objects.get_or_create(slug=option.id, defaults=texts)
        # Two processes that start at once make one version.
        profile = Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
        if any(getattr(profile, key) != value for key, value in texts.items()):
            Profile.objects.filter(pk=profile.pk).update(**texts)
        answers = {QUESTION: [option.id]}
        outcome = profiling.to_dict(profiling.outcome(mapping, answers))
        newest = profile.versions.order_by("-number").first()
        if newest is not None and not newest.outcome:
            newest.outcome = outcome
            newest.save(update_fields=["outcome"])
            return newest
        if newest is not None and newest.outcome == outcome:
            return None
        return profiles.write_version(profile, answers, mapping, None, after=newest)
