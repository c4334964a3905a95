"""Upgrades of reviews in JSON: what one would do, and what it did."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.carrying import Fate
from reviews.models import RiskLevel
from reviews.reads.upgrade_page import Line, UpgradePage
from reviews.services.upgrades import Upgraded
from wellarch.rest.endpoint import Body


class UpgradeBody(Body):
    """How to upgrade."""

    milestone = serializers.CharField(
        max_length=100, help_text="The name of the milestone that keeps how it was."
    )
    to = serializers.UUIDField(
        required=False,
        help_text="The id of a published version of the lens; the newest unless given.",
    )
    seen_revision = serializers.IntegerField(
        required=False,
        min_value=0,
        help_text="`revision` of the preview, to hear how many changes came after it.",
    )


class FateCounts(serializers.Serializer[Any]):
    """How many questions have which fate."""

    kept = serializers.IntegerField()
    changed = serializers.IntegerField()
    moved = serializers.IntegerField()
    dropped = serializers.IntegerField()
    new = serializers.IntegerField()
    returned = serializers.IntegerField()


class CarriedShape(serializers.Serializer[Any]):
    """One question on its way to another version. Risks are null where it is not asked."""

    question = serializers.CharField()
    fate = serializers.ChoiceField(choices=[fate.value for fate in Fate])
    title = serializers.CharField()
    pillar = serializers.CharField(help_text="The name of its pillar.")
    pillar_before = serializers.CharField(help_text="If it stands in another one.")
    risk_before = serializers.ChoiceField(choices=RiskLevel.choices, allow_null=True)
    risk_after = serializers.ChoiceField(choices=RiskLevel.choices, allow_null=True)
    lost = serializers.ListField(
        child=serializers.CharField(), help_text="Choices that are gone and will be cleared."
    )
    added = serializers.ListField(child=serializers.CharField(), help_text="New practices.")


class UpgradePreviewShape(serializers.Serializer[Any]):
    """What an upgrade would do to the answers of a review."""

    is_possible = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it is not possible.")
    version = serializers.CharField(allow_null=True)
    to = serializers.UUIDField(allow_null=True)
    revision = serializers.IntegerField()
    milestone = serializers.CharField(help_text="A name for the milestone that is free.")
    counts = FateCounts(allow_null=True)
    questions = CarriedShape(many=True)


class UpgradedShape(serializers.Serializer[Any]):
    """What an upgrade did."""

    review = serializers.UUIDField()
    version = serializers.CharField()
    milestone = serializers.IntegerField(help_text="The number of the milestone.")
    counts = FateCounts()
    is_reopened = serializers.BooleanField()
    changed_since = serializers.IntegerField(
        help_text="Changes that came after `seen_revision`; they were carried too."
    )


def preview_of(page: UpgradePage) -> dict[str, Any]:
    """UpgradePreviewShape."""
    lines = [line for group in page.groups for line in group.lines] + list(page.kept)
    return {
        "is_possible": page.is_possible,
        "reason": page.reason,
        "version": page.version.name if page.version else None,
        "to": page.version.pk if page.version else None,
        "revision": page.revisions,
        "milestone": page.milestone,
        "counts": page.counts,
        "questions": [_carried(line) for line in lines],
    }


def upgraded_of(done: Upgraded) -> dict[str, Any]:
    """UpgradedShape."""
    return {
        "review": done.review.pk,
        "version": done.review.lens_version.name,
        "milestone": done.milestone.number,
        "counts": done.counts,
        "is_reopened": done.is_reopened,
        "changed_since": done.changed_since,
    }


def _carried(line: Line) -> dict[str, Any]:
    return {
        "question": line.question,
        "fate": line.fate,
        "title": line.title,
        "pillar": line.pillar,
        "pillar_before": line.pillar_before,
        "risk_before": line.before or None,
        "risk_after": line.after or None,
        "lost": line.lost,
        "added": line.added,
    }
