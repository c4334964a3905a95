"""A workload: a system under review, with its properties and scope."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.words import Environment, ImprovementStatus
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Role, Visibility


class WorkloadQuerySet(models.QuerySet["Workload"]):
    """Scoped reads of workloads."""

    def visible_to(self, actor: Actor) -> WorkloadQuerySet:
        """Those of the actor's organization that are open to them, and those shared with them."""
        return self.filter(visibility.seen_by(actor))


class Workload(models.Model):
    """A system under review.

    `revision` counts every change of the workload or anything in it, so that summaries and
    watching browsers see cheaply whether there is something new.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="workloads"
    )
    name = models.CharField(_("name"), max_length=100)
    # Lower case, without blanks: names are unique per organization ignoring both.
    normalized_name = models.CharField(max_length=100, editable=False)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    environment = models.CharField(
        _("environment"), max_length=16, choices=Environment, default=Environment.PRODUCTION
    )
    review_owner = models.CharField(_("review owner"), max_length=255, blank=True)
    team = models.ForeignKey(
        "accounts.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    visibility = models.CharField(
        _("who sees it"), max_length=12, choices=Visibility, default=Visibility.ORGANIZATION
    )
    regions = models.JSONField(_("regions"), default=list, blank=True)
    other_sites = models.JSONField(_("other sites"), default=list, blank=True)
    account_ids = models.JSONField(_("account ids"), default=list, blank=True)
    industry_type = models.CharField(_("industry type"), max_length=100, blank=True)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    architecture_url = models.URLField(_("architecture link"), max_length=2048, blank=True)
    applications = models.JSONField(_("applications"), default=list, blank=True)
    tags = models.JSONField(_("tags"), default=dict, blank=True)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    # Scope (seed 001, scoping phase)
    business_objectives = models.TextField(_("business objectives"), max_length=5000, blank=True)
    in_scope = models.TextField(_("in scope"), max_length=5000, blank=True)
    out_of_scope = models.TextField(_("out of scope"), max_length=5000, blank=True)
    compliance_requirements = models.TextField(
        _("compliance requirements"), max_length=5000, blank=True
    )
    pain_points = models.TextField(_("pain points"), max_length=5000, blank=True)
    # Dates
    design_review_on = models.DateField(_("design review"), null=True, blank=True)
    go_live_on = models.DateField(_("go-live"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    # Priorities
    pillar_priorities = models.JSONField(_("pillar priorities"), default=list, blank=True)
    # What the profile said when it was applied; a newer version of it waits to be taken over.
    # The order above, set for this workload alone, comes before the order of its profile.
    profile_version = models.ForeignKey(
        "reviews.ProfileVersion",
        verbose_name=_("profile"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="workloads",
    )
    improvement_status = models.CharField(
        _("improvement status"),
        max_length=20,
        choices=ImprovementStatus,
        default=ImprovementStatus.NONE,
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    # The revision the kept risk summaries were counted at; behind `revision` means stale.
    summary_revision = models.PositiveBigIntegerField(default=0, editable=False)
    # The highest numbers given out, so that what was deleted never lends its number to another.
    last_improvement = models.PositiveIntegerField(default=0, editable=False)
    last_tradeoff = models.PositiveIntegerField(default=0, editable=False)
    last_game_day = models.PositiveIntegerField(default=0, editable=False)
    last_planned_review = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # What the actor it was loaded for is on it; set by reviews/access.py.
    role: Role | None = None

    objects: ClassVar[WorkloadQuerySet] = WorkloadQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "normalized_name"], name="workload_name_per_organization"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-updated_at"], name="workload_recent"),
            # Those whose summaries are behind, hardly ever any: the sweeper asks every second.
            models.Index(
                fields=["updated_at"],
                condition=models.Q(summary_revision__lt=models.F("revision")),
                name="workload_uncounted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """True when put away: readable, not changed any more."""
        return self.archived_at is not None
