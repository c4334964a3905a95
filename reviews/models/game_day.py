"""Game days: a failure is simulated so that people rehearse what they would do (seed 003)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.workload import Workload
from reviews.models.worksheet import WorksheetRow
from wellarch import clock
from wellarch.accounts.actor import Actor


class GameDayState(models.TextChoices):
    """How far a game day is."""

    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CALLED_OFF = "called_off", _("Called off")


class GameDayQuerySet(models.QuerySet["GameDay"]):
    """Scoped reads of game days."""

    def visible_to(self, actor: Actor) -> GameDayQuerySet:
        """The game days of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class GameDay(models.Model):
    """A rehearsal of a failure: planned, run, learned from.

    source: the failure mode it rehearses, if it came from the worksheet; scenario_key: the entry
    of the scenario library it came from. planned_minutes: how long it is to take.
    stopped_early: a stop condition was met. repeat_months: after how many months the next one is
    proposed, 0 for never.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="game_days")
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=GameDayState, default=GameDayState.PLANNED
    )
    # Plan
    hypothesis = models.TextField(_("hypothesis"), max_length=5000, blank=True)
    scenario = models.TextField(_("scenario"), max_length=5000, blank=True)
    blast_radius = models.TextField(_("blast radius"), max_length=5000, blank=True)
    stop_conditions = models.TextField(_("stop conditions"), max_length=5000, blank=True)
    runbook = models.TextField(_("runbook"), max_length=10_000, blank=True)
    runbook_url = models.URLField(_("runbook link"), max_length=2048, blank=True)
    environment = models.CharField(_("where it runs"), max_length=100, blank=True)
    planned_at = models.DateTimeField(_("when"), null=True, blank=True)
    planned_minutes = models.PositiveIntegerField(_("minutes"), default=120)
    repeat_months = models.PositiveSmallIntegerField(_("again after months"), default=0)
    source = models.ForeignKey(
        WorksheetRow, null=True, blank=True, on_delete=models.SET_NULL, related_name="game_days"
    )
    scenario_key = models.CharField(max_length=64, blank=True)
    # Run
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_early = models.BooleanField(default=False)
    # Learn
    held = models.TextField(_("what held"), max_length=10_000, blank=True)
    broke = models.TextField(_("what broke"), max_length=10_000, blank=True)
    learned = models.TextField(_("what was learned"), max_length=10_000, blank=True)
    was_confirmed = models.BooleanField(_("the hypothesis held"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[GameDayQuerySet] = GameDayQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "number"], name="game_day_number")
        ]
        indexes = [
            models.Index(
                fields=["planned_at"],
                condition=models.Q(state="planned"),
                name="game_day_planned",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.title}"

    @property
    def is_running(self) -> bool:
        """Begun and not ended."""
        return self.state == GameDayState.RUNNING


class GameDayPart(models.Model):
    """Who takes part in a game day, and as what. name: somebody without an account here."""

    game_day = models.ForeignKey(GameDay, on_delete=models.CASCADE, related_name="parts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["game_day", "position", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.user)


class EntryKind(models.TextChoices):
    """What an entry of the timeline tells."""

    NOTE = "note", _("Note")
    INJECTED = "injected", _("Failure injected")
    DETECTED = "detected", _("Detected")
    OBSERVED = "observed", _("Observation")
    DECIDED = "decided", _("Decision")
    RECOVERED = "recovered", _("Recovered")
    STOPPED = "stopped", _("Stop condition met")


class GameDayEntry(models.Model):
    """One line of what happened, as it happened. Corrected only by whoever wrote it."""

    game_day = models.ForeignKey(GameDay, on_delete=models.CASCADE, related_name="entries")
    at = models.DateTimeField(default=clock.now)
    kind = models.CharField(max_length=10, choices=EntryKind, default=EntryKind.NOTE)
    text = models.TextField(_("what happened"), max_length=2000)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["game_day", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M} {self.text[:40]}"


class GameDayFinding(models.Model):
    """Something a game day showed that is to become better; never about a person."""

    game_day = models.ForeignKey(GameDay, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    text = models.TextField(_("what was found"), max_length=2000)
    impact = models.CharField(_("impact"), max_length=6, default="medium")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["game_day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["game_day", "number"], name="game_day_finding_number")
        ]

    def __str__(self) -> str:
        return self.text[:60]
