"""The form of a session: title, time and people as fields, the agenda as rows of plain inputs.

The rows are sent in their order. Moving one is a button of the same form, so it works without a
script too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reviews.pages.room.parsing import text
from reviews.reads.session_pages import SCOPE, AgendaLine, Planning

_WHEN = "%Y-%m-%dT%H:%M"


class SessionForm(forms.Form):
    """What a session is called, when it is, who is to be there."""

    use_required_attribute = False

    title = forms.CharField(label=_("Title"), max_length=120, required=False)
    planned_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        input_formats=[_WHEN, "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, _WHEN),
    )
    invited = forms.MultipleChoiceField(
        label=_("Whom to have in it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They find the session on their page “Mine”."),
    )

    def __init__(self, data: QueryDict | None, *, page: Planning, title: str = "") -> None:
        session = page.session
        initial = {
            "title": session.title if session else title,
            "planned_at": session.planned_at if session else None,
            "invited": sorted(page.invited),
        }
        super().__init__(data, initial=initial)
        self.fields["invited"].choices = [  # type: ignore[attr-defined]
            (person.pk, str(person)) for person in page.people
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the service is to set, besides the agenda."""
        return {key: self.cleaned_data[key] for key in ("title", "planned_at")}

    @property
    def people(self) -> list[int]:
        """Ids of those who are invited."""
        return [int(key) for key in self.cleaned_data["invited"]]


class ScopeForm(forms.Form):
    """The scoping questions, as fields of the workload."""

    use_required_attribute = False

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for key in SCOPE:
            if key in data:
                self.fields[key] = forms.CharField(required=False, max_length=5000)

    @property
    def values(self) -> dict[str, str]:
        """What is known now; only what was sent."""
        return {key: text(value) for key, value in self.cleaned_data.items()}


def rows(lines: Sequence[AgendaLine], data: QueryDict) -> tuple[AgendaLine, ...]:
    """The agenda as it was typed, in the order of its rows, moved if a button says so.

    A row without minutes stays in the form and is left out of the agenda.
    """
    known = {line.pillar: line for line in lines}
    sent = zip(
        *(data.getlist(name) for name in ("pillar", "minutes", "people", "note")), strict=False
    )
    typed = [
        replace(known.pop(key), minutes=_number(minutes), people=people, note=note)
        for key, minutes, people, note in sent
        if key in known
    ]
    rest = [replace(line, minutes=0) for line in known.values()]
    return _moved([*typed, *rest], data.get("move", ""))


def items(lines: Sequence[AgendaLine]) -> list[dict[str, Any]]:
    """What is on the agenda, as the service takes it."""
    return [
        {"pillar": line.pillar, "minutes": line.minutes, "people": line.people, "note": line.note}
        for line in lines
        if line.minutes
    ]


def _moved(lines: list[AgendaLine], move: str) -> tuple[AgendaLine, ...]:
    word, _colon, key = move.partition(":")
    place = next((n for n, line in enumerate(lines) if line.pillar == key), None)
    step = {"up": -1, "down": 1}.get(word)
    if place is not None and step is not None and 0 <= place + step < len(lines):
        lines[place], lines[place + step] = lines[place + step], lines[place]
    return tuple(lines)


def _number(sent: str) -> int:
    sent = sent.strip()
    return int(sent) if sent.isdecimal() and len(sent) < 6 else 0
