"""What is said and shown about an answer: comments and evidence."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models import visibility
from reviews.models.answer import Answer
from wellarch import clock
from wellarch.accounts.actor import Actor


class CommentQuerySet(models.QuerySet["Comment"]):
    """Scoped reads of comments."""

    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """The comments on answers of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "answer__review__workload__"))


class Comment(models.Model):
    """Something said about a question or one of its choices; Markdown.

    A thread is a comment and the answers to it (`parent`); it is resolved as a whole. A deleted
    comment keeps its place without its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    choice_key = models.CharField(max_length=128, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=5000, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["answer", "created_at"], name="comment_by_answer")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.created_at:%Y-%m-%d}"


class EvidenceKind(models.TextChoices):
    """What shows that something is so."""

    LINK = "link", _("Link")
    FILE = "file", _("File")


class ScanStatus(models.TextChoices):
    """What the virus scan says of a file."""

    NOT_ASKED = "not_asked", _("Not scanned")  # no scanner is configured
    PENDING = "pending", _("Being scanned")
    CLEAN = "clean", _("Clean")
    INFECTED = "infected", _("Infected")
    FAILED = "failed", _("The scan failed")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Scoped reads of evidence."""

    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        """The evidence of workloads the actor sees."""
        return self.filter(visibility.seen_by(actor, "answer__review__workload__"))


class Evidence(models.Model):
    """A link or a file that shows why an answer is true; for the question or one choice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="evidence")
    choice_key = models.CharField(max_length=128, blank=True)
    kind = models.CharField(max_length=4, choices=EvidenceKind)
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=2048, blank=True)
    # A random name in a folder that no web server serves; `name` is what the person called it.
    file = models.FileField(upload_to="evidence/%Y/%m/", blank=True)
    name = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)  # bytes
    content_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    scan = models.CharField(max_length=10, choices=ScanStatus, default=ScanStatus.NOT_ASKED)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[EvidenceQuerySet] = EvidenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["added_at"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
