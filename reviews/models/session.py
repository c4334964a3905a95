"""Holding a review together: planned sessions, and who was in the room when."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.review import Review
from wellarch import clock
from wellarch.accounts.actor import Actor


class SessionQuerySet(models.QuerySet["ReviewSession"]):
    """Scoped reads of sessions."""

    def visible_to(self, actor: Actor) -> SessionQuerySet:
        """The sessions of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "review__workload__"))


class ReviewSession(models.Model):
    """A meeting in which a review is held: planned with an agenda, begun, ended, told of.

    agenda: [{"pillar": key or "" for the scoping questions, "minutes": int, "people": str,
    "note": str}], in order. spent: {pillar key or "": seconds} while it was on the screen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=120)
    planned_at = models.DateTimeField(_("when"), null=True, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    agenda = models.JSONField(default=list)
    spent = models.JSONField(default=dict)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["review"],
                condition=models.Q(started_at__isnull=False, ended_at=None),
                name="one_running_session_per_review",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_running(self) -> bool:
        """Begun and not ended."""
        return self.started_at is not None and self.ended_at is None


class Visit(models.Model):
    """Somebody in the room of a review without a longer break; written while they are there."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    question_key = models.CharField(max_length=128, blank=True)  # where they were last

    class Meta:
        indexes = [
            models.Index(fields=["review", "seen_at"], name="visit_now"),
            models.Index(fields=["review", "user", "-started_at"], name="visit_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.review_id}"
