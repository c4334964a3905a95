"""Rows of what a published version asks: for search, joins and lists across lenses.

Pages and services read the compiled version (lenses/access.py) instead; these rows are
written once, when a version is published, and never changed.
"""

from __future__ import annotations

from django.db import models

from lenses.models.lens import LensVersion


class Pillar(models.Model):
    """A pillar of a published version."""

    version = models.ForeignKey(LensVersion, on_delete=models.CASCADE, related_name="pillars")
    key = models.CharField(max_length=128)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=512)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="pillar_key_per_version")
        ]

    def __str__(self) -> str:
        return self.name


class Question(models.Model):
    """A question of a published version."""

    pillar = models.ForeignKey(Pillar, on_delete=models.CASCADE, related_name="questions")
    version = models.ForeignKey(LensVersion, on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=128)
    code = models.CharField(max_length=32, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="question_key_per_version")
        ]

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """A choice (best practice) of a question of a published version."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=128)
    code = models.CharField(max_length=32, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["question", "position"]
        constraints = [
            models.UniqueConstraint(fields=["question", "key"], name="choice_key_per_question")
        ]

    def __str__(self) -> str:
        return self.title
