"""The forms of game days: texts from a browser become values for services, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import EntryKind, GameDay, Level
from reviews.pages.clashing import Clash
from reviews.reads import game_day_page
from reviews.services import game_day_fields
from wellarch.accounts.models import User

_WHEN = "%Y-%m-%dT%H:%M"
_BLANKS = 2  # empty lines for more people
_LEAST = 4  # lines of people a new plan has
_AGAIN = [
    (0, _("Never")), (1, _("Every month")), (3, _("Every 3 months")), (6, _("Every 6 months")),
    (12, _("Every 12 months")),
]  # fmt: skip


class _Text(forms.CharField):
    def __init__(
        self, label: Any, limit: int, rows: int = 3, help_text: Any = "", example: Any = ""
    ) -> None:
        attributes: dict[str, Any] = {"rows": rows}
        if example:
            attributes["placeholder"] = example
        super().__init__(
            label=label, help_text=help_text, widget=forms.Textarea(attrs=attributes),
            required=False, max_length=limit, show_hidden_initial=True,
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        """The text as it is stored: browsers send forms with CR LF."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class PartLine:
    """The fields of one person."""

    number: int
    user: BoundField
    name: BoundField
    role: BoundField


class PlanForm(forms.Form):
    """The plan of a game day.

    Each field carries what it said when the form was made (show_hidden_initial), so `changes`
    holds only what this person changed and two people's edits both stay.
    """

    title = forms.CharField(
        label=_("What is rehearsed"), max_length=200, show_hidden_initial=True,
        widget=forms.TextInput(attrs={"placeholder": _("The database loses its zone")}),
    )  # fmt: skip
    hypothesis = _Text(
        _("Hypothesis"), 5000, 3,
        _("What you believe will happen. The game day shows whether it is so."),
        _("When …, … shows it and … brings it back within …"),
    )  # fmt: skip
    scenario = _Text(_("Scenario"), 5000, 5, _("What is done, step by step. One step a line."))
    blast_radius = _Text(
        _("Blast radius"), 5000, 2, _("What may be affected at most, and who is told before.")
    )
    stop_conditions = _Text(
        _("Stop conditions"), 5000, 3,
        _("When it is ended at once, whatever was planned. One condition a line."),
    )  # fmt: skip
    runbook = _Text(
        _("Runbook"), 10_000, 3, _("What people may look at to bring it back. One hint a line.")
    )
    runbook_url = forms.URLField(
        label=_("Link to the runbook"), required=False, max_length=2048, assume_scheme="https",
        show_hidden_initial=True,
    )  # fmt: skip
    environment = forms.CharField(
        label=_("Where it runs"), required=False, max_length=100, show_hidden_initial=True,
        widget=forms.TextInput(attrs={"placeholder": _("Staging")}),
    )  # fmt: skip
    planned_at = forms.DateTimeField(
        label=_("Date and time"), required=False, input_formats=[
            _WHEN, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S",
        ],
        widget=forms.DateTimeInput({"type": "datetime-local"}, _WHEN), show_hidden_initial=True,
    )  # fmt: skip
    planned_minutes = forms.IntegerField(
        label=_("Minutes"), min_value=5, max_value=game_day_fields.MOST_MINUTES, initial=120,
        show_hidden_initial=True,
    )  # fmt: skip
    repeat_months = forms.TypedChoiceField(label=_("Again"), coerce=int, show_hidden_initial=True)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Sequence[User],
        begin: Mapping[str, Any] | None = None,
        game_day: GameDay | None = None,
    ) -> None:
        initial: dict[str, Any] = {"planned_minutes": 120, "repeat_months": 6, **(begin or {})}
        if game_day is not None:
            initial = game_day_fields.as_json(game_day)
            initial |= {"planned_at": game_day.planned_at, "revision": game_day.revision}
        parts: Sequence[Mapping[str, Any]] = initial.pop("parts", ())
        super().__init__(data, initial=initial)
        again: list[tuple[int, Any]] = list(_AGAIN)
        if (months := int(initial["repeat_months"])) not in dict(again):
            again.append((months, _("Every %(n)d months") % {"n": months}))
        self.fields["repeat_months"].choices = again  # type: ignore[attr-defined]
        self._count = _lines_of(data, len(parts))
        who = [("", _("Nobody yet")), *((person.pk, str(person)) for person in people)]
        known = {str(key) for key, _label in who}
        for number in range(self._count):
            part = parts[number] if number < len(parts) else {}
            self._add_part(number, part, who, known)

    def _add_part(
        self, number: int, part: Mapping[str, Any], who: list[Any], known: set[str]
    ) -> None:
        user = part.get("user") or ""
        # Somebody who sees the workload no more may stay.
        more = [(user, part.get("name") or _("Somebody"))] if str(user) not in known else []
        self.fields[f"part-{number}-user"] = forms.TypedChoiceField(
            label=_("Person"), choices=[*who, *more], required=False, coerce=int,
            empty_value=None, initial=user, show_hidden_initial=True,
        )  # fmt: skip
        for name, label, limit in (("name", _("Or a name"), 150), ("role", _("Role"), 100)):
            self.fields[f"part-{number}-{name}"] = forms.CharField(
                label=label, required=False, max_length=limit, initial=part.get(name, ""),
                show_hidden_initial=True,
            )  # fmt: skip

    @property
    def lines(self) -> list[PartLine]:
        """The fields of people, in their order."""
        return [
            PartLine(n + 1, *(self[f"part-{n}-{name}"] for name in ("user", "name", "role")))
            for n in range(self._count)
        ]

    @property
    def values(self) -> dict[str, Any]:
        """All values as services want them."""
        sent = self.cleaned_data
        parts = [
            {name: sent.get(f"part-{n}-{name}") for name in ("user", "name", "role")}
            for n in range(self._count)
        ]
        plain = {key: sent[key] for key in game_day_fields.EDITABLE if key != "parts"}
        return {**plain, "parts": [part for part in parts if any(part.values())]}

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with; people only together."""
        changed = {"parts" if name.startswith("part-") else name for name in self.changed_data}
        return {key: value for key, value in self.values.items() if key in changed}


class EntryForm(forms.Form):
    """One entry of the timeline, corrected: what, of which kind, at what time of day."""

    kind = forms.ChoiceField(label=_("Kind"))
    text = forms.CharField(
        label=_("What happened"), required=False, max_length=game_day_fields.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("When"), input_formats=["%Y-%m-%dT%H:%M:%S", _WHEN],
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, "%Y-%m-%dT%H:%M:%S"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None, entry: Any) -> None:
        super().__init__(data, initial={"kind": entry.kind, "text": entry.text, "at": entry.at})
        kinds = list(game_day_page.kinds())
        if entry.kind == EntryKind.STOPPED:
            kinds = [(EntryKind.STOPPED.value, str(EntryKind.STOPPED.label))]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self._was: datetime = entry.at

    @property
    def changes(self) -> dict[str, Any]:
        """What is another now; the time only when another second was chosen."""
        sent = self.cleaned_data
        found = {"kind": sent["kind"], "text": sent["text"]}
        if sent["at"] != self._was.replace(microsecond=0):
            found["at"] = sent["at"]
        return found


class LearnForm(forms.Form):
    """What was learned. Of systems, not of people."""

    was_confirmed = forms.ChoiceField(
        label=_("Did the hypothesis hold"), required=False, widget=forms.RadioSelect,
        show_hidden_initial=True,
        choices=[("yes", _("It held")), ("no", _("It did not")), ("", _("Not said yet"))],
    )  # fmt: skip
    held = _Text(_("What held"), 10_000, 4, _("What worked as it was meant to, and what helped."))
    broke = _Text(
        _("What broke"), 10_000, 4,
        _("What the system, its alarms or its runbooks did not do. Leave names out."),
    )  # fmt: skip
    learned = _Text(_("What we learned"), 10_000, 4, _("What we know now and did not before."))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, game_day: GameDay) -> None:
        said = {True: "yes", False: "no", None: ""}[game_day.was_confirmed]
        names = ("held", "broke", "learned", "revision")
        initial = {name: getattr(game_day, name) for name in names}
        super().__init__(data, initial={**initial, "was_confirmed": said})

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        sent = dict(self.cleaned_data)
        sent["was_confirmed"] = {"yes": True, "no": False}.get(sent["was_confirmed"])
        return {key: sent[key] for key in self.changed_data if key != "revision"}


class FindingForm(forms.Form):
    """Something that is to become better, and how much it matters."""

    text = forms.CharField(
        label=_("What was found"), max_length=game_day_fields.MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    impact = forms.ChoiceField(
        label=_("Impact"), choices=list(reversed(Level.choices)), initial=Level.MEDIUM
    )


def clashes(form: forms.Form, fields: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """What others wrote, beside what the form holds."""
    return [_clash(form, name, values["theirs"]) for name, values in fields.items()]


def _clash(form: forms.Form, name: str, theirs: Any) -> Clash:
    if name == "parts":
        label = str(_("People and roles"))
        who = dict(form.fields["part-0-user"].choices)  # type: ignore[attr-defined]
        said = [
            " · ".join(
                str(each) for each in (who.get(part["user"], part["name"]), part["role"]) if each
            )
            for part in theirs
        ]
        return Clash(label, "\n".join(said))
    label = str(form.fields[name].label)
    if name == "planned_at" and theirs:
        at = timezone.localtime(datetime.fromisoformat(theirs))
        return Clash(label, at.strftime("%Y-%m-%d %H:%M"))
    choices = dict(getattr(form.fields[name], "choices", ()))
    if name == "was_confirmed":
        theirs = {True: "yes", False: "no"}.get(theirs, "")
    return Clash(label, str(choices.get(theirs, theirs if theirs is not None else "")))


def _lines_of(data: Mapping[str, Any] | None, filled: int) -> int:
    if data is not None:
        sent = sum(1 for n in range(game_day_fields.MAX_PARTS) if f"part-{n}-role" in data)
        return max(sent, 1)
    return min(max(filled + _BLANKS, _LEAST), game_day_fields.MAX_PARTS)
