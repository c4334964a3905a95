"""One version of a lens, opened for reading: which one an address means, and what surrounds it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import compiled, lens_for
from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion, compile_lens
from lenses.document import read
from lenses.models import DRAFT, Lens, LensVersion, VersionStatus
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, NotFound

DRAFT_ERRORS = "draft-errors"
"""The code of the refusal to open a draft that holds errors."""


@dataclass(frozen=True, slots=True)
class Book:
    """An open version of a lens.

    query is what every address inside it ends with, so that a reader of an older version or of
    the draft stays there; the newest published version needs none. address is how the reader
    named the lens, its alias or its id: links that keep it lead to the same lens even where
    a shared one and an own one have the same alias.
    """

    lens: Lens
    version: LensVersion
    versions: tuple[LensVersion, ...]
    content: CompiledLens
    query: str
    address: str

    @property
    def is_draft(self) -> bool:
        """Whether what is read may still change."""
        return self.version.status == VersionStatus.DRAFT

    @property
    def is_newest(self) -> bool:
        """Whether it is what a new review would use."""
        return self.version.is_published and not self.query

    @property
    def is_retired(self) -> bool:
        """Whether no new review begins with what is read."""
        return self.version.status == VersionStatus.RETIRED

    @property
    def has_newer(self) -> bool:
        """Whether a version that new reviews use stands beside what is read."""
        return not self.is_newest and any(each.is_published for each in self.versions)

    @property
    def has_draft(self) -> bool:
        """Whether there is a draft beside what is read."""
        return self.versions[0].status == VersionStatus.DRAFT and not self.is_draft

    @property
    def practices(self) -> int:
        """How many best practices the version asks for."""
        return sum(len(question.practices) for question in self.content)


@dataclass(frozen=True, slots=True)
class PillarPage:
    """A pillar with its neighbours."""

    book: Book
    pillar: CompiledPillar
    before: CompiledPillar | None
    after: CompiledPillar | None

    @property
    def practices(self) -> int:
        """How many best practices the pillar asks for."""
        return sum(len(question.practices) for question in self.pillar.questions)


def open_book(actor: Actor, alias: str, version: str = "") -> Book:
    """The version that `version` names, "draft" for the draft, "" for the newest published one.

    A lens that has only a draft shows that. NotFound for anything else, Conflict (DRAFT_ERRORS)
    for a draft that holds errors. At most four queries.
    """
    lens = lens_for(actor, alias)
    versions = tuple(
        LensVersion.objects.visible_to(actor)
        .filter(lens=lens)
        .defer("document")
        .order_by("-number")
    )
    newest = next((each for each in versions if each.is_published), None)
    row = _named(versions, version) if version else newest or next(iter(versions), None)
    if row is None:
        raise NotFound(_("There is no such version."))
    name = DRAFT if row.status == VersionStatus.DRAFT else row.name
    query = "" if row == newest else "?" + urlencode({"version": name})
    return Book(lens, row, versions, _content(row), query, alias)


def pillar_page(actor: Actor, alias: str, pillar: str, version: str = "") -> PillarPage:
    """A pillar of an open book. NotFound when the version has none of this id."""
    book = open_book(actor, alias, version)
    found = book.content.pillar.get(pillar)
    if found is None:
        raise NotFound(_("There is no such pillar."))
    pillars = book.content.pillars
    before = pillars[found.number - 2] if found.number > 1 else None
    after = pillars[found.number] if found.number < len(pillars) else None
    return PillarPage(book, found, before, after)


def question_in(book: Book, question: str) -> CompiledQuestion:
    """A question of an open book. NotFound when the version has none of this id."""
    found = book.content.questions.get(question)
    if found is None:
        raise NotFound(_("There is no such question."))
    return found


def _named(versions: tuple[LensVersion, ...], name: str) -> LensVersion | None:
    if name == DRAFT:
        return next((row for row in versions if row.status == VersionStatus.DRAFT), None)
    return next((row for row in versions if row.name and row.name == name), None)


def _content(row: LensVersion) -> CompiledLens:
    if row.status != VersionStatus.DRAFT:
        return compiled(row.pk)
    reading = read(row.document)  # the draft's document: one query more
    if reading.lens is None:
        count = len(reading.errors)
        words = ngettext(
            "This draft has %(n)d error; it can be read when that is repaired.",
            "This draft has %(n)d errors; it can be read when they are repaired.",
            count,
        )
        raise Conflict(words % {"n": count}, code=DRAFT_ERRORS, errors=count)
    return compile_lens(reading.lens)
