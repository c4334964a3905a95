"""Edits of a draft: every one that was applied, so that it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lenses.models.lens import LensVersion
from wellarch import clock


class DraftEdit(models.Model):
    """One applied edit of a draft; revision n led from state n-1 to state n.

    operation is what the author did (lenses/editing), with what it touched and which addresses it
    renamed; inverse are the steps that lead from the state after it to the state before. They go
    when the draft is published or discarded.
    """

    version = models.ForeignKey(LensVersion, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    operation = models.JSONField()
    inverse = models.JSONField()
    # The revision this edit took back, or did again; None for a new thought.
    undoes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["version", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["version", "revision"], name="one_edit_per_revision")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} r{self.revision}"
