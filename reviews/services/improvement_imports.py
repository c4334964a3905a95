"""Improvements out of a file: first what would happen, then all of it or nothing.

A row with a number is that improvement of the workload, a row without one is new. A file says
which revision of an improvement it was made from: what nobody changed in the file stays as it is
now, and what was changed here and there since is a clash that is said instead of overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access
from reviews.exchange import columns, tables
from reviews.models import Improvement, ImprovementState, Level, Workload
from reviews.reads import people
from reviews.services import improvement_fields, improvements
from wellarch import clock
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import DomainError, Invalid, NotFound, Stale

NEW, CHANGED, UNCHANGED, WRONG = "new", "changed", "unchanged", "wrong"
_KEEPS_WHEN_EMPTY = ("title", "state", "impact", "effort")


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of the file would do. place: its row there; changes: (column, before, after) as
    texts; errors: (column, sentence); id: of the improvement that is changed, since numbers are
    given anew after the last one was deleted; fields, accept: what the services are told."""

    place: int
    kind: str
    number: int | None
    title: str
    changes: tuple[tuple[str, str, str], ...] = ()
    errors: tuple[tuple[str, str], ...] = ()
    id: UUID | None = None
    revision: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    accept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. unknown: columns that are passed over."""

    workload: Workload
    unknown: tuple[str, ...]
    rows: tuple[Row, ...]

    def of(self, kind: str) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to do and nothing wrong."""
        kinds = {row.kind for row in self.rows}
        return WRONG not in kinds and bool(kinds & {NEW, CHANGED})

    @property
    def wishes(self) -> list[dict[str, Any]]:
        """What `apply` is to do, JSON-ready."""
        return [
            {
                "place": row.place,
                "number": row.number,
                "id": str(row.id) if row.id else None,
                "revision": row.revision,
                "fields": improvement_fields.json_of(row.fields),
                "accept": improvement_fields.json_of(row.accept),
            }
            for row in self.rows
            if row.kind in (NEW, CHANGED)
        ]


def preview(actor: Actor, workload_id: UUID, *, content: bytes) -> Preview:
    """What the file would do; all that is wrong with it at once. Nothing is written.

    Invalid `file` for one that cannot be read. A handful of queries, and one more for each row
    whose file is older than the improvement.
    """
    workload = access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE)
    table = tables.read(content)
    there = {
        each.number: each
        for each in Improvement.objects.filter(workload=workload).select_related(
            "owner", "accepted_by"
        )
    }
    judge = _Judge(actor, workload, there, table)
    return Preview(workload, table.unknown, tuple(judge.rows()))


def apply(actor: Actor, workload_id: UUID, *, wishes: Sequence[Mapping[str, Any]]) -> int:
    """Do what a preview said, all or nothing; how many improvements were made or changed.

    Everything is checked once more, by the services people use. Invalid with `row N` → sentences
    for what does not go (any more).
    """
    wrong: dict[str, list[str]] = {}
    if len(wishes) > tables.MAX_ROWS:
        raise Invalid(fields={"file": [_("These are too many rows.")]})
    with transaction.atomic():
        access.workload_for(actor, workload_id, need=Action.IMPROVEMENT_WRITE, lock=True)
        for wish in wishes:
            try:
                with transaction.atomic():
                    _one(actor, workload_id, wish)
            except Invalid as error:
                said = [
                    f"{columns.column_of(f)}: {s}" for f, ss in error.fields.items() for s in ss
                ]
                wrong[f"row {wish.get('place')}"] = said or [error.message]
            except DomainError as error:
                wrong[f"row {wish.get('place')}"] = [error.message]
        if wrong:
            raise Invalid(fields=wrong)
    return len(wishes)


def _one(actor: Actor, workload_id: UUID, wish: Mapping[str, Any]) -> None:
    try:
        fields, meant = dict(wish["fields"]), UUID(wish["id"]) if wish["id"] else None
        number, revision, accept = wish["number"], wish["revision"], wish["accept"]
        if fields.get("due_on"):
            fields["due_on"] = date.fromisoformat(fields["due_on"])
        until = date.fromisoformat(accept["accepted_until"]) if accept else None
    except (KeyError, TypeError, ValueError):
        raise Invalid(fields={"file": [_("This is not what was previewed.")]}) from None
    if number is None:
        number = improvements.make(actor, workload_id, **{"title": "", **fields}).number
    elif access.improvement_for(actor, workload_id, number).pk != meant:
        raise NotFound(_("There is no such improvement."))
    elif fields:
        improvements.edit(actor, workload_id, number, fields=fields, revision=revision)
    if accept:
        reason = accept["accepted_reason"]
        improvements.accept(actor, workload_id, number, reason=reason, until=until)


class _Judge:
    """Says of every row of a table what it would do."""

    def __init__(
        self,
        actor: Actor,
        workload: Workload,
        there: Mapping[int, Improvement],
        table: tables.Table,
    ) -> None:
        self._workload, self._there, self._table = workload, there, table
        who = actor.acting_as(workload.role or actor.role)
        self._may_accept = policy.allows(who, Action.RISK_ACCEPT)
        # A guest knows people by name; addresses stay in the organization.
        is_guest = actor.organization.pk != workload.organization_id
        self._people: dict[str, User | None] = {}
        for person in people.who_sees(workload):
            name = (str(person) if is_guest else person.email).lower()
            self._people[name] = None if name in self._people else person
        self._seen: set[int] = set()

    def rows(self) -> Iterator[Row]:
        """One by one."""
        for line in self._table.lines:
            yield self._row(line)

    def _row(self, line: tables.Line) -> Row:
        errors: list[tuple[str, str]] = []
        title = line.values.get("title", "")
        improvement = self._meant(line, errors)
        if errors:
            return Row(line.place, WRONG, None, title, errors=tuple(errors))
        is_new = improvement is None
        row = improvement or Improvement(workload=self._workload)
        wanted = self._wanted(line, row, errors)
        accept = self._accepted(line, row, errors)
        changed, revision = self._changed(line, row, wanted, errors, is_new=is_new)
        if is_new and not title:
            errors.append(("title", _("Give the improvement a title.")))
        number = None if is_new else row.number
        shown = title or row.title
        if errors:
            return Row(line.place, WRONG, number, shown, errors=tuple(errors))
        kind = NEW if is_new else CHANGED if changed or accept else UNCHANGED
        differs = {**changed, **({"state": "accepted", **accept} if accept else {})}
        changes = tuple(
            (columns.column_of(name), _text("" if is_new else getattr(row, name)), _text(value))
            for name, value in differs.items()
        )
        sent = {name: _sent(value) for name, value in changed.items()}
        return Row(
            line.place, kind, number, shown, changes,
            id=None if is_new else row.pk, revision=revision, fields=sent, accept=accept,
        )  # fmt: skip

    def _meant(self, line: tables.Line, errors: list[tuple[str, str]]) -> Improvement | None:
        """The improvement a row is about; None for a new one."""
        name = line.values.get("workload", "")
        if name and name.casefold() != self._workload.name.casefold():
            text = _("This row is about another workload, %(name)s.")
            errors.append(("workload", text % {"name": name}))
        said = line.values.get("number", "")
        if not said:
            return None
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
        found = self._there.get(number)
        if found is None:
            errors.append(("number", _("There is no improvement of this number.")))
        elif number in self._seen:
            errors.append(("number", _("This number stands in the file twice.")))
        self._seen.add(number)
        return found

    def _wanted(
        self, line: tables.Line, row: Improvement, errors: list[tuple[str, str]]
    ) -> dict[str, Any]:
        """The fields as the file has them, as they would be stored."""
        said: dict[str, Any] = {}
        for column, name in columns.FIELDS.items():
            text = line.values.get(column)
            if text is None or (not text and column in _KEEPS_WHEN_EMPTY):
                continue
            try:
                said[name] = self._value(column, text)
            except ValueError as error:
                errors.append((column, str(error)))
        if said.get("state") == ImprovementState.ACCEPTED:
            del said["state"]
        owner = said.pop("owner", _NOTHING)
        found: dict[str, Any] = {}
        for name, value in said.items():
            try:
                found |= improvement_fields.checked(row, {name: value}, None)
            except Invalid as error:
                errors.extend(
                    (columns.column_of(f), s) for f, ss in error.fields.items() for s in ss
                )
        if owner is not _NOTHING:
            found["owner"] = owner
        return found

    def _value(self, column: str, text: str) -> Any:
        """A cell as a service takes it. ValueError with a sentence."""
        match column:
            case "owner":
                return self._person(text)
            case "due":
                return _day(text)
            case "links":
                return [_link(line) for line in text.splitlines() if line.strip()]
            case "state":
                return _word(text, ImprovementState.choices)
            case "impact" | "effort":
                return _word(text, Level.choices)
        return text

    def _person(self, email: str) -> User | None:
        if not email:
            return None
        if found := self._people.get(email.lower()):
            return found
        raise ValueError(_("Nobody of this e-mail address, or name, sees this workload."))

    def _accepted(
        self, line: tables.Line, row: Improvement, errors: list[tuple[str, str]]
    ) -> dict[str, Any]:
        """Reason and day of a risk that the file says is accepted, unless it is so already."""
        state = line.values.get("state", "")
        if not state or _word_or_none(state, ImprovementState.choices) != ImprovementState.ACCEPTED:
            return {}
        reason = line.values.get("accepted_reason", "")
        try:
            until = _day(line.values.get("accepted_until", ""))
        except ValueError as error:
            errors.append(("accepted_until", str(error)))
            return {}
        is_so = row.state == ImprovementState.ACCEPTED
        if is_so and (reason, until) == (row.accepted_reason, row.accepted_until):
            return {}
        if not self._may_accept:
            errors.append(("state", _("Your role does not allow to accept a risk.")))
        if row.state == ImprovementState.DONE:
            errors.append(("state", _("This improvement is done.")))
        if not reason or len(reason) > improvements.MAX_REASON:
            errors.append(("accepted_reason", _("Write down why.")))
        if until is None or until <= clock.now().date():
            errors.append(("accepted_until", _("Choose a day after today.")))
        return {"accepted_reason": reason, "accepted_until": until}

    def _changed(
        self,
        line: tables.Line,
        row: Improvement,
        wanted: dict[str, Any],
        errors: list[tuple[str, str]],
        *,
        is_new: bool,
    ) -> tuple[dict[str, Any], int | None]:
        """What the file changed, and the revision it was made from."""
        if is_new:
            return {
                name: value for name, value in wanted.items() if value not in ("", None, [])
            }, None
        revision, said = row.revision, line.values.get("revision", "")
        if said:
            revision = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
            if not 0 < revision <= row.revision:
                errors.append(("revision", _("There was never such a revision.")))
                return {}, None
        now = improvement_fields.as_json(row)
        is_old = revision != row.revision
        then = improvement_fields.state_at(row, revision) if is_old else now
        as_said = improvement_fields.json_of(wanted)
        changed = {
            name: value
            for name, value in wanted.items()
            if as_said[name] != then[name] and as_said[name] != now[name]
        }
        try:
            improvement_fields.refuse_clashes(row, changed, revision)
        except Stale as error:
            text = _("%(name)s changed this since the file was made.")
            for name in error.data["fields"]:
                errors.append((columns.column_of(name), text % {"name": error.data["by"]}))
        return changed, revision


_NOTHING = object()


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("Write a date as 2026-12-31.")) from None


def _word_or_none(text: str, choices: Any) -> str | None:
    wanted = " ".join(text.replace("_", " ").casefold().split())
    for value, label in choices:
        if wanted in (value.replace("_", " "), str(label).casefold()):
            return str(value)
    return None


def _word(text: str, choices: Any) -> str:
    found = _word_or_none(text, choices)
    if found is None:
        known = ", ".join(value for value, _label in choices)
        raise ValueError(_("Use one of: %(list)s.") % {"list": known})
    return found


def _link(line: str) -> dict[str, str]:
    title, bar, url = (part.strip() for part in line.rpartition("|"))
    return {"title": title if bar else "", "url": url}


def _sent(value: Any) -> Any:
    return value.pk if isinstance(value, User) else value


def _text(value: Any) -> str:
    """A value for people, short."""
    if value is None:
        return ""
    if isinstance(value, User):
        return value.email
    if isinstance(value, list):
        return "; ".join(each.get("url", "") for each in value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if len(text) <= 120 else f"{text[:119]}…"
