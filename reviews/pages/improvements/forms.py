"""The forms of improvements: texts from a browser become values for services, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from reviews.models import Improvement, ImprovementState, Level
from reviews.pages.clashing import Clash
from reviews.pages.improvements.links import LinksField
from wellarch.accounts.models import User
from wellarch.errors import Invalid


class _Text(forms.CharField):
    def __init__(self, label: Any, rows: int = 4, help_text: Any = "", **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, help_text=help_text, widget=widget, required=False,
            show_hidden_initial=True, **more,
        )  # fmt: skip

    def to_python(self, value: Any) -> str:
        """The text as it is stored: browsers send forms with CR LF."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ImprovementForm(forms.Form):
    """What is to be done, why it counts, who does it and until when.

    Each field carries what it said when the form was made (show_hidden_initial), so `changes`
    holds only what this person changed and two people's edits both stay.
    """

    title = forms.CharField(label=_("Title"), max_length=200, show_hidden_initial=True)
    recommendation = _Text(
        _("Recommendation"), help_text=_("What is to be done, and why. Markdown may be used.")
    )
    steps = _Text(_("Steps"), help_text=_("One after the other, so that anybody can start."))
    success_criteria = _Text(
        _("Success criteria"), rows=3, help_text=_("How everybody sees that it is done.")
    )
    resources = _Text(_("Resources"), rows=2, help_text=_("People, time, budget, tools."))
    links = LinksField(
        label=_("Links"), help_text=_("One per line: an address, or a title | an address.")
    )
    impact = forms.ChoiceField(label=_("Impact"), choices=Level.choices, show_hidden_initial=True)
    effort = forms.ChoiceField(label=_("Effort"), choices=Level.choices, show_hidden_initial=True)
    owner = forms.TypedChoiceField(
        label=_("Owner"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Who sees that it gets done."),
        show_hidden_initial=True,
    )
    due_on = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: it waits in the backlog."),
        show_hidden_initial=True,
    )
    by_risk = forms.BooleanField(
        label=_("Due as its class of risk says"), required=False, show_hidden_initial=True
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Iterable[User],
        improvement: Improvement | None = None,
        begin: Mapping[str, Any] | None = None,
    ) -> None:
        """begin: what a new one says before anybody typed."""
        super().__init__(data, initial={**_initial(improvement), **(begin or {})})
        named = [(str(person.pk), str(person)) for person in people]
        owner = improvement.owner if improvement else None
        if owner is not None and str(owner.pk) not in dict(named):
            named.append((str(owner.pk), str(owner)))
        self.fields["owner"].choices = [("", _("Nobody yet")), *named]  # type: ignore[attr-defined]
        if improvement is None or not improvement.risk:
            del self.fields["by_risk"]

    @property
    def values(self) -> dict[str, Any]:
        """All values as services want them."""
        found = {k: v for k, v in self.cleaned_data.items() if k not in ("revision", "by_risk")}
        if self.cleaned_data.get("by_risk"):
            del found["due_on"]
            found["has_own_date"] = False
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        changed = set(self.changed_data)
        if "by_risk" in changed:
            changed |= {"has_own_date", "due_on"}
        return {key: value for key, value in self.values.items() if key in changed}

    def words_of(self, field: str, value: Any) -> str:
        """A stored value as this form would show it."""
        match field:
            case "owner":
                return str(dict(self.fields["owner"].choices).get(str(value or ""), ""))  # type: ignore[attr-defined]
            case "impact" | "effort":
                return str(dict(Level.choices).get(value, value))
            case "due_on":
                return date_format(date.fromisoformat(value), "j F Y") if value else ""
            case "links":
                return str(self.fields["links"].prepare_value(value))
        return str(value)


def clashes(form: ImprovementForm, fields: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """What others wrote, beside what the form holds; fields the form lacks are left out."""
    return [
        Clash(str(form.fields[name].label), form.words_of(name, values["theirs"]))
        for name, values in fields.items()
        if name in form.fields
    ]


def _initial(improvement: Improvement | None) -> dict[str, Any]:
    if improvement is None:
        return {"impact": Level.MEDIUM, "effort": Level.MEDIUM}
    names = (
        "title", "recommendation", "steps", "success_criteria", "resources", "links", "impact",
        "effort", "due_on", "revision",
    )  # fmt: skip
    found = {name: getattr(improvement, name) for name in names}
    found["owner"] = improvement.owner_id or ""
    found["by_risk"] = bool(improvement.risk) and not improvement.has_own_date
    return found


class AcceptForm(forms.Form):
    """Why a risk is lived with, and until when."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What makes it bearable, and what would change your mind."),
    )
    until = forms.DateField(
        label=_("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Then it is open again and somebody has to look at it."),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """Where a card was put: its column, the number it lies behind, what the page showed."""

    state = forms.ChoiceField(choices=ImprovementState.choices)
    after = forms.IntegerField(required=False, min_value=0)
    revision = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(required=False)
    until = forms.DateField(required=False)


class BulkForm(forms.Form):
    """What several improvements get together; what is empty stays as it is."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *ImprovementState.choices])
    owner = forms.CharField(required=False, max_length=20)
    due_on = forms.DateField(required=False)

    def require_valid(self) -> None:
        """Raise Invalid with the first sentence of what is wrong."""
        if not self.is_valid():
            raise Invalid(fields={k: [str(e) for e in v] for k, v in self.errors.items()})

    @property
    def changes(self) -> dict[str, Any]:
        """The fields as services want them."""
        owner = self.cleaned_data["owner"]
        found = {key: self.cleaned_data[key] for key in ("state", "due_on")}
        if owner:
            found["owner"] = int(owner) if owner.isdecimal() else None
        return {key: value for key, value in found.items() if value or key == "owner"}
