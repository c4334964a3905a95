"""The form that ends an account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wellarch.accounts.persons.erasure import Plan


class EraseForm(forms.Form):
    """Which organizations end with it, and the person's address as their word."""

    ending = forms.TypedMultipleChoiceField(
        label=_("Nobody else is in these organizations. They are deleted with you."),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    confirmation = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, plan: Plan, data: Any = None) -> None:
        """plan: what would happen; only the organizations that would end are asked about."""
        super().__init__(data)
        if not plan.endings:
            del self.fields["ending"]
            return
        self.fields["ending"].choices = [  # type: ignore[attr-defined]
            (
                str(row.organization.pk),
                ngettext(
                    "Delete %(name)s with its %(n)d workload",
                    "Delete %(name)s with its %(n)d workloads",
                    row.workloads,
                )
                % {"name": row.organization.name, "n": row.workloads},
            )
            for row in plan.endings
        ]

    def clean(self) -> dict[str, Any]:
        """No organization is none."""
        return {"ending": [], **(super().clean() or {})}
