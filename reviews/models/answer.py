"""An answer: the state of one question in a review, and every change it ever saw."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.review import Review
from reviews.models.words import Reason, RiskLevel
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Scoped reads of answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """The answers of reviews in the actor's organization."""
        return self.filter(organization=actor.organization)


class Answer(models.Model):
    """The state of one question.

    choices: {choice id: {"status": "selected" | "not_applicable", "reason": Reason, "note": str}};
    an id that is not there is unselected and bare. One exists for every question of the
    review's lens version from the moment the lens is attached.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    pillar_key = models.CharField(max_length=128)
    question_key = models.CharField(max_length=128)
    position = models.PositiveSmallIntegerField()
    choices = models.JSONField(default=dict)
    is_applicable = models.BooleanField(default=True)
    reason = models.CharField(max_length=32, choices=Reason, default=Reason.NONE)
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)
    risk = models.CharField(
        max_length=16, choices=RiskLevel, default=RiskLevel.UNANSWERED, db_index=True
    )
    # When the risk became what it is: the due date counts from here.
    risk_since = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.CharField(max_length=150, blank=True)

    objects: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question_key"], name="one_answer_each")
        ]
        indexes = [models.Index(fields=["review", "pillar_key", "risk"], name="answer_counts")]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.risk}"


class AnswerChange(models.Model):
    """One applied change of an answer; revision n led from state n-1 to state n.

    fields: {path: [before, after]}, path being `choices.<id>.status|reason|note`, `notes`,
    `is_applicable` or `reason`. Reverting them walks back in time.
    """

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="history")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=8, choices=Via)
    fields = models.JSONField()
    risk_before = models.CharField(max_length=16, choices=RiskLevel)
    risk_after = models.CharField(max_length=16, choices=RiskLevel)

    class Meta:
        ordering = ["answer", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "revision"], name="one_change_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id} r{self.revision} by {self.actor_name}"
