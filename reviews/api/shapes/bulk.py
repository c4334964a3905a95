"""Many answers at once in JSON: what to do, what would change, what was done."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews import changes
from reviews.models import Reason, RiskLevel
from reviews.reads.answer_plans import Planned
from reviews.services import answers
from reviews.services.bulk import Outcome
from wellarch.rest.endpoint import Body


class CopyBody(Body):
    """Where answers come from (one of the two), and which ones."""

    from_review = serializers.UUIDField(
        required=False, help_text="A review of the same lens that you may read."
    )
    from_milestone = serializers.IntegerField(
        required=False, min_value=1, help_text="The number of a milestone of this workload."
    )
    questions = serializers.ListField(
        child=serializers.CharField(max_length=128),
        required=False,
        help_text="Only these questions. Without it all that are answered there.",
    )
    versions = serializers.DictField(
        child=serializers.CharField(max_length=32),
        required=False,
        help_text=(
            "Question → the `version` a dry run showed. Only these are copied, and those that "
            "changed since are skipped."
        ),
    )
    only_unanswered = serializers.BooleanField(
        default=True, help_text="Leave questions alone that are answered here."
    )
    with_notes = serializers.BooleanField(default=True)
    dry_run = serializers.BooleanField(
        default=False, help_text="Change nothing; show what would change."
    )


class NotApplicableBody(Body):
    """Why the unanswered questions of a pillar do not apply."""

    reason = serializers.ChoiceField(choices=[pair for pair in Reason.choices if pair[0] != "none"])
    note = serializers.CharField(default="", allow_blank=True, max_length=2_000)
    questions = serializers.ListField(
        child=serializers.CharField(max_length=128),
        required=False,
        allow_null=True,
        help_text="Only these of them.",
    )


class PlannedShape(serializers.Serializer[Any]):
    """What would become of one answer."""

    question = serializers.CharField()
    risk_before = serializers.ChoiceField(choices=RiskLevel.choices)
    risk_after = serializers.ChoiceField(choices=RiskLevel.choices)
    version = serializers.CharField(help_text="What was compared; send it back in `versions`.")
    overwrites = serializers.BooleanField(help_text="Somebody answered it here already.")

    def get_fields(self) -> dict[str, Any]:
        """Adds `fields`, a name that cannot be declared: DRF keeps it for itself."""
        pair = serializers.ListField(child=serializers.JSONField(), min_length=2, max_length=2)
        named = serializers.DictField(child=pair, help_text="Path → [before, after].")
        return super().get_fields() | {"fields": named}


class ChangedShape(serializers.Serializer[Any]):
    """An answer that was changed."""

    question = serializers.CharField()
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    revision = serializers.IntegerField()


class SkippedShape(serializers.Serializer[Any]):
    """An answer that was left alone."""

    question = serializers.CharField()
    why = serializers.CharField(help_text="A sentence for people.")


class OutcomeShape(serializers.Serializer[Any]):
    """What was done, or with `dry_run` what would be."""

    dry_run = serializers.BooleanField()
    planned = PlannedShape(many=True)
    changed = ChangedShape(many=True)
    skipped = SkippedShape(many=True)


def outcome_of(done: Outcome) -> dict[str, Any]:
    """What was done as OutcomeShape."""
    return {
        "dry_run": False,
        "planned": [],
        "changed": [
            {"question": row.question_key, "risk": row.risk, "revision": row.revision}
            for row in done.changed
        ],
        "skipped": [{"question": one.question, "why": one.why} for one in done.skipped],
    }


def preview_of(plan: list[Planned]) -> dict[str, Any]:
    """What would be done as OutcomeShape."""
    return {"dry_run": True, "planned": list(map(_planned, plan)), "changed": [], "skipped": []}


def _planned(one: Planned) -> dict[str, Any]:
    _after, delta = changes.apply(answers.state_of(one.answer), one.wanted)
    return {
        "question": one.asked.id,
        "risk_before": one.risk_before,
        "risk_after": one.risk_after,
        "version": one.version,
        "overwrites": one.overwrites,
        "fields": {path: list(pair) for path, pair in sorted(delta.items())},
    }
