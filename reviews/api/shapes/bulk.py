"""Many answers at once in JSON: what to do, what would change, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from reviews import changes
from reviews.api.shapes.answer import AnswerPatch, changes_of
from reviews.models import Reason, RiskLevel
from reviews.reads.answer_plans import Planned
from reviews.services import answers
from reviews.services.answer_batches import MAX_AT_ONCE, Recorded, Wanted
from reviews.services.bulk import Outcome
from wellarch.rest.endpoint import Body


class SpreadChangedShape(serializers.Serializer[Any]):
    """A review whose answer changed."""

    review = serializers.UUIDField()
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    revision = serializers.IntegerField()


class SpreadSkippedShape(serializers.Serializer[Any]):
    """A review that was left alone."""

    name = serializers.CharField(help_text="The name of the workload.")
    why = serializers.CharField(help_text="A sentence for people.")


class OneOfMany(AnswerPatch):
    """What to change about one of many answers; what is not named stays."""

    question = serializers.CharField(max_length=128, help_text="The id of the question.")
    base_revision = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        help_text=(
            "The `revision` this change is based on, as If-Match for one answer. Without it the "
            "change applies to whatever is there now."
        ),
    )


class ManyAnswersBody(serializers.Serializer[Any]):
    """Answers to record together: all or none."""

    answers = OneOfMany(many=True, allow_empty=False, max_length=MAX_AT_ONCE)  # type: ignore[call-arg]


class RecordedShape(serializers.Serializer[Any]):
    """What became of one answer."""

    question = serializers.CharField()
    changed = serializers.BooleanField(help_text="False when it said so already.")
    risk_before = serializers.ChoiceField(choices=RiskLevel.choices)
    risk = serializers.ChoiceField(choices=RiskLevel.choices)
    revision = serializers.IntegerField()


class RecordedList(serializers.Serializer[Any]):
    """What became of each answer, in the order they were sent."""

    results = RecordedShape(many=True)


class SpreadQuery(serializers.Serializer[Any]):
    """What would be given."""

    with_notes = serializers.BooleanField(
        required=False, default=False, help_text="Whether the notes would be given as well."
    )


class SpreadBody(Body):
    """To which reviews of the same lens an answer is given."""

    targets = serializers.DictField(
        child=serializers.CharField(max_length=32, allow_blank=True),
        help_text=(
            "Id of a review → the `version` that reading this address showed, so that those which "
            "changed since are skipped; empty for any."
        ),
    )
    with_notes = serializers.BooleanField(default=False, help_text="Give the notes as well.")


class CandidateShape(serializers.Serializer[Any]):
    """A review of the same lens that could get the answer."""

    review = serializers.UUIDField(source="review.pk")
    workload = serializers.UUIDField(source="review.workload_id")
    workload_name = serializers.CharField(source="review.workload.name")
    organization = serializers.CharField(help_text="Whose it is, when it is not yours.")
    risk_before = serializers.CharField(source="risk")
    risk_after = serializers.CharField(source="planned.risk_after", default="")
    version = serializers.CharField(
        source="planned.version", default="", help_text="What was compared; send it back."
    )
    overwrites = serializers.BooleanField(
        source="planned.overwrites", default=False, help_text="Somebody answered it there already."
    )
    refusal = serializers.CharField(help_text="Why it cannot or need not get it; empty if it can.")


class CandidateList(serializers.Serializer[Any]):
    """Every other review of the same lens that you see, at once."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = CandidateShape(many=True)


class SpreadOutcomeShape(serializers.Serializer[Any]):
    """Which reviews have the answer now, and which were left alone."""

    changed = SpreadChangedShape(many=True)
    skipped = SpreadSkippedShape(many=True)


class CopyFromReview(serializers.Serializer[Any]):
    """A review of the same lens that answers can be copied from."""

    review = serializers.UUIDField(source="review_id")
    workload_name = serializers.CharField(source="workload")
    organization = serializers.CharField(help_text="Whose it is, when it is not yours.")
    version = serializers.CharField(help_text="Of the lens it uses.")
    answered = serializers.IntegerField()
    total = serializers.IntegerField()


class CopyFromMilestone(serializers.Serializer[Any]):
    """A milestone of this workload that holds the review as it was."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class CopySourcesShape(serializers.Serializer[Any]):
    """Where answers of a review can be copied from."""

    reviews = CopyFromReview(many=True, source="candidates")
    milestones = CopyFromMilestone(many=True)


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


def wanted_of(body: Any) -> list[Wanted]:
    """What a body of ManyAnswersBody wants. 422 names every item that has not the right form.

    Only the form is checked here: the core names every wrong value of all answers at once.
    """
    sent = body.get("answers") if isinstance(body, Mapping) else None
    if not isinstance(sent, list):
        raise ValidationError({"answers": "Send a list of answers."})
    found, wrong = [], {}
    for place, each in enumerate(sent):
        try:
            found.append(_wanted(each))
        except ValidationError as error:
            wrong[str(place)] = error.detail
    if wrong:
        raise ValidationError({"answers": wrong})
    return found


def _wanted(sent: Any) -> Wanted:
    values = changes_of(sent)  # leaves the question aside
    base = values.pop("base_revision", None)
    if not isinstance(sent.get("question"), str):
        raise ValidationError({"question": "Say which question this is about."})
    is_number = isinstance(base, int) and not isinstance(base, bool)
    if base is not None and not (is_number and base >= 0):
        raise ValidationError({"base_revision": "Use the number of a revision."})
    return Wanted(sent["question"], values, base)


def recorded_of(done: Iterable[Recorded]) -> dict[str, Any]:
    """What was recorded as RecordedList."""
    return {
        "results": [
            {
                "question": one.answer.question_key,
                "changed": one.is_changed,
                "risk_before": one.risk_before,
                "risk": one.answer.risk,
                "revision": one.answer.revision,
            }
            for one in done
        ]
    }


def spread_of(done: Outcome) -> dict[str, Any]:
    """What was given to other reviews, as SpreadOutcomeShape."""
    return {
        "changed": [
            {"review": str(row.review_id), "risk": row.risk, "revision": row.revision}
            for row in done.changed
        ],
        "skipped": [{"name": one.name, "why": one.why} for one in done.skipped],
    }


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
