"""A finding: what a review says of a pillar as a whole."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.review import Review


class Finding(models.Model):
    """Current state, gaps, risks and recommendations of one pillar, in that order (seed 001)."""

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="findings")
    pillar_key = models.CharField(max_length=128)
    current_state = models.TextField(_("current state"), max_length=20_000, blank=True)
    gaps = models.TextField(_("gaps"), max_length=20_000, blank=True)
    risks = models.TextField(_("risks"), max_length=20_000, blank=True)
    recommendations = models.TextField(_("recommendations"), max_length=20_000, blank=True)
    is_set_aside = models.BooleanField(_("set this pillar aside"), default=False)
    set_aside_reason = models.TextField(_("why it is set aside"), max_length=5000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "pillar_key"], name="one_finding_each"),
            models.CheckConstraint(
                condition=models.Q(is_set_aside=False) | ~models.Q(set_aside_reason=""),
                name="set_aside_needs_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.pillar_key}"

    @property
    def lacks_current_state(self) -> bool:
        """Recommendations without a described current state: a warning sign (seed 001)."""
        return bool(self.recommendations.strip()) and not self.current_state.strip()
