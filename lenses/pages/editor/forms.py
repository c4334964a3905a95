"""Forms of a new lens. They parse; what a name or an alias must be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lenses.reads import library


class CreateForm(forms.Form):
    """What a new lens is called."""

    name = forms.CharField(
        label=_("Name"), max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    alias = forms.CharField(
        label=_("Alias"),
        required=False,
        max_length=64,
        help_text=_("Its word in addresses, such as platform-standards. Made from the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any = None) -> None:
        """Ids that differ from those of the other forms of the page."""
        super().__init__(data, auto_id="create_%s")


class CopyForm(forms.Form):
    """Which lens is copied, and what the copy is called."""

    source = forms.ChoiceField(label=_("Copy of"))
    name = forms.CharField(
        label=_("Name of the copy"),
        max_length=250,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any,
        *,
        groups: Sequence[tuple[str | Promise, Sequence[library.Card]]],
        source: str,
    ) -> None:
        """groups: the lenses to choose from, under their headings. source: the one proposed."""
        super().__init__(data, auto_id="copy_%s")
        cards = {card.address: card for _heading, group in groups for card in group}
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (heading, [(card.address, card.name) for card in group])
            for heading, group in groups
            if group
        ]
        if source in cards:
            self.initial = {"source": source, "name": cards[source].name}
