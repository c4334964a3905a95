"""Forms of the desk. They parse; what a lens must be is decided elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.document import LIMITS


class ImportForm(forms.Form):
    """A lens document as a file or as text."""

    file = forms.FileField(
        label=gettext_lazy("A file"),
        required=False,
        help_text=gettext_lazy("JSON or YAML, as you got it or as it was exported here."),
        widget=forms.FileInput(attrs={"accept": ".json,.yaml,.yml,application/json,text/yaml"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "document"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of both, and not more than a server should read."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = values.get("file"), values.get("text") or ""
        if not self.errors and not file and not text.strip():
            raise forms.ValidationError(_("Choose a file, or paste the text of a lens."))
        if file and file.size > LIMITS.size:
            words = {"limit": filesizeformat(LIMITS.size)}
            self.add_error(
                "file", _("This file is too large; a lens has %(limit)s at most.") % words
            )
        return values

    def document(self) -> tuple[bytes | str, str]:
        """What was sent and the name of its file; the file wins over the text."""
        file = self.cleaned_data["file"]
        if file:
            return file.read(), str(file.name)
        return self.cleaned_data["text"], ""


class PublishForm(forms.Form):
    """The name of a version and what changed."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of version is it?"),
        choices={
            "major": gettext_lazy("Major: questions, practices, rules or results changed"),
            "minor": gettext_lazy("Minor: only words, links or the order changed"),
        },
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=gettext_lazy(
            "I know that this changes what open reviews ask, and publish it as minor"
        ),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Version"),
        max_length=32,
        help_text=gettext_lazy("Such as 1.0 or 2026.1. It cannot be used again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    notes = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("For those who decide whether to upgrade their reviews."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    # Of the draft that the page showed; the template writes it.
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_meaning: bool, **kwargs: Any) -> None:
        """is_meaning: whether the draft changes what answers mean."""
        super().__init__(*args, **kwargs)
        self.is_meaning = is_meaning
        if not is_meaning:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """A change of meaning is published as minor only on purpose."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_meaning and values.get("kind") == "minor" and not values.get("sure"):
            self.add_error("sure", _("Choose major, or say here that you mean it."))
        return values
