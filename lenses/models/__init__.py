"""Lenses, their versions, and the rows of what a published version asks."""

from lenses.models.content import Choice, Pillar, Question
from lenses.models.lens import DRAFT, Lens, LensVersion, VersionStatus
from lenses.models.search_entry import EntryKind, SearchEntry

__all__ = [
    "DRAFT",
    "Choice",
    "EntryKind",
    "Lens",
    "LensVersion",
    "Pillar",
    "Question",
    "SearchEntry",
    "VersionStatus",
]
