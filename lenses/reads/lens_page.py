"""The first page of a lens: what it is for, its pillars, its versions, what the linter says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from lenses.compiled import CompiledLens
from lenses.document import Problem
from lenses.models import LensVersion
from lenses.reads import resources, sources_page, version_rows
from lenses.reads.reader import Book, open_book
from lenses.reads.sources_page import SourceRow
from lenses.reads.version_rows import Versions
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

_PLACE = re.compile(r"/pillars/(\d+)(?:/questions/(\d+))?(?:/choices/(\d+))?")


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of the linter: what, where in words, and the question to look at."""

    message: str
    place: str
    pointer: str
    question: str


@dataclass(frozen=True, slots=True)
class LensPage:
    """findings is None for people whom they do not concern. shared_by names the organization
    of a lens that is another's. source: from where it is followed, for its authors."""

    book: Book
    findings: tuple[Finding, ...] | None
    may_publish: bool
    may_edit: bool
    may_copy: bool
    may_share: bool
    may_delete: bool
    shared_by: str
    versions: Versions
    source: SourceRow | None


def build(actor: Actor, alias: str, version: str = "") -> LensPage:
    """The page of a lens. At most seven queries, however much it holds."""
    book = open_book(actor, alias, version)
    is_own = book.lens.organization_id == actor.organization.pk
    may_write = is_own and policy.allows(actor, Action.LENS_WRITE)
    owner = None if is_own else book.lens.organization
    return LensPage(
        book=book,
        findings=findings_of(book) if may_write else None,
        may_publish=may_write and book.is_draft,
        may_edit=may_write,
        may_copy=not is_own and policy.allows(actor, Action.LENS_WRITE),
        may_share=is_own and policy.allows(actor, Action.SHARE_WRITE),
        may_delete=may_write,
        versions=version_rows.build(actor, book, may_write=may_write),
        shared_by=owner.name if owner else "",
        source=sources_page.of_lens(actor, book.lens) if may_write else None,
    )


def findings_of(book: Book) -> tuple[Finding, ...]:
    """What is legal in an open version but probably not meant, with places in words."""
    row = book.version
    problems = resources.warnings(row) if book.is_draft else _known(row.pk)
    seen = {(problem.pointer, problem.code): problem for problem in problems}
    return tuple(_finding(problem, book.content) for problem in seen.values())


@lru_cache(maxsize=256)
def _known(version_id: UUID) -> tuple[Problem, ...]:
    """The remarks on a published version, which never change."""
    return resources.warnings(LensVersion.objects.only("document").get(pk=version_id))


def _finding(problem: Problem, content: CompiledLens) -> Finding:
    match = _PLACE.match(problem.pointer)
    if match is None:
        return Finding(problem.message, content.name, problem.pointer, "")
    pillar = content.pillars[int(match[1])]
    if match[2] is None:
        return Finding(problem.message, pillar.name, problem.pointer, "")
    question = pillar.questions[int(match[2])]
    return Finding(
        problem.message, f"{pillar.name} · {question.title}", problem.pointer, question.id
    )
