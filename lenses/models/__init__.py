"""Lenses, their versions, and the rows of what a published version asks."""

from lenses.models.content import Choice, Pillar, Question
from lenses.models.draft import DraftEdit
from lenses.models.lens import DRAFT, Lens, LensVersion, VersionStatus
from lenses.models.search_entry import EntryKind, SearchEntry
from lenses.models.source import LensSource, SourceKind, SourceState

__all__ = [
    "DRAFT",
    "Choice",
    "DraftEdit",
    "EntryKind",
    "Lens",
    "LensSource",
    "LensVersion",
    "Pillar",
    "Question",
    "SearchEntry",
    "SourceKind",
    "SourceState",
    "VersionStatus",
]
