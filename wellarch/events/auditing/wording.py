"""Events in words: who did what to what, and what was there before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Permission, Role, Scope, ShareKind, Via
from wellarch.events.auditing.asked import question_of, titles
from wellarch.events.auditing.sentences import UNKNOWN, VERBS
from wellarch.events.models import Event

_PLACE = re.compile(r"\{(\w+)\}")
_LABELS: dict[str, Callable[[str], Any]] = {
    "role": lambda key: Role(key).label,
    "scope": lambda key: Scope(key).label,
    "permission": lambda key: Permission(key).label,
}
# Fields that hold people by their keys, and what they are called.
_PEOPLE = {
    "assignee": gettext_lazy("Assignee"),
    "owner": gettext_lazy("Owner"),
    "accepted_by": gettext_lazy("Accepted by"),
}
_LENS = ("lens", "alias")  # where data holds the alias of a lens
_SHORT = 60  # characters that a sentence takes in; longer values stand below it


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence. kind: text, who, thing (a name; url where it may be opened) or
    value."""

    text: str
    kind: str = "text"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """One field before and after; empty values are empty texts. hidden: they are not kept."""

    label: str
    before: str = ""
    after: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One event as the audit page tells it. changes: what the sentence does not say itself."""

    event: Event
    parts: tuple[Part, ...]
    changes: tuple[Changed, ...]
    via: str
    who: str
    initials: str

    @property
    def day(self) -> date:
        """The day it happened on where the reader is."""
        return timezone.localtime(self.event.at).date()

    @property
    def sentence(self) -> str:
        """The sentence as one text."""
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Names:
    """What the things are called that events mention: found for many events at once."""

    workloads: Mapping[UUID, str]
    people: Mapping[int, str]
    lenses: Mapping[str, str]  # alias → name
    questions: Mapping[tuple[str, str], str]  # (id of the review, key of the question) → title
    choices: Mapping[tuple[str, str], Mapping[str, str]]  # the same → key of the choice → title

    @classmethod
    def of(cls, actor: Actor, events: Iterable[Event]) -> Names:
        """Five queries, whatever the number of events. Only workloads the actor may see."""
        rows = list(events)
        workloads: Any = apps.get_model("reviews", "Workload").objects
        wanted = {row.workload_id for row in rows if row.workload_id}
        seen = workloads.visible_to(actor).filter(pk__in=wanted)
        lenses: Any = apps.get_model("lenses", "Lens").objects
        aliases = {str(row.data[key]) for row in rows for key in _LENS if key in row.data}
        called = lenses.visible_to(actor).filter(alias__in=aliases)
        people = {number for row in rows if (number := _person(row)) is not None}
        people |= {number for row in rows for number in _named(row)}
        asked = titles(rows)
        return cls(
            dict(seen.values_list("pk", "name")),
            {user.pk: str(user) for user in User.objects.filter(pk__in=people)},
            dict(called.values_list("alias", "name")),
            asked.questions,
            asked.choices,
        )


def tell(events: Iterable[Event], names: Names) -> list[Told]:
    """The events in words. Expects each with its user."""
    return [_told(event, names) for event in events]


def _told(event: Event, names: Names) -> Told:
    verb = VERBS.get(event.verb, UNKNOWN)
    changes = tuple(_changed(event, names, *item) for item in event.changes.items())
    is_single = bool(verb.single) and len(changes) == 1 and _fits(changes[0])
    words = _Words(event, names, changes)
    who = event.who or "WellArch"
    return Told(
        event=event,
        parts=tuple(words.parts(str(verb.single if is_single else verb.sentence))),
        changes=() if is_single else changes,
        via=str(dict(Via.choices).get(event.via, event.via)),
        who=who,
        initials=event.user.initials if event.user else "W",
    )


class _Words:
    """Fills the places of one event's sentence."""

    def __init__(self, event: Event, names: Names, changes: tuple[Changed, ...]) -> None:
        self.event, self.names, self.changes = event, names, changes

    def parts(self, sentence: str) -> Iterable[Part]:
        """The sentence cut at its places."""
        for position, piece in enumerate(_PLACE.split(sentence)):
            if position % 2:
                yield self._fill(piece)
            elif piece:
                yield Part(piece)

    def _fill(self, place: str) -> Part:
        event = self.event
        things = {
            "workload": self._workload,
            "question": self._question,
            "shared": self._shared,
            "target": self._target,
            "worksheet": self._worksheet,
        }
        if place in things:
            return things[place]()
        match place:
            case "who":
                guest = f" ({event.guest_of})" if event.guest_of else ""
                return Part((event.who or "WellArch") + guest, "who")
            case "person":
                name = self.names.people.get(_person(event) or 0)
                return Part(name or _("somebody who is gone"), "thing")
            case "lens" | "alias":
                return self._lens(str(event.data.get(place, "")))
            case "fields":
                return Part(_fields(self.changes))
            case "from" | "to":
                change = self.changes[0]
                return Part((change.before if place == "from" else change.after) or "–", "value")
            case "verb":
                return Part(event.verb, "value")
        value = str(event.data.get(place, "")) or "…"
        try:
            return Part(str(_LABELS[place](value)).lower())
        except (KeyError, ValueError):
            return Part(value, "thing")

    def _worksheet(self) -> Part:
        kind = str(self.event.data.get("worksheet", ""))
        field: Any = apps.get_model("reviews", "Worksheet")._meta.get_field("kind")
        label = str(dict(field.flatchoices).get(kind, kind)) or "…"
        number = self.event.workload_id
        is_seen = number in self.names.workloads and kind
        url = reverse("worksheet-detail", args=[number, kind]) if is_seen else ""
        return Part(label, "thing", url)

    def _shared(self) -> Part:
        if self.event.workload_id:
            return self._workload()
        kind = dict(ShareKind.choices).get(self.event.data.get("kind", ""), _("something"))
        return Part(str(self.event.data.get("name") or kind), "thing")

    def _target(self) -> Part:
        data = self.event.data
        if data.get("to") == "person":
            return self._fill("person")
        return Part(str(data.get("called") or data.get("target") or "…"), "thing")

    def _lens(self, alias: str) -> Part:
        name = self.names.lenses.get(alias)
        if name is None:
            return Part(alias or "…", "thing")
        return Part(name, "thing", reverse("lens-detail", args=[alias]))

    def _question(self) -> Part:
        data = self.event.data
        review, key = str(data.get("review", "")), str(data.get("question", "")) or "…"
        title = self.names.questions.get((review, key), "")
        if not title or self.event.workload_id not in self.names.workloads:
            return Part(title or key, "thing")
        url = reverse("question-detail", kwargs={"review_id": review, "question": key})
        return Part(title, "thing", url)

    def _workload(self) -> Part:
        number = self.event.workload_id
        name = self.names.workloads.get(number) if number else None
        if name is None:
            return Part(_("a workload that is gone"))
        return Part(name, "thing", reverse("workload-detail", args=[number]))


def _person(event: Event) -> int | None:
    """The person an event is about, if it is about one."""
    data = event.data
    number = data.get("user") or (data.get("target") if data.get("to") == "person" else None)
    if event.subject_type == "user":
        number = event.subject_id
    text = str(number or "")
    return int(text) if text.isdigit() else None


def _named(event: Event) -> list[int]:
    """Who was to look into a question, owned an improvement or accepted it, before and after."""
    pairs = [event.changes.get(field) or {} for field in _PEOPLE]
    found = [pair.get(side) for pair in pairs for side in ("before", "after")]
    return [number for number in found if isinstance(number, int)]


def _fits(change: Changed) -> bool:
    return not change.hidden and max(len(change.before), len(change.after)) <= _SHORT


def _fields(changes: tuple[Changed, ...]) -> str:
    if 1 <= len(changes) <= 2:
        labels = [change.label[:1].lower() + change.label[1:] for change in changes]
        return _("the %(fields)s") % {"fields": _(" and ").join(labels)}
    return ngettext("%(n)d property", "%(n)d properties", len(changes)) % {"n": len(changes)}


def _changed(event: Event, names: Names, name: str, pair: Mapping[str, Any]) -> Changed:
    label, choices = _field(event, names, name)
    if pair.get("hidden"):
        return Changed(label, hidden=True)
    before, after = (_value(pair.get(side), choices) for side in ("before", "after"))
    return Changed(label, before, after)


def _value(value: Any, choices: Mapping[Any, str]) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_value(each, choices) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(each, choices)}" for key, each in value.items())
    return "" if value is None else str(choices.get(value, value))


def _field(event: Event, names: Names, name: str) -> tuple[str, Mapping[Any, str]]:
    """What a field is called, and its values. Answers name paths: choices.<id>.<part>."""
    subject_type = event.subject_type
    if name in _PEOPLE:
        known = {pk: names.people.get(pk, _("Former member")) for pk in _named(event)}
        return str(_PEOPLE[name]), known
    if subject_type == "answer" and name.startswith("choices."):
        choice, _dot, part = name.removeprefix("choices.").rpartition(".")
        title = names.choices.get(question_of(event), {}).get(choice) or choice
        label = f"{title} ({_('note')})" if part == "note" else title
        return label, {
            "selected": _("in place"),
            "unselected": _("not in place"),
            "not_applicable": _("not applicable"),
        }
    model = _models().get(subject_type)
    if subject_type == "user" and name == "role":
        return _("role"), {key: str(label) for key, label in Role.choices}
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if field is None:
        return capfirst(name.replace("_", " ")), {}
    label = str(getattr(field, "verbose_name", name))
    return capfirst(label), {key: str(text) for key, text in getattr(field, "flatchoices", ())}


@cache
def _models() -> dict[str, type[Model]]:
    ours = ("accounts", "lenses", "reviews")
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if model._meta.app_label in ours
    }
