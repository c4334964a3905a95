"""Circuit breakers: how calls to other servers fare, known to every process."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.actor import Actor


class BreakerState(models.TextChoices):
    """The three states. The words are those of pybreaker."""

    CLOSED = "closed", _("Closed")
    OPEN = "open", _("Open")
    HALF_OPEN = "half-open", _("Half-open")


class BreakerQuerySet(models.QuerySet["Breaker"]):
    """Scoped reads of breakers."""

    def visible_to(self, actor: Actor) -> BreakerQuerySet:
        """Those of the actor's organization and those of the installation as a whole."""
        mine = models.Q(organization=actor.organization)
        return self.filter(mine | models.Q(organization=None))


class Breaker(models.Model):
    """What calls go through to one place outside; see wellarch/outgoing/breakers.py.

    organization: None for what the whole installation uses, such as its mail server. failures:
    the moments (seconds since 1970) of failures in a row that count still. revision: how often
    the state changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=BreakerState, default=BreakerState.CLOSED)
    failures = models.JSONField(default=list)
    successes = models.PositiveSmallIntegerField(default=0)  # since it is half-open
    opened_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)  # when it took its present state
    last_error = models.CharField(max_length=300, blank=True)
    last_error_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(default=clock.now)  # to the hour
    revision = models.PositiveIntegerField(default=0)

    objects: ClassVar[BreakerQuerySet] = BreakerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["label", "key"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="breaker_key"),
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(organization=None),
                name="breaker_key_of_installation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.state}"
