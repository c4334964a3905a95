"""The search index: written when a version is published, once, from its compiled form."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from lenses.access import compiled
from lenses.compiled import CompiledLens, CompiledPillar, CompiledQuestion
from lenses.document import Choice
from lenses.models import EntryKind, LensVersion, SearchEntry, VersionStatus


def write(version: LensVersion, lens: CompiledLens) -> None:
    """Make a version that was just published findable."""
    SearchEntry.objects.bulk_create(_entries(version, lens))


def fill() -> int:
    """Index published versions that are not yet; returns how many. One query when none is.

    Two processes that start at once do not index twice: each version is locked and looked at
    again.
    """
    missing = LensVersion.objects.filter(status=VersionStatus.PUBLISHED, entries=None)
    return sum(_fill(version_id) for version_id in missing.values_list("pk", flat=True))


def _fill(version_id: UUID) -> bool:
    with transaction.atomic():
        rows = LensVersion.objects.select_for_update(no_key=True).defer("document")
        version = rows.get(pk=version_id)
        if SearchEntry.objects.filter(version=version).exists():
            return False
        write(version, compiled(version.pk))
    return True


def _entries(version: LensVersion, lens: CompiledLens) -> Iterator[SearchEntry]:
    found = (row for pillar in lens.pillars for row in _of_pillar(pillar))
    for position, row in enumerate(found):
        row.version, row.position = version, position
        yield row


def _of_pillar(pillar: CompiledPillar) -> Iterator[SearchEntry]:
    principles = [part for each in pillar.principles for part in (each.name, each.example)]
    yield SearchEntry(
        kind=EntryKind.PILLAR,
        pillar_key=pillar.id,
        code=pillar.code[:32],
        title=pillar.name,
        text=_text(pillar.description, *principles, *pillar.checklist),
    )
    for question in pillar.questions:
        yield SearchEntry(
            kind=EntryKind.QUESTION,
            pillar_key=pillar.id,
            question_key=question.id,
            code=question.code[:32],
            title=question.title,
            text=_text(
                question.description,
                question.conversation,
                *question.evidence,
                *question.anti_patterns,
            ),
        )
        for choice in question.practices:
            yield _of_practice(pillar, question, choice)


def _of_practice(pillar: CompiledPillar, question: CompiledQuestion, choice: Choice) -> SearchEntry:
    plan = choice.improvement_plan.text if choice.improvement_plan else ""
    return SearchEntry(
        kind=EntryKind.PRACTICE,
        pillar_key=pillar.id,
        question_key=question.id,
        choice_key=choice.id,
        code=choice.code[:32],
        title=choice.title,
        text=_text(choice.description, plan, *choice.anti_patterns),
    )


def _text(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
