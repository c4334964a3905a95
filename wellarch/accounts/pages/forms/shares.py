"""Forms of sharing. They parse; whom a target means and what is allowed the services decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.roles import Permission
from wellarch.accounts.sharing import targets as share_targets
from wellarch.accounts.sharing.rows import MEANINGS
from wellarch.accounts.sharing.targets import Target
from wellarch.errors import DomainError, Invalid


class ShareForm(forms.Form):
    """With whom, in one field, and for a workload what they may do."""

    target = forms.CharField(
        label=_("With whom"),
        max_length=254,
        help_text=_("An e-mail address, a team, or the account number of an organization."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "list": "share-teams"}
        ),
    )
    permission = forms.ChoiceField(
        label=_("They"),
        choices=[(key, MEANINGS[key]) for key in Permission],
        initial=Permission.READ,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        teams: Iterable[str] = (),
        is_read_only: bool = False,
    ) -> None:
        super().__init__(data)
        self.teams = tuple(teams)
        if is_read_only:
            del self.fields["permission"]

    @property
    def wanted(self) -> Target:
        """With whom."""
        return share_targets.typed(self.cleaned_data["target"])

    def refuse(self, error: DomainError) -> None:
        """Put what a service refused beside the field it is about."""
        fields = error.fields if isinstance(error, Invalid) else {"": [error.message]}
        for name, sentences in fields.items():
            for sentence in sentences:
                self.add_error("permission" if name == "permission" else "target", sentence)
