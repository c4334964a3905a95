"""The forms of webhooks. They parse; what is allowed is decided by the services."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellarch.errors import Invalid
from wellarch.events.models import WebhookEndpoint
from wellarch.events.webhooks import catalogue

_WORD = {"autocomplete": "off", "spellcheck": "false"}


class WebhookForm(forms.Form):
    """A webhook: where it leads and what it is told of."""

    url = forms.CharField(
        label=_("Address"),
        max_length=1000,
        help_text=_("Where your program listens, such as https://hooks.example.com/wellarch."),
        widget=forms.URLInput(attrs=_WORD),
    )
    description = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("What it is for, as you call it."),
    )
    types = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        help_text=_("Choose what it is told of. Without a choice it is told of everything."),
        choices=[(name, name) for name in catalogue.TYPES],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, endpoint: WebhookEndpoint | None = None
    ) -> None:
        initial = {}
        if endpoint is not None:
            initial = {name: getattr(endpoint, name) for name in self.base_fields}
        super().__init__(data, initial=initial)

    def refuse(self, error: Invalid) -> None:
        """Show what the service found wrong."""
        for field, sentences in error.fields.items():
            self.add_error(field if field in self.fields else None, sentences)


class ReplayForm(forms.Form):
    """Since when messages are sent again."""

    since = forms.DateTimeField(
        label=_("Since"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    only_missed = forms.BooleanField(
        label=_("Only what did not arrive"), required=False, initial=True
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, now: datetime) -> None:
        super().__init__(data, initial={"since": now})
