"""Lenses, their versions, and the rows of what a published version asks."""

from lenses.models.content import Choice, Pillar, Question
from lenses.models.lens import DRAFT, Lens, LensVersion, VersionStatus

__all__ = ["DRAFT", "Choice", "Lens", "LensVersion", "Pillar", "Question", "VersionStatus"]
