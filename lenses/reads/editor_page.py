"""The editor's page of one element: its fields, what is wrong with them, and the whole outline."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import newest_published
from lenses.models import LensVersion
from lenses.reads import editor
from lenses.reads.draft_problems import Counts, Flaw
from lenses.reads.editor import Element, Outline, OutlinePillar
from lenses.reads.editor_fields import Field, fields_of, mark_of, state_of
from wellarch import wording
from wellarch.accounts.actor import Actor
from wellarch.errors import Stale


@dataclass(frozen=True)
class Part:
    """An element with its fields in groups, as the page shows it: the one edited, or a choice."""

    element: Element
    fields: tuple[Field, ...]
    place: int = 0
    of: int = 0

    @property
    def at(self) -> str:
        """The address."""
        return self.element.at

    @property
    def groups(self) -> dict[str, tuple[Field, ...]]:
        """head, plan, pair, more, advanced → their fields."""
        names = {field.spec.group for field in self.fields}
        return {name: tuple(f for f in self.fields if f.spec.group == name) for name in names}

    @property
    def is_none(self) -> bool:
        """Whether it is “None of these”."""
        return self.element.kind == "choice" and self.element.id.endswith("_no")

    @property
    def is_first(self) -> bool:
        """Nothing is before it."""
        return self.place == 0

    @property
    def is_last(self) -> bool:
        """Nothing is after it."""
        return self.place + 1 >= self.of

    @property
    def flaws(self) -> tuple[Flaw, ...]:
        """What is wrong with it, but with none of its fields on the page."""
        at_fields = {flaw for field in self.fields for flaw in field.flaws}
        found = [flaw for flaws in self.element.flaws.values() for flaw in flaws]
        return tuple(flaw for flaw in found if flaw not in at_fields)

    @property
    def is_more_wrong(self) -> bool:
        """Whether something is wrong in the quieter fields, which are shown then."""
        return any(field.flaws for field in self.fields if field.spec.group == "more")

    @property
    def filled(self) -> int:
        """How many of the quieter fields say something."""
        return sum(field.text != "" for field in self.fields if field.spec.group == "more")


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem of the page: where it shows, in words and as the id of the field or part."""

    flaw: Flaw
    where: str
    target: str
    is_field: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed, as components/conflict.html shows it."""

    path: str
    label: str
    mine: str
    theirs: str

    @property
    def mine_words(self) -> str:
        """Mine, for reading."""
        return self.mine

    @property
    def theirs_words(self) -> str:
        """Theirs, for reading."""
        return self.theirs

    @property
    def can_merge(self) -> bool:
        """Both have a text, so one could have all of both."""
        return bool(self.mine and self.theirs)

    @property
    def parts(self) -> dict[str, tuple[wording.Part, ...]]:
        """Both versions with the words that differ marked."""
        mine, theirs = wording.marked(self.mine, self.theirs)
        return {"mine": mine, "theirs": theirs}

    @property
    def together(self) -> str:
        """A beginning for a version with all of both."""
        return wording.together(self.mine, self.theirs)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people changed at once, and who the other one is."""

    by: str
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class EditorPage:
    """Everything the editor shows. `address` is how the lens was named in the address."""

    address: str
    element: Element
    part: Part
    choices: tuple[Part, ...]
    state: Mapping[str, str]  # what is stored: name of a field → text
    base: LensVersion | None  # the newest published version
    conflict: Conflict | None = None

    @property
    def outline(self) -> Outline:
        """The whole draft in lines."""
        return self.element.outline

    @property
    def href(self) -> str:
        """The address of this page."""
        return href_of(self.address, self.element.at)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every field on the page."""
        return self.part.fields + tuple(f for choice in self.choices for f in choice.fields)

    @property
    def state_json(self) -> str:
        """What is stored, for the script."""
        return json.dumps(self.state, ensure_ascii=False)

    @property
    def marks_json(self) -> str:
        """Name of a field → a mark of what the page was made from, for a form without it."""
        return json.dumps({name: mark_of(text) for name, text in self.state.items()})

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """Every problem of the element and its choices, errors first."""
        found = [remark for part in (self.part, *self.choices) for remark in _remarks(part)]
        found += [remark for rule in self.element.rules for remark in _of_rule(rule)]
        return tuple(sorted(found, key=lambda remark: remark.flaw.level != "error"))

    @property
    def counts(self) -> Counts:
        """How much is wrong on this page; an outline counts what is below a pillar as well."""
        errors = sum(remark.flaw.level == "error" for remark in self.remarks)
        return Counts(errors, len(self.remarks) - errors)

    @property
    def below(self) -> Counts:
        """How much is wrong in what is inside a lens or a pillar, on pages of its own."""
        here, found = self.counts, self.counts
        if self.element.kind == "lens":
            found = self.outline.problems
        elif self.element.kind == "pillar" and self.pillar:
            found = self.pillar.problems
        return Counts(found.errors - here.errors, found.warnings - here.warnings)

    @property
    def pillar(self) -> OutlinePillar | None:
        """The pillar that is edited, or that holds the question."""
        at = self.element.at
        for pillar in self.outline.pillars:
            if pillar.at == at or any(question.at == at for question in pillar.questions):
                return pillar
        return None

    @property
    def previous_href(self) -> str:
        """The page of the element before, "" at the beginning."""
        return href_of(self.address, self.element.previous) if self.element.at else ""

    @property
    def next_href(self) -> str:
        """The page of the element after, "" at the end."""
        return href_of(self.address, self.element.next) if self.element.next else ""

    @property
    def has_none(self) -> bool:
        """Whether the question has a “None of these”."""
        return any(choice.is_none for choice in self.choices)


def build(actor: Actor, key: str, at: str) -> EditorPage:
    """The page of the element at an address. Conflict when the lens has no draft."""
    element = editor.element(actor, key, at)
    choices = element.choices
    parts = tuple(
        Part(choice, fields_of(choice), place, len(choices)) for place, choice in enumerate(choices)
    )
    part = Part(element, fields_of(element))
    fields = part.fields + tuple(field for choice in parts for field in choice.fields)
    base = newest_published(element.outline.lens)
    return EditorPage(key, element, part, parts, state_of(fields), base)


def disputed(actor: Actor, key: str, at: str, error: Stale, typed: Mapping[str, str]) -> EditorPage:
    """The page with what was typed in its fields, and both versions of what clashed."""
    page = build(actor, key, at)
    clashing = frozenset(error.data.get("fields", {}))
    clashes = tuple(
        Clash(field.name, _label(page, field), typed[field.name], field.text or "")
        for field in page.fields
        if field.name in typed and f"{field.at}#{field.spec.field}" in clashing
    )
    conflict = Conflict(error.data.get("by") or _("Somebody"), clashes)
    return replace(retyped(page, typed), conflict=conflict)


def retyped(page: EditorPage, typed: Mapping[str, str]) -> EditorPage:
    """The page with what was typed in its fields; what is stored stays known."""
    choices = tuple(_retyped(choice, typed) for choice in page.choices)
    return replace(page, part=_retyped(page.part, typed), choices=choices)


def href_of(address: str, at: str) -> str:
    """The editor's page of an element; a choice or rule is on the page of its question."""
    page, is_choice, _rest = at.partition("/choices/")
    page, is_rule, _rest = page.partition("/rules/")
    name, arguments = ("lens-edit-element", [address, page]) if page else ("lens-edit", [address])
    part = f"#p-{at}" if is_choice else "#rules" if is_rule else ""
    return reverse(name, args=arguments) + part


def _parts(page: EditorPage) -> tuple[Part, ...]:
    return (page.part, *page.choices)


def _retyped(part: Part, typed: Mapping[str, str]) -> Part:
    fields = (replace(field, text=typed.get(field.name, field.text)) for field in part.fields)
    return replace(part, fields=tuple(fields))


def _label(page: EditorPage, field: Field) -> str:
    part = next(part for part in _parts(page) if part.at == field.at)
    label = str(field.spec.label)
    return f"{part.element.title or part.element.id} · {label}" if part is not page.part else label


def _remarks(part: Part) -> list[Remark]:
    title = part.element.title or part.element.id
    is_choice = part.element.kind == "choice"
    found = [
        Remark(flaw, f"{title} · {field.spec.label}" if is_choice else str(field.spec.label),
               field.id, is_field=True)
        for field in part.fields
        for flaw in field.flaws
    ]  # fmt: skip
    for flaw in part.flaws:
        is_rules = flaw.field == "riskRules"
        target = f"p-{part.at}" if is_choice else "rules" if is_rules else "element"
        where = title if is_choice else _("Rules") if is_rules else ""
        found.append(Remark(flaw, where, target, is_field=False))
    return found


def _of_rule(rule: Element) -> list[Remark]:
    flaws = [flaw for flaws in rule.flaws.values() for flaw in flaws]
    return [Remark(flaw, _("Rules"), "rules", is_field=False) for flaw in flaws]
