"""Worksheets: the numbers and decisions behind the answers, kept with a workload."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings as conf
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via


class WorksheetKind(models.TextChoices):
    """Which worksheet; what each asks for is declared in reviews/worksheets/."""

    AVAILABILITY = "availability", _("Availability model")
    FAILURE_MODES = "failure-modes", _("Failure modes")
    RECOVERY = "recovery", _("Recovery plan")
    PERFORMANCE = "performance", _("Performance budget")
    ENCRYPTION = "encryption", _("Encryption decisions")
    COST = "cost", _("Cost and performance")
    SUSTAINABILITY = "sustainability", _("Sustainability")


class WorksheetQuerySet(models.QuerySet["Worksheet"]):
    """Scoped reads of worksheets."""

    def visible_to(self, actor: Actor) -> WorksheetQuerySet:
        """The worksheets of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class Worksheet(models.Model):
    """One worksheet of a workload.

    settings: {setting: JSON value} as the kind declares them (targets, currency, …).
    last_row: the highest row number given out, so that a number never means another row.
    revision counts every change of the sheet, its rows and its readings.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="worksheets")
    kind = models.CharField(max_length=16, choices=WorksheetKind)
    settings = models.JSONField(default=dict, blank=True)
    last_row = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        conf.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    # Set by the service that replaces it: whether that began it.
    is_new: bool = False

    objects: ClassVar[WorksheetQuerySet] = WorksheetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "kind"], name="worksheet_once_per_kind")
        ]

    def __str__(self) -> str:
        return str(WorksheetKind(self.kind).label)


class WorksheetRow(models.Model):
    """One row of a table of a worksheet.

    table: which table of the kind. parent: the number of the row it is nested in, where a table
    is a tree. position orders rows within their parent, lowest first. values: {column: JSON
    value} as the kind declares its columns; decimals as text, days as ISO 8601. Who owns a row
    and when something is due are columns, since people leave and reminders look for days.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=24)
    number = models.PositiveIntegerField()
    parent = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    values = models.JSONField(default=dict)
    owner = models.ForeignKey(
        conf.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["worksheet", "table", "position", "number"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "number"], name="worksheet_row_number")
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(due_on__isnull=False),
                name="worksheet_row_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.number}"


class RowChange(models.TextChoices):
    """What happened to a worksheet."""

    STARTED = "started", _("Started")
    SETTINGS = "settings", _("Settings changed")
    ADDED = "added", _("Row added")
    CHANGED = "changed", _("Row changed")
    MOVED = "moved", _("Row moved")
    REMOVED = "removed", _("Row removed")
    REPLACED = "replaced", _("Replaced as a whole")
    READINGS = "readings", _("Values measured")


class WorksheetChange(models.Model):
    """One change of a worksheet. fields: {column or setting: [before, after]}, as JSON values.

    row: the number of the row, empty for the sheet itself; label: how the row was called then.
    """

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="history")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    user = models.ForeignKey(
        conf.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=8, choices=Via)
    what = models.CharField(max_length=8, choices=RowChange)
    table = models.CharField(max_length=24, blank=True)
    row = models.PositiveIntegerField(null=True, blank=True)
    label = models.CharField(max_length=200, blank=True)
    fields = models.JSONField(default=dict)

    class Meta:
        ordering = ["worksheet", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "revision"], name="worksheet_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.worksheet_id} {self.revision}"


class Reading(models.Model):
    """What was measured of a row at a moment: a latency, failed requests, a month's carbon.

    value is in the row's unit; total, where there is one, is what it is a part of or is divided
    by (all requests, units of business work). For a whole period, at is its first moment in UTC.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    row = models.ForeignKey(WorksheetRow, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField(_("when"))
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    total = models.DecimalField(_("of"), max_digits=24, decimal_places=6, null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    user = models.ForeignKey(
        conf.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=8, choices=Via)

    class Meta:
        ordering = ["row", "at"]
        constraints = [models.UniqueConstraint(fields=["row", "at"], name="reading_once")]

    def __str__(self) -> str:
        return f"{self.value} at {self.at:%Y-%m-%d}"
