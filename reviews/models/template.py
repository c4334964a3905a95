"""A review template: lenses answered beforehand, to start reviews from."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.models.review import Review
from reviews.models.words import Reason
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind


class TemplateQuerySet(models.QuerySet["Template"]):
    """Scoped reads of templates."""

    def visible_to(self, actor: Actor) -> TemplateQuerySet:
        """Those of the actor's organization and those shared with them."""
        seen = Q(organization=actor.organization)
        if actor.user is not None:
            shares = Share.objects.reaching(actor.user, actor.organization)
            seen |= Q(pk__in=shares.filter(kind=ShareKind.TEMPLATE).values("subject_id"))
        return self.filter(seen)


class Template(models.Model):
    """What an organization answers the same way every time.

    `revision` counts every change of it or anything in it, so that workloads made from it see
    cheaply whether there is something new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    # Lower case, without blanks: names are unique per organization ignoring both.
    normalized_name = models.CharField(max_length=100, editable=False)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    tags = models.JSONField(_("tags"), default=dict, blank=True)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[TemplateQuerySet] = TemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "normalized_name"], name="template_name_per_organization"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TemplateReview(models.Model):
    """One lens version in a template."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="reviews")
    lens = models.ForeignKey("lenses.Lens", on_delete=models.PROTECT, related_name="+")
    lens_version = models.ForeignKey(
        "lenses.LensVersion", on_delete=models.PROTECT, related_name="+"
    )
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    pillar_notes = models.JSONField(default=dict, blank=True)  # {pillar: text}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "lens"], name="one_lens_per_template")
        ]

    def __str__(self) -> str:
        return f"{self.template} · {self.lens}"


class TemplateAnswer(models.Model):
    """What a template says to one question, shaped as an Answer; without a row it says nothing.

    No risk: a template is nobody's workload. touched: {path: the revision that changed it last},
    so that two authors who change different things both win (an Answer has its history for that).
    """

    review = models.ForeignKey(TemplateReview, on_delete=models.CASCADE, related_name="answers")
    pillar_key = models.CharField(max_length=128)
    question_key = models.CharField(max_length=128)
    choices = models.JSONField(default=dict)
    is_applicable = models.BooleanField(default=True)
    reason = models.CharField(max_length=32, choices=Reason, default=Reason.NONE)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    touched = models.JSONField(default=dict, editable=False)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["review", "question_key"], name="one_template_answer_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.question_key}"


class TemplateUse(models.Model):
    """A template applied to one review of a workload.

    applied: {question: flat state} as the template said it then, so that what it says anew can
    be told from what the team changed itself.
    """

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="uses")
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="templates")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="templates")
    applied = models.JSONField(default=dict)
    applied_revision = models.PositiveBigIntegerField(default=0)
    applied_at = models.DateTimeField(default=clock.now)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The template's owners ask this workload to look at what changed since.
    proposed_revision = models.PositiveBigIntegerField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Up to here the team decided to keep its own answers.
    declined_revision = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "review"], name="one_use_per_review")
        ]

    def __str__(self) -> str:
        return f"{self.template_id} in {self.review_id}"
