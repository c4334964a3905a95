"""What search finds: one row per pillar, question and practice of a published version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lenses.models.lens import LensVersion


class EntryKind(models.TextChoices):
    """What an entry is about."""

    PILLAR = "pillar", _("Pillar")
    QUESTION = "question", _("Question")
    PRACTICE = "practice", _("Practice")


class SearchEntry(models.Model):
    """A text that can be found, and where it stands.

    On PostgreSQL the table has one column more, `search`, kept by the database from title and
    text (migration 0002); elsewhere search looks through the texts themselves.
    """

    version = models.ForeignKey(LensVersion, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    position = models.PositiveIntegerField()
    pillar_key = models.CharField(max_length=128)
    question_key = models.CharField(max_length=128, blank=True)
    choice_key = models.CharField(max_length=128, blank=True)
    code = models.CharField(max_length=32, blank=True)
    title = models.TextField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title
