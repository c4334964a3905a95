"""The page of what profile answers mean: the mapping as tables, with names where ids are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lenses.access import compiled
from reviews import profiling
from reviews.models import ProfileMapping
from reviews.reads import profile_page
from reviews.reads.profile_rows import pillar_names
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class MappingOption:
    """An option with what it means, names instead of ids where they are known."""

    title: str
    description: str
    pillars: tuple[tuple[str, int, str], ...]  # name, weight, why
    questions: tuple[tuple[str, str, str], ...]  # codes, lens, why


@dataclass(frozen=True, slots=True)
class MappingQuestion:
    """A question of the mapping."""

    id: str
    title: str
    help: str
    is_several: bool
    options: tuple[MappingOption, ...]


@dataclass(frozen=True, slots=True)
class MappingPage:
    """What answers mean, for everybody to read. unknown: ids that no published lens has."""

    questions: tuple[MappingQuestion, ...]
    at_most: int
    is_own: bool
    revision: int
    changed_at: datetime | None
    changed_by: str
    unknown: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class MappingFound:
    """The mapping that holds, as data."""

    is_own: bool
    revision: int
    document: dict[str, Any]


def found(actor: Actor) -> MappingFound:
    """The mapping of the organization as programs read it. One query."""
    policy.require(actor, Action.READ)
    row = ProfileMapping.objects.filter(organization=actor.organization).first()
    document = row.document if row else profiling.as_data(profiling.builtin())
    return MappingFound(row is not None, row.revision if row else 0, document)


def build(actor: Actor) -> MappingPage:
    """The mapping of the organization. Four queries."""
    policy.require(actor, Action.READ)
    row = (
        ProfileMapping.objects.filter(organization=actor.organization)
        .select_related("changed_by")
        .first()
    )
    mapping = (profiling.read(row.document).mapping if row else None) or profiling.builtin()
    aliases = {
        entry.lens for q in mapping.questions for option in q.options for entry in option.priorities
    }
    newest = profile_page.newest_versions(actor, aliases)
    codes = {
        alias: {asked.id: asked.code for asked in compiled(version.pk)}
        for alias, version in newest.items()
    }
    unknown = [
        f"{entry.lens}: {key}" if entry.lens != profiling.FRAMEWORK else key
        for question in mapping.questions
        for option in question.options
        for entry in option.priorities
        for key in entry.questions
        if key not in codes.get(entry.lens, {})
    ]
    return MappingPage(
        questions=tuple(_question(question, codes) for question in mapping.questions),
        at_most=mapping.at_most,
        is_own=row is not None,
        revision=row.revision if row else 0,
        changed_at=row.changed_at if row else None,
        changed_by=str(row.changed_by or "") if row else "",
        unknown=tuple(dict.fromkeys(unknown)),
        text=profiling.write(mapping),
    )


def _question(
    question: profiling.Question, codes: Mapping[str, Mapping[str, str]]
) -> MappingQuestion:
    return MappingQuestion(
        id=question.id,
        title=question.title,
        help=question.help,
        is_several=question.is_several,
        options=tuple(
            MappingOption(
                title=option.title,
                description=option.description,
                pillars=tuple(
                    (name, push.weight, push.why)
                    for name, push in zip(
                        pillar_names(push.pillar for push in option.pillars),
                        option.pillars,
                        strict=True,
                    )
                ),
                questions=tuple(
                    (
                        ", ".join(codes.get(entry.lens, {}).get(k, k) for k in entry.questions),
                        "" if entry.lens == profiling.FRAMEWORK else entry.lens,
                        entry.why,
                    )
                    for entry in option.priorities
                ),
            )
            for option in question.options
        ),
    )
