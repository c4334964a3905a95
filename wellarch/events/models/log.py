"""The log of changes with its seals."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from wellarch import clock
from wellarch.accounts.roles import Via


class Event(models.Model):
    """One thing that happened. The database refuses to change it; seals show if one is gone.

    Names of people are not copied here: they are read from the person, so that a deleted
    account leaves none behind. `actor_name` is only for what no person did.
    changes: {field: {"before": …, "after": …}} or {field: {"hidden": true}} for secrets and
    texts that may hold some.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="events"
    )
    at = models.DateTimeField(default=clock.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="events"
    )
    actor_name = models.CharField(max_length=150, blank=True)
    # The organization of an actor who was a guest, empty for members.
    guest_of = models.CharField(max_length=100, blank=True)
    via = models.CharField(max_length=8, choices=Via)
    credential = models.CharField(max_length=24, blank=True)  # the visible part of a token or key
    ip = models.GenericIPAddressField(null=True)
    verb = models.CharField(max_length=64)  # noun.past_tense
    subject_type = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=40)
    # The workload it belongs to, by id only: the ground knows no workloads.
    workload_id = models.UUIDField(null=True, db_index=True)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # Made with the event: that WellArch wrote it, and exactly this (see chain.py).
    stamp = models.BinaryField(max_length=64, null=True, editable=False)

    class Meta:
        indexes = [
            # One for every filter of the audit page: what does not lead is compared in the index.
            models.Index(
                fields=["organization", "-at", "-id", "verb", "user", "via"],
                name="event_by_organization",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="event_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} ({self.pk})"

    @property
    def who(self) -> str:
        """The name of who did it, as they are called now."""
        return str(self.user) if self.user else self.actor_name


class Seal(models.Model):
    """The link of one event in its organization's chain, written soon after it by a task.

    digest: keyed hash over the event and the seal before it (see auditing/chain.py).
    Numbers have no gaps, so a row that is gone is missed.
    """

    event = models.OneToOneField(
        Event, on_delete=models.DO_NOTHING, primary_key=True, db_constraint=False
    )
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    number = models.PositiveBigIntegerField()
    key = models.CharField(max_length=16)  # which key made the digest
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="one_seal_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"


class ChainHead(models.Model):
    """The last seal of an organization, so that a chain cut off at its end is noticed."""

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.PositiveBigIntegerField(default=0)
    key = models.CharField(max_length=16, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"
