"""An answer: the state of one question in a review, and every change it ever saw."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.review import Review
from reviews.models.words import Reason, RiskLevel
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Via


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Scoped reads of answers."""

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """The answers of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "review__workload__"))


class AnswerManager(models.Manager["Answer"]):
    """The answers to questions the review's lens version asks."""

    def get_queryset(self) -> AnswerQuerySet:
        """Without those whose question an upgrade took away."""
        return AnswerQuerySet(self.model, using=self._db).filter(is_asked=True)

    def visible_to(self, actor: Actor) -> AnswerQuerySet:
        """The answers of workloads the actor sees."""
        return self.get_queryset().visible_to(actor)


class Answer(models.Model):
    """The state of one question.

    choices: {choice id: {"status": "selected" | "not_applicable", "reason": Reason, "note": str}};
    an id that is not there is unselected and bare. One exists for every question of the
    review's lens version from the moment the lens is attached. When an upgrade takes a question
    away, its answer stays with all that was said (`is_asked` false) for the day it comes back:
    `objects` and `review.answers` pass over it, `every` does not.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    pillar_key = models.CharField(max_length=128)
    question_key = models.CharField(max_length=128)
    position = models.PositiveSmallIntegerField()
    is_asked = models.BooleanField(default=True, editable=False)
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
    # What the team still has to do about it; none of this changes what was answered.
    parked_at = models.DateTimeField(null=True, blank=True)
    parked_note = models.CharField(_("what to talk about"), max_length=500, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    # A second person agreed with the answer as it was at this revision, and no later one.
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_revision = models.PositiveIntegerField(null=True, blank=True)

    # Told by access.answer_of: open threads of its discussion, pieces of evidence, unfinished
    # improvements, and the person who changed it last.
    said: int = 0
    shown: int = 0
    planned: int = 0
    last_by: int | None = None

    objects: ClassVar[AnswerManager] = AnswerManager()
    every: ClassVar[AnswerQuerySet] = AnswerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question_key"], name="one_answer_each")
        ]
        indexes = [models.Index(fields=["review", "pillar_key", "risk"], name="answer_counts")]

    def __str__(self) -> str:
        return f"{self.question_key}: {self.risk}"

    @property
    def is_confirmed(self) -> bool:
        """A second person agreed and nothing was changed since."""
        return self.confirmed_revision is not None and self.confirmed_revision == self.revision


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
    # The template it was taken from, by its name then; empty for what people said themselves.
    template_name = models.CharField(max_length=100, blank=True)
    # The version of the lens the review came to with this change, by its name; nobody said it.
    lens_version = models.CharField(max_length=32, blank=True)
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
