"""Templates and workloads in JSON: applied, proposed, taken over."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews import changes
from reviews.models import RiskLevel
from reviews.reads.template_apply import ProposalPage, Proposed
from reviews.reads.template_page import UseRow
from reviews.reads.template_plans import LensPlan
from reviews.services import answers
from reviews.services.template_proposals import Taken
from reviews.services.template_uses import Applied
from wellarch.rest.endpoint import Body


class ProposeBody(Body):
    """Which workloads to propose to."""

    uses = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of uses.")


class ApplyBody(Body):
    """Which template, and what of it."""

    template = serializers.UUIDField()
    attach = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        help_text="Ids of lenses to attach where they are missing; all unless given.",
    )
    versions = serializers.DictField(
        child=serializers.DictField(child=serializers.CharField(max_length=32, allow_blank=True)),
        required=False,
        help_text=(
            "Id of a lens → question → the `version` a dry run showed, empty for any. Only these "
            "are filled. Without it all unanswered questions."
        ),
    )
    overwrite = serializers.BooleanField(
        default=False, help_text="Without `versions`: questions answered differently, too."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Change nothing; show what would.")


class AcceptBody(Body):
    """What to take over."""

    versions = serializers.DictField(
        child=serializers.CharField(max_length=32, allow_blank=True),
        help_text="Question → the `version` that was shown, empty for any.",
    )


class TemplateUseShape(serializers.Serializer[Any]):
    """A template used in one review of a workload."""

    id = serializers.IntegerField()
    template = serializers.UUIDField()
    workload = serializers.UUIDField()
    workload_name = serializers.CharField()
    review = serializers.UUIDField()
    lens = serializers.CharField()
    applied_at = serializers.DateTimeField()
    changed_in_template = serializers.IntegerField()
    changed_by_team = serializers.IntegerField()
    is_proposed = serializers.BooleanField()
    is_declined = serializers.BooleanField()


class TemplatePlanned(serializers.Serializer[Any]):
    """What would become of one answer."""

    question = serializers.CharField()
    risk_before = serializers.ChoiceField(choices=RiskLevel.choices)
    risk_after = serializers.ChoiceField(choices=RiskLevel.choices)
    version = serializers.CharField(help_text="What was compared; send it back.")
    overwrites = serializers.BooleanField()


class TemplatePlanShape(serializers.Serializer[Any]):
    """One lens of a template, held against a workload."""

    lens = serializers.UUIDField()
    alias = serializers.CharField()
    attaches = serializers.BooleanField()
    refusal = serializers.CharField()
    same = serializers.IntegerField()
    unasked = serializers.IntegerField()
    planned = TemplatePlanned(many=True)


class TemplateSkipped(serializers.Serializer[Any]):
    """What was left alone."""

    lens = serializers.CharField()
    question = serializers.CharField()
    why = serializers.CharField()


class AppliedShape(serializers.Serializer[Any]):
    """What was done, or with `dry_run` what would be."""

    dry_run = serializers.BooleanField()
    plans = TemplatePlanShape(many=True)
    changed = serializers.ListField(child=serializers.CharField(), help_text="Questions.")
    attached = serializers.ListField(child=serializers.UUIDField(), help_text="Reviews.")
    skipped = TemplateSkipped(many=True)


class ProposedShape(serializers.Serializer[Any]):
    """One question that the template says anew."""

    question = serializers.CharField()
    clashes = serializers.BooleanField(help_text="The team changed the same meanwhile.")
    risk_before = serializers.ChoiceField(choices=RiskLevel.choices)
    risk_after = serializers.ChoiceField(choices=RiskLevel.choices)
    version = serializers.CharField(help_text="What was compared; send it back.")
    wanted = serializers.DictField(child=serializers.JSONField(), help_text="Path → value.")


class ProposalShape(serializers.Serializer[Any]):
    """What a template says anew for one review. The ETag is the template's revision."""

    use = serializers.IntegerField()
    template = serializers.UUIDField()
    review = serializers.UUIDField()
    revision = serializers.IntegerField()
    is_declined = serializers.BooleanField()
    questions = ProposedShape(many=True)


class TakenShape(serializers.Serializer[Any]):
    """What was taken over, and what somebody changed meanwhile."""

    changed = serializers.ListField(child=serializers.CharField())
    skipped = serializers.ListField(child=serializers.CharField())


class ProposedCount(serializers.Serializer[Any]):
    """To how many uses changes were proposed."""

    proposed = serializers.IntegerField()


def use_of(row: UseRow) -> dict[str, Any]:
    """A use as TemplateUseShape."""
    use = row.use
    return {
        "id": use.pk,
        "template": use.template_id,
        "workload": use.workload_id,
        "workload_name": use.workload.name,
        "review": use.review_id,
        "lens": use.review.lens.alias,
        "applied_at": use.applied_at,
        "changed_in_template": row.drift.by_template,
        "changed_by_team": row.drift.by_team,
        "is_proposed": row.is_waiting,
        "is_declined": row.is_declined,
    }


def plan_of(plan: LensPlan) -> dict[str, Any]:
    """A plan as TemplatePlanShape."""
    return {
        "lens": plan.part.lens_id,
        "alias": plan.part.lens.alias,
        "attaches": plan.attaches,
        "refusal": plan.refusal,
        "same": plan.same,
        "unasked": plan.unasked,
        "planned": [
            {
                "question": one.asked.id,
                "risk_before": one.risk_before,
                "risk_after": one.risk_after,
                "version": one.version,
                "overwrites": one.overwrites,
            }
            for one in plan.planned
        ],
    }


def applied_of(done: Applied) -> dict[str, Any]:
    """What was applied as AppliedShape."""
    return {
        "dry_run": False,
        "plans": [],
        "changed": [row.question_key for row in done.changed],
        "attached": [row.pk for row in done.attached],
        "skipped": [
            {"lens": one.lens, "question": one.question, "why": one.why} for one in done.skipped
        ],
    }


def proposal_of(page: ProposalPage) -> dict[str, Any]:
    """A comparison as ProposalShape."""
    return {
        "use": page.use.pk,
        "template": page.use.template_id,
        "review": page.review.pk,
        "revision": page.revision,
        "is_declined": page.is_declined,
        "questions": [_proposed(one) for one in (*page.clean, *page.clashing)],
    }


def taken_of(done: Taken) -> dict[str, Any]:
    """What was taken over as TakenShape."""
    return {"changed": [row.question_key for row in done.changed], "skipped": list(done.skipped)}


def _proposed(one: Proposed) -> dict[str, Any]:
    moved = one.moved
    _after, delta = changes.apply(answers.state_of(moved.answer), moved.compared.wanted)
    return {
        "question": moved.asked.id,
        "clashes": one.clashes,
        "risk_before": one.risk_before,
        "risk_after": one.risk_after,
        "version": moved.version,
        "wanted": {path: after for path, (_before, after) in sorted(delta.items())},
    }
