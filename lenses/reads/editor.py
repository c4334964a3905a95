"""What the editor of a draft shows: the outline, one element with its fields, the source text.

Everything asks for LENS_WRITE and a lens of one's own, and raises Conflict ``no-draft`` when
there is no draft. Addresses are those of lenses/editing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from lenses import editing
from lenses.access import lens_for
from lenses.compiled import pillar_codes
from lenses.document import Pillar, json_text, read_draft, write_data
from lenses.draft_access import draft_of
from lenses.editing import history
from lenses.models import DraftEdit, Lens, LensVersion
from lenses.reads import draft_problems
from lenses.reads.draft_problems import Counts, Flaw, Problems
from lenses.rules import is_none_choice
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True)
class OutlineQuestion:
    """A question in a line. code is its own or derived from pillar and place."""

    at: str
    id: str
    title: str
    code: str
    practices: int
    problems: Counts


@dataclass(frozen=True, slots=True)
class OutlinePillar:
    """A pillar in a line, with its questions. own: problems of the pillar itself."""

    at: str
    id: str
    name: str
    code: str
    problems: Counts
    own: Counts
    questions: tuple[OutlineQuestion, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole draft in lines. own: problems of the lens itself."""

    lens: Lens
    version: LensVersion
    revision: int
    name: str
    problems: Counts
    own: Counts
    pillars: tuple[OutlinePillar, ...]
    may_undo: bool
    may_redo: bool
    edited_at: datetime | None
    edited_by: User | None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The lens, its pillars and questions, in order."""
        found = [""]
        for pillar in self.pillars:
            found += [pillar.at, *(question.at for question in pillar.questions)]
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Element:
    """One element. fields are those the document has, as the reader takes them; flaws are by
    field, "" for the element as a whole. A question has choices and rules as elements too."""

    kind: str
    at: str
    id: str
    title: str
    code: str
    fields: Mapping[str, Any]
    flaws: Mapping[str, tuple[Flaw, ...]]
    problems: Counts
    outline: Outline
    choices: tuple[Element, ...] = ()
    rules: tuple[Element, ...] = ()

    @property
    def previous(self) -> str:
        """The address of the element before it in the outline, "" for none or the lens."""
        return self._beside(-1)

    @property
    def next(self) -> str:
        """The address of the element after it in the outline, "" for none."""
        return self._beside(1)

    def _beside(self, step: int) -> str:
        order = self.outline.addresses
        place = order.index(self.at) + step if self.at in order else -1
        return order[place] if 0 <= place < len(order) else ""


@dataclass(frozen=True, slots=True)
class Source:
    """The draft as one text, with everything that is wrong and where. Flaws have lines where
    the text says them."""

    version: LensVersion
    revision: int
    text: str
    flaws: tuple[Flaw, ...]


def draft(actor: Actor, key: UUID | str) -> LensVersion:
    """The draft of one's own lens, with its lens and its last author. Three queries at most."""
    lens = lens_for(actor, key, need=Action.LENS_WRITE)
    row = draft_of(lens)
    if row is None:
        raise Conflict(_("This lens has no draft. Begin one to change it."), code="no-draft")
    return row


def outline(actor: Actor, key: UUID | str) -> Outline:
    """The draft in lines, with how many problems each has. Five queries at most."""
    row = draft(actor, key)
    return _outline(actor, row, draft_problems.of_draft(row))


def element(actor: Actor, key: UUID | str, at: str = "") -> Element:
    """One element of the draft with the whole outline. NotFound when there is none."""
    row = draft(actor, key)
    try:
        spot = editing.find(row.document, at)
    except editing.EditError as error:
        raise NotFound(error.message) from None
    problems = draft_problems.of_draft(row)
    return _element(row, spot.path, problems, _outline(actor, row, problems))


def source(actor: Actor, key: UUID | str, format: str = "yaml") -> Source:
    """The draft as text, JSON for ``json``, else YAML; in the words of the format if it reads."""
    row = draft(actor, key)
    _reading, document = read_draft(row.document)
    content = document if document is not None else row.document
    text = json_text(content) if format == "json" else write_data(content)
    return Source(row, row.revision, text, draft_problems.of_draft(row).flaws)


def _outline(actor: Actor, row: LensVersion, problems: Problems) -> Outline:
    document = row.document
    pillars = editing.children(document, (), "pillars")
    codes = pillar_codes([_stub(pillar) for pillar in pillars])
    edits = DraftEdit.objects.filter(version=row).values_list("revision", "undoes", "user_id")
    past = tuple(history.Past(*each) for each in edits)
    who = actor.user.pk if actor.user else None
    return Outline(
        lens=row.lens,
        version=row,
        revision=row.revision,
        name=_text(document.get("name")) or row.lens.name,
        problems=problems.counts,
        own=problems.own(""),
        pillars=tuple(
            _pillar(document, number, codes[number], problems) for number in range(len(pillars))
        ),
        may_undo=history.to_undo(past, who) is not None,
        may_redo=history.to_redo(past, who) is not None,
        edited_at=row.edited_at,
        edited_by=row.edited_by,
    )


def _pillar(
    document: Mapping[str, Any], number: int, code: str, problems: Problems
) -> OutlinePillar:
    path: editing.Path = ("pillars", number)
    at = problems.names[path]
    item = editing.at(document, path)
    questions = editing.children(document, path, "questions")
    return OutlinePillar(
        at=at,
        id=editing.id_of(item),
        name=_title(item, "name"),
        code=code,
        problems=problems.within(at),
        own=problems.own(at),
        questions=tuple(
            _question(document, (*path, "questions", place), f"{code} {place + 1}", problems)
            for place in range(len(questions))
        ),
    )


def _question(
    document: Mapping[str, Any], path: editing.Path, code: str, problems: Problems
) -> OutlineQuestion:
    at = problems.names[path]
    item = editing.at(document, path)
    choices = editing.children(document, path, "choices")
    return OutlineQuestion(
        at=at,
        id=editing.id_of(item),
        title=_title(item, "title"),
        code=_text(_value(item, "code")) or code,
        practices=sum(not is_none_choice(editing.id_of(choice)) for choice in choices),
        problems=problems.within(at),
    )


def _element(row: LensVersion, path: editing.Path, problems: Problems, outline: Outline) -> Element:
    item = editing.at(row.document, path)
    kind = {
        "pillars": "pillar",
        "questions": "question",
        "choices": "choice",
        "riskRules": "rule",
    }.get(str(path[-2]) if path else "", "lens")
    at = problems.names[path]
    flaws: dict[str, list[Flaw]] = {}
    for flaw in problems.at(at):
        flaws.setdefault(flaw.field, []).append(flaw)

    def inside(key: str) -> tuple[Element, ...]:
        if kind != "question":
            return ()
        count = len(editing.children(row.document, path, key))
        return tuple(_element(row, (*path, key, n), problems, outline) for n in range(count))

    return Element(
        kind=kind,
        at=at,
        id=editing.id_of(item),
        title=_title(item, "name" if kind in ("lens", "pillar") else "title"),
        code=_code_of(outline, at) or _text(_value(item, "code")),
        fields=editing.shown_fields(kind, item),
        flaws={field: tuple(found) for field, found in flaws.items()},
        problems=problems.within(at),
        outline=outline,
        choices=inside("choices"),
        rules=inside("riskRules"),
    )


def _code_of(outline: Outline, at: str) -> str:
    for pillar in outline.pillars:
        if pillar.at == at:
            return pillar.code
        for question in pillar.questions:
            if question.at == at:
                return question.code
    return ""


def _stub(pillar: Any) -> Pillar:
    return Pillar(id=editing.id_of(pillar), name=_text(_value(pillar, "name")))


def _title(item: Any, key: str) -> str:
    return _text(_value(item, key)) or editing.id_of(item)


def _value(item: Any, key: str) -> Any:
    return item.get(key) if isinstance(item, Mapping) else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
