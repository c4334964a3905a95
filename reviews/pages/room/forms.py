"""Django forms of the room, and how a refusal of the core gets onto them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.pages.room.parsing import text
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


def fill_errors(form: forms.Form, error: Invalid) -> None:
    """Put what the core refused on the fields of a form; the rest on the form itself."""
    for name, sentences in error.fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
