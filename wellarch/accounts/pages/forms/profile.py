"""Forms of the account pages. They parse; what is allowed is decided by the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wellarch.accounts.models import User
from wellarch.accounts.persons.people import time_zones
from wellarch.accounts.roles import Role
from wellarch.accounts.sign_in import sign_up
from wellarch.accounts.tenancy import joining
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Propose the address that an invitation was sent to: joining with it proves it."""
        super().__init__(*args, **kwargs)
        if invitation := joining.waiting_in(context.request):
            self.initial.setdefault("email", invitation.email)

    def clean(self) -> dict[str, Any] | None:
        """Refuse an address of which no account may be made (WELLARCH_SIGNUP)."""
        cleaned = super().clean()
        email = self.cleaned_data.get("email", "")
        if email and (sentence := sign_up.refusal(context.request, email)):
            self.add_error("email", sentence)
        return cleaned

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
    default_lens = forms.ChoiceField(
        label=_("Lens of new workloads"),
        required=False,
        help_text=_("Chosen already when somebody starts a workload; they may choose others."),
    )
    accent = forms.CharField(
        label=_("Colour of reports"),
        required=False,
        max_length=20,
        help_text=_(
            "Like #2b519c; dark enough to be read on white. Risks keep their colours. Leave "
            "empty for ours."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    second_factor_required = forms.BooleanField(
        label=_("Every member needs a second factor"),
        required=False,
        help_text=_("An app or a passkey. Without one, members can sign in but see nothing here."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any],
        lenses: Sequence[tuple[UUID, str]],
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.fields["default_lens"].choices = [  # type: ignore[attr-defined]
            ("", _("The framework, as usual")),
            *((str(key), name) for key, name in lenses),
        ]


class LogoForm(forms.Form):
    """A picture for the reports; what it is decides the service."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG or WebP, at most 2 MB. Wide ones with an empty ground fit best."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )


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
