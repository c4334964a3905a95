"""Forms of the account pages. They parse; what is allowed is decided by the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import User
from wellarch.accounts.people import time_zones
from wellarch.accounts.roles import Role, Scope
from wellarch.errors import DomainError, Invalid

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

_MAX_DAYS = 3650


def fill_errors(form: forms.Form, error: DomainError) -> None:
    """Put what a service refused on the form: beside its field where it names one."""
    fields = error.fields if isinstance(error, Invalid) else {}
    for name, sentences in fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not fields:
        form.add_error(None, error.message)


class SignupForm(forms.Form):
    """What we ask at sign-up beside address and password."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account exists."""
        user.name = self.cleaned_data["name"].strip()
        user.save(update_fields=["name"])


class OrganizationForm(forms.Form):
    """A new organization."""

    name = forms.CharField(
        label=_("Name of the organization"),
        max_length=100,
        help_text=_("A company, a department or a team: whoever shares workloads."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


def _days(label: StrPromise, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=_MAX_DAYS, required=required)


class SettingsForm(forms.Form):
    """The settings of an organization."""

    name = forms.CharField(label=_("Name"), max_length=100)
    industry = forms.CharField(label=_("Industry"), max_length=100, required=False)
    high_risk_days = _days(_("High risk, days"))
    medium_risk_days = _days(_("Medium risk, days"))
    low_risk_days = _days(_("Low risk, days"), required=False)


class MemberForm(forms.Form):
    """Somebody who is to join."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs up here first; then you add them."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CONTRIBUTOR)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


_NO_PLACES = ("Etc", "SystemV", "US", "posix", "right")


def zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The time zones that are places, by continent, with UTC first."""
    areas: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(time_zones()):
        area, _slash, place = name.partition("/")
        if place and area not in _NO_PLACES:
            areas.setdefault(area, []).append((name, place.replace("_", " ")))
    return [("UTC", "UTC"), *areas.items()]


class ProfileForm(forms.Form):
    """What a person says of themselves."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Dates and times are shown in this zone."),
    )


class TokenForm(forms.Form):
    """A new token for a program."""

    LIVES = {
        "30": _("in 30 days"),
        "90": _("in 90 days"),
        "365": _("in a year"),
        "0": _("never"),
    }

    name = forms.CharField(
        label=_("What will use it?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Nightly export")}),
    )
    scope = forms.ChoiceField(label=_("It may"), choices=Scope.choices, initial=Scope.READ)
    days = forms.ChoiceField(label=_("It expires"), choices=LIVES.items(), initial="90")

    def expires_at(self) -> datetime | None:
        """The moment it ends, None for never."""
        days = int(self.cleaned_data["days"])
        return timezone.now() + timedelta(days=days) if days else None
