"""The form of a new token or access key. It parses; the services decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import listing as credentials
from wellarch.accounts.roles import Scope

MAX_OFFERED = 500


class CredentialForm(forms.Form):
    """What will use it, what it may, on which workloads, and for how long."""

    LIVES = {
        "30": _("in 30 days"),
        "90": _("in 90 days"),
        "365": _("in a year"),
        "0": _("never"),
    }
    REACHES = {
        "all": _("All workloads that I see, future ones too"),
        "some": _("Only those chosen here"),
    }

    name = forms.CharField(
        label=_("What will use it?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Nightly export")}),
    )
    scope = forms.ChoiceField(
        label=_("It may"), choices=Scope.choices, initial=Scope.READ, widget=forms.RadioSelect
    )
    reach = forms.ChoiceField(
        label=_("Where"),
        choices=REACHES.items(),
        initial="all",
        required=False,
        widget=forms.RadioSelect,
    )
    workload_ids = forms.TypedMultipleChoiceField(
        label=_("Workloads"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.ChoiceField(label=_("It expires"), choices=LIVES.items(), initial="90")

    def __init__(self, actor: Actor, data: Any = None) -> None:
        """actor: who chooses among the workloads they see, the first MAX_OFFERED by name."""
        super().__init__(data)
        offered = credentials.workloads_for(actor).values_list("pk", "name")[:MAX_OFFERED]
        self.fields["workload_ids"].choices = [  # type: ignore[attr-defined]
            (str(key), name) for key, name in offered
        ]

    def clean(self) -> dict[str, Any]:
        """Somebody who wants only some workloads has to say which."""
        cleaned = super().clean() or {}
        is_some = cleaned.get("reach") == "some"
        if is_some and not cleaned.get("workload_ids") and "workload_ids" not in self.errors:
            self.add_error("workload_ids", _("Choose at least one workload."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the services want to know."""
        cleaned = self.cleaned_data
        days = int(cleaned["days"])
        expires_at: datetime | None = timezone.now() + timedelta(days=days) if days else None
        return {
            "name": cleaned["name"],
            "scope": cleaned["scope"],
            "expires_at": expires_at,
            "workload_ids": cleaned["workload_ids"] if cleaned["reach"] == "some" else None,
        }
