"""Forms by which people are invited, and of teams. What is allowed the services decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import Membership
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy.invitations import LINK_ROLES
from wellarch.accounts.tenancy.teams import MAX_NAME

Teams = Sequence[tuple[str, str]]


class _Joining(forms.Form):
    """What both ways of inviting ask. Without teams there is no question about them."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CONTRIBUTOR)
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Teams = ()) -> None:
        super().__init__(data, prefix=self.PREFIX)
        if teams:
            self.fields["team"].choices = [("", _("None")), *teams]  # type: ignore[attr-defined]
        else:
            del self.fields["team"]

    PREFIX = ""

    @property
    def values(self) -> dict[str, Any]:
        """The arguments of the service."""
        values = dict(self.cleaned_data)
        team = values.pop("team", "")
        return values | {"team_id": UUID(team) if team else None}


class InviteForm(_Joining):
    """Somebody to ask by mail."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("They get a mail with a link and are a member once they accept."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "role", "team"]


class LinkForm(_Joining):
    """A link to hand on."""

    PREFIX = "link"
    DAYS = {"1": _("in a day"), "7": _("in a week"), "30": _("in 30 days")}

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in LINK_ROLES],
        initial=Role.CONTRIBUTOR,
    )
    days = forms.TypedChoiceField(
        label=_("It expires"), choices=DAYS.items(), initial="7", coerce=int
    )
    field_order = ["role", "team", "days"]


class TeamForm(forms.Form):
    """A team."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        help_text=_("What the team takes care of."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TeamMemberForm(forms.Form):
    """A member to put into a team."""

    user = forms.TypedChoiceField(label=_("Member"), coerce=int)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, members: Sequence[Membership] = ()
    ) -> None:
        super().__init__(data)
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            (row.user_id, f"{row.user} ({row.user.email})") for row in members
        ]
