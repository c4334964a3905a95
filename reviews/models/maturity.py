"""Maturity: how far a team says it is with a pillar, and where it wants to be by when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.review import Review
from wellarch import clock
from wellarch.accounts.actor import Actor

LOWEST, HIGHEST = 1, 5  # seed 000, section 2: manual, repeatable, defined, managed, optimizing
_RANGE = [MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]


class MaturityQuerySet(models.QuerySet["Maturity"]):
    """Scoped reads of maturity."""

    def visible_to(self, actor: Actor) -> MaturityQuerySet:
        """That of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "review__workload__"))


class Maturity(models.Model):
    """The level of one pillar of a review, set by the team."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="maturity")
    pillar_key = models.CharField(max_length=128)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, validators=_RANGE)
    target = models.PositiveSmallIntegerField(_("target"), null=True, blank=True, validators=_RANGE)
    target_on = models.DateField(_("by when"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[MaturityQuerySet] = MaturityQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "pillar_key"], name="one_maturity_each")
        ]

    def __str__(self) -> str:
        return f"{self.pillar_key} {self.level}"
