"""Trade-offs: decisions that improve one pillar at the cost of another (seed 000, section 12)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.answer import Answer
from reviews.models.workload import Workload
from wellarch import clock
from wellarch.accounts.actor import Actor


class Effect(models.TextChoices):
    """What a decision does to a pillar."""

    IMPROVES = "improves", _("Improves")
    NEUTRAL = "neutral", _("Neutral")
    WORSENS = "worsens", _("Worsens")


class TradeOffState(models.TextChoices):
    """Whether the decision stands."""

    PROPOSED = "proposed", _("Proposed")
    DECIDED = "decided", _("Decided")
    REVISED = "revised", _("Taken back")


class TradeOffQuerySet(models.QuerySet["TradeOff"]):
    """Scoped reads of trade-offs."""

    def visible_to(self, actor: Actor) -> TradeOffQuerySet:
        """The trade-offs of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "workload__"))


class TradeOff(models.Model):
    """One decision and what it does.

    effects: {pillar key: {"effect": Effect, "note": str}}; a pillar that is not named was not
    looked at. savings and revenue are amounts per month in `currency`, negative when they cost:
    their sum is the net effect (seed 000, section 6, "The Cost-Performance Trade-off").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    workload = models.ForeignKey(Workload, on_delete=models.CASCADE, related_name="tradeoffs")
    number = models.PositiveIntegerField()
    title = models.CharField(_("decision"), max_length=200)
    context = models.TextField(_("why it was on the table"), max_length=5000, blank=True)
    alternatives = models.TextField(_("what else was looked at"), max_length=5000, blank=True)
    effects = models.JSONField(_("effects"), default=dict, blank=True)
    cost = models.TextField(_("cost"), max_length=2000, blank=True)
    benefit = models.TextField(_("benefit"), max_length=2000, blank=True)
    savings = models.DecimalField(
        _("savings a month"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    revenue = models.DecimalField(
        _("revenue a month"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    state = models.CharField(
        _("state"), max_length=10, choices=TradeOffState, default=TradeOffState.PROPOSED
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answers = models.ManyToManyField(
        Answer, verbose_name=_("questions"), related_name="tradeoffs", blank=True
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[TradeOffQuerySet] = TradeOffQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["workload", "number"]
        constraints = [
            models.UniqueConstraint(fields=["workload", "number"], name="tradeoff_number")
        ]

    def __str__(self) -> str:
        return self.title
