"""Django forms of the room, and how a refusal of the core gets onto them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.pages.room.parsing import text
from reviews.reads.attention import Assigning
from wellarch.errors import Invalid

FINDING_TEXTS = ("current_state", "gaps", "risks", "recommendations", "set_aside_reason")


class _Text(forms.CharField):
    """A long text, kept with its line breaks and without those of Windows."""

    def __init__(self, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(strip=True, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing is asked for: a text may be empty, and "optional" on each would be noise."""

    def to_python(self, value: Any) -> str:
        """The text as it is stored."""
        return text(super().to_python(value) or "")


class FindingForm(forms.Form):
    """What is written about a pillar, in the order in which it must be written (seed 001)."""

    use_required_attribute = False

    current_state = _Text(
        label=_("Current state"),
        help_text=_("What is true today, as facts: how it is built, run and paid for."),
    )
    gaps = _Text(
        label=_("Gaps"), help_text=_("What the questions showed to be missing or not good enough.")
    )
    risks = _Text(
        label=_("Risks"),
        help_text=_("What can happen because of the gaps, and how bad it would be."),
    )
    recommendations = _Text(
        label=_("Recommendations"), help_text=_("What to do about it, most important first.")
    )
    is_set_aside = forms.BooleanField(required=False, label=_("Set this pillar aside"))
    set_aside_reason = _Text(
        rows=2,
        label=_("Why it is set aside"),
        help_text=_("A pillar is never skipped silently: write down why."),
    )


class NotesForm(forms.Form):
    """The notes of a review."""

    use_required_attribute = False

    notes = _Text(rows=4, label=_("Notes"))


class AssignForm(forms.Form):
    """Who looks into a question, and until when."""

    assignee = forms.ChoiceField(label=_("Who"), required=False)
    due_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def __init__(self, data: Any, *, page: Assigning) -> None:
        chosen = page.attention.assignee
        initial = {"assignee": chosen.pk if chosen else "", "due_on": page.attention.due_on}
        super().__init__(data, initial=initial)
        self.fields["assignee"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody")),
            *((person.pk, str(person)) for person in page.people),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the service is to do."""
        key = self.cleaned_data["assignee"]
        return {"user_id": int(key) if key else None, "due_on": self.cleaned_data["due_on"]}


class UpgradeForm(forms.Form):
    """The name of the milestone of how it was, and what the preview had shown."""

    milestone = forms.CharField(
        label=_("Name of the milestone"),
        max_length=100,
        help_text=_("Recorded first: everything as it is now, to be read for ever."),
    )
    to = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    @property
    def values(self) -> dict[str, Any]:
        """What the service is to do, but for the version."""
        data = self.cleaned_data
        return {"milestone": data["milestone"], "seen_revision": data["seen_revision"]}


def fill_errors(form: forms.Form, error: Invalid) -> None:
    """Put what the core refused on the fields of a form; the rest on the form itself."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
