"""Improvements: work that lowers a risk, with an owner, a date and a state."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.game_day import GameDayFinding
from reviews.models.review import Review
from reviews.models.words import RiskLevel
from reviews.models.workload import Workload
from reviews.models.worksheet import WorksheetRow
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via


class ImprovementState(models.TextChoices):
    """How far an improvement is; in the order of the board's columns."""

    OPEN = "open", _("Open")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    ACCEPTED = "accepted", _("Risk accepted")


# What is still to be done; only these can be overdue.
UNFINISHED = (ImprovementState.OPEN, ImprovementState.PLANNED, ImprovementState.IN_PROGRESS)


class Level(models.TextChoices):
    """Impact of an improvement and the effort it takes."""

    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    """Scoped reads of improvements."""

    def visible_to(self, actor: Actor) -> ImprovementQuerySet:
        """The improvements of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class Improvement(models.Model):
    """One piece of work on a workload.

    It comes from a question at risk (review, question_key; `choices` are the best practices it
    is to put in place) or stands for itself (both empty). The link survives another version of
    the lens; when the review is gone, the texts stay.
    number counts per workload, so that people can say it. risk is the risk of the question when
    the improvement was made: its class gave the due date, unless somebody set one (has_own_date).
    links: [{"title": str, "url": str}]. rank orders within a column of the board, lowest first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="improvements")
    number = models.PositiveIntegerField()
    review = models.ForeignKey(
        Review, null=True, blank=True, on_delete=models.SET_NULL, related_name="improvements"
    )
    # What showed that it is needed: a row of a worksheet, or what a game day found.
    worksheet_row = models.ForeignKey(
        WorksheetRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="improvements"
    )
    game_day_finding = models.ForeignKey(
        GameDayFinding, null=True, blank=True, on_delete=models.SET_NULL,
        related_name="improvements",
    )  # fmt: skip
    pillar_key = models.CharField(max_length=128, blank=True)
    question_key = models.CharField(max_length=128, blank=True)
    choices = models.JSONField(_("best practices"), default=list, blank=True)
    title = models.CharField(_("title"), max_length=200)
    recommendation = models.TextField(_("recommendation"), max_length=10_000, blank=True)
    steps = models.TextField(_("steps"), max_length=10_000, blank=True)
    success_criteria = models.TextField(_("success criteria"), max_length=5000, blank=True)
    resources = models.TextField(_("resources"), max_length=5000, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    risk = models.CharField(max_length=16, choices=RiskLevel, blank=True)
    impact = models.CharField(_("impact"), max_length=6, choices=Level, default=Level.MEDIUM)
    effort = models.CharField(_("effort"), max_length=6, choices=Level, default=Level.MEDIUM)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    has_own_date = models.BooleanField(default=False)
    state = models.CharField(
        _("state"), max_length=12, choices=ImprovementState, default=ImprovementState.OPEN
    )
    state_since = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True, blank=True)
    # A risk that is lived with: why, until when, and who said so.
    accepted_reason = models.TextField(_("why it is accepted"), max_length=2000, blank=True)
    accepted_until = models.DateField(_("accepted until"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rank = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    # Whoever makes one says so when it was there already.
    was_there: bool = False

    objects: ClassVar[ImprovementQuerySet] = ImprovementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "number"], name="improvement_number")
        ]
        indexes = [
            models.Index(fields=["workload", "state", "rank"], name="improvement_board"),
            models.Index(fields=["organization", "state", "due_on"], name="improvement_due"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"


class ImprovementChange(models.Model):
    """One change of an improvement. fields: {field: [before, after]}, as JSON values."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="history")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=8, choices=Via)
    fields = models.JSONField()

    class Meta:
        ordering = ["improvement", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["improvement", "revision"], name="improvement_change_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.improvement_id} {self.revision}"


class CalendarFeed(models.Model):
    """An address a person's calendar follows: what of theirs, or of a workload, is due.

    The address holds a secret of which only the hash is kept; making a new one ends the old one.
    workload empty: everything the person owns, in every workload of the organization they see.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    workload = models.ForeignKey(
        Workload, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "user"],
                condition=models.Q(workload=None),
                name="one_calendar_feed_for_all",
            ),
            models.UniqueConstraint(
                fields=["user", "workload"], name="one_calendar_feed_per_workload"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
