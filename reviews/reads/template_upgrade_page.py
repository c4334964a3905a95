"""What a newer version of a lens would change in a template, question by question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.models import LensVersion
from reviews.carrying import Carried, Fate
from reviews.models import Template, TemplateReview
from reviews.reads import answer_history
from reviews.reads.answer_history import Line
from reviews.services import template_upgrades
from reviews.template_access import template_lens_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class UpgradeLine:
    """One question that does not simply stay. lines: what is lost of what the template says."""

    carried: Carried
    asked: CompiledQuestion
    lines: tuple[Line, ...]

    @property
    def fate(self) -> str:
        """The word for what becomes of it."""
        return self.carried.fate.value

    @property
    def is_said(self) -> bool:
        """The template says something to it."""
        return bool(self.carried.before)


@dataclass(frozen=True, slots=True)
class TemplateUpgradePage:
    """The preview. version: None when there is nothing newer."""

    template: Template
    part: TemplateReview
    version: LensVersion | None
    kept: int
    lost: tuple[UpgradeLine, ...]
    new: tuple[UpgradeLine, ...]
    dropped: tuple[UpgradeLine, ...]


def build(actor: Actor, template_id: UUID, template_lens: str) -> TemplateUpgradePage:
    """The preview of upgrading one lens of a template. Five queries."""
    part = template_lens_for(actor, template_id, template_lens, need=Action.TEMPLATE_WRITE)
    version = template_upgrades.newer(part)
    if version is None:
        return TemplateUpgradePage(part.template, part, None, 0, (), (), ())
    old, new = compiled(part.lens_version_id).questions, compiled(version.pk).questions
    found: dict[str, list[UpgradeLine]] = {"lost": [], "new": [], "dropped": []}
    kept = 0
    for one in template_upgrades.plan(part, version):
        if one.delta:
            found["lost"].append(_line(one, old))
        elif one.fate in (Fate.NEW, Fate.RETURNED):
            found["new"].append(_line(one, new))
        elif not one.is_asked:
            found["dropped"].append(_line(one, old))
        else:
            kept += bool(one.before)
    groups = {name: tuple(lines) for name, lines in found.items()}
    return TemplateUpgradePage(part.template, part, version, kept, **groups)


def _line(one: Carried, asked: Mapping[str, CompiledQuestion]) -> UpgradeLine:
    question = asked[one.question]
    return UpgradeLine(one, question, answer_history.lines(question, one.delta))
