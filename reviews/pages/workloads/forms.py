"""The forms of workload pages: texts from a browser become values for services, and back.

Shapes only: what is allowed is the services' business; their refusals land on the fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import Environment, ImprovementStatus, MilestoneKind, Workload
from reviews.pages.workloads.lines import LinesField, TagsField
from reviews.reads.profile_rows import ProfileChoice
from reviews.reads.template_list import Card
from reviews.reads.workload_page import LensOffer
from wellarch.accounts.roles import Visibility
from wellarch.errors import Invalid

PLACES = 6  # pillars one can put in order, unless a workload has more


def fill_errors(form: forms.Form, error: Invalid, **renamed: str) -> None:
    """Put a service's refusal on the fields it names; what the form lacks goes on top.

    renamed: name in the core → name in the form.
    """
    for path, sentences in error.fields.items():
        field = renamed.get(path, path)
        for sentence in sentences:
            form.add_error(field if field in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, error.message)


def _text(label: Any, *, rows: int = 3, help_text: Any = "", limit: int = 5000) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        show_hidden_initial=True,
    )


def _line(label: Any, limit: int, help_text: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=limit,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        show_hidden_initial=True,
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        show_hidden_initial=True,
    )


class WorkloadForm(forms.Form):
    """The properties of a workload.

    Each field carries what it said when the form was made (show_hidden_initial), so that
    `changes` holds only what this person changed and two people's edits both stay.
    """

    name = forms.CharField(label=_("Name"), max_length=100, show_hidden_initial=True)
    description = _text(_("Description"), limit=2000, help_text=_("What it does, and for whom."))
    environment = forms.ChoiceField(
        label=_("Environment"), choices=Environment.choices, show_hidden_initial=True
    )
    improvement_status = forms.ChoiceField(
        label=_("Improvement status"),
        choices=ImprovementStatus.choices,
        required=False,
        show_hidden_initial=True,
    )
    review_owner = _line(_("Review owner"), 255, _("Who keeps the review going."))
    team = forms.ChoiceField(
        label=_("Team"),
        required=False,
        help_text=_("Who builds and runs it."),
        show_hidden_initial=True,
    )
    visibility = forms.ChoiceField(
        label=_("Who sees it"),
        choices=Visibility.choices,
        required=False,
        help_text=_("Sharing can let others in, one by one."),
        show_hidden_initial=True,
    )
    industry_type = _line(_("Industry type"), 100)
    industry = _line(_("Industry"), 100)

    regions = LinesField(label=_("Regions"), help_text=_("One per line, such as eu-central-1."))
    other_sites = LinesField(
        label=_("Other sites"), help_text=_("Data centres or clouds outside AWS, one per line.")
    )
    account_ids = LinesField(label=_("Account ids"), help_text=_("One per line."))
    applications = LinesField(label=_("Applications"), help_text=_("Names or ARNs, one per line."))
    architecture_url = forms.URLField(
        label=_("Architecture link"),
        required=False,
        max_length=2048,
        assume_scheme="https",
        help_text=_("Where the architecture diagram is kept."),
        show_hidden_initial=True,
    )

    business_objectives = _text(
        _("Business objectives"), help_text=_("What the workload must achieve.")
    )
    in_scope = _text(_("In scope"), help_text=_("What this review looks at."))
    out_of_scope = _text(_("Out of scope"), help_text=_("What it leaves aside on purpose."))
    compliance_requirements = _text(
        _("Compliance requirements"), help_text=_("Laws, standards and contracts that bind it.")
    )
    pain_points = _text(_("Pain points"), help_text=_("What hurts today."))

    design_review_on = _day(_("Design review"))
    go_live_on = _day(_("Go-live"))
    next_review_on = _day(_("Next review"))

    profile = forms.ChoiceField(
        label=_("Profile"),
        required=False,
        help_text=_("The business context: it orders the pillars and marks questions to do first."),
        show_hidden_initial=True,
    )
    tags = TagsField(label=_("Tags"), help_text=_("One per line, as key=value."))
    notes = _text(_("Notes"), rows=4, limit=20_000)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        pillars: Mapping[str, str],
        teams: Iterable[str] = (),
        profiles: Iterable[ProfileChoice] = (),
        workload: Workload | None = None,
    ) -> None:
        initial = _initial(workload)
        super().__init__(data, initial=initial)
        self.fields["team"].choices = [("", _("None")), *((name, name) for name in teams)]  # type: ignore[attr-defined]
        self.fields["profile"].choices = _profile_choices(profiles, workload)  # type: ignore[attr-defined]
        self.places = [f"priority_{n}" for n in range(1, max(PLACES, len(_order(workload))) + 1)]
        for place, key in enumerate(self.places, start=1):
            self.fields[key] = forms.ChoiceField(
                label=_("Place %(n)d") % {"n": place},
                required=False,
                choices=[("", "–"), *pillars.items()],
                show_hidden_initial=True,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a pillar that is named twice."""
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for place in self.places:
            pillar = cleaned.get(place, "")
            if pillar and pillar in seen:
                self.add_error(place, _("This pillar has a place already."))
            seen.add(pillar)
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """All values as services want them."""
        found = {k: v for k, v in self.cleaned_data.items() if k not in self.places}
        found["pillar_priorities"] = [p for key in self.places if (p := self.cleaned_data[key])]
        found["improvement_status"] = found["improvement_status"] or ImprovementStatus.NONE
        found["visibility"] = found["visibility"] or Visibility.ORGANIZATION
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        changed = {"pillar_priorities" if n in self.places else n for n in self.changed_data}
        return {key: value for key, value in self.values.items() if key in changed}

    @property
    def priority_fields(self) -> list[forms.BoundField]:
        """The places of the pillar order."""
        return [self[key] for key in self.places]


def _initial(workload: Workload | None) -> dict[str, Any]:
    if workload is None:
        return {
            "environment": Environment.PRODUCTION,
            "improvement_status": ImprovementStatus.NONE,
            "visibility": Visibility.ORGANIZATION,
        }
    fields = [key for key in WorkloadForm.base_fields if key != "profile"]
    found = {key: getattr(workload, key) for key in fields}
    used = workload.profile_version
    found["profile"] = str(used.profile_id) if used else ""
    found["team"] = workload.team.name if workload.team else ""
    order = _order(workload)
    return {**found, **{f"priority_{n}": pillar for n, pillar in enumerate(order, start=1)}}


def _order(workload: Workload | None) -> list[str]:
    return list(workload.pillar_priorities) if workload else []


def _profile_choices(
    profiles: Iterable[ProfileChoice], workload: Workload | None
) -> list[tuple[str, Any]]:
    """Those one may choose by where they come from; the one that is used stays in any case."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for choice in profiles:
        groups.setdefault(choice.group, []).append((choice.key, choice.name))
    used = workload.profile_version.profile if workload and workload.profile_version else None
    if used and str(used.pk) not in {choice.key for choice in profiles}:
        groups[str(_("No longer offered"))] = [(str(used.pk), used.name)]
    return [("", _("None")), *groups.items()]


class LensesForm(forms.Form):
    """Lenses to attach to a new workload."""

    lenses = forms.TypedMultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, offers: Iterable[LensOffer], **more: Any) -> None:
        super().__init__(*args, **more)
        self.offers = tuple(offers)
        self.fields["lenses"].choices = [(str(o.id), o.name) for o in self.offers]  # type: ignore[attr-defined]


class TemplatesForm(forms.Form):
    """Review templates a new workload starts from."""

    templates = forms.TypedMultipleChoiceField(
        label=_("Templates"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, cards: Iterable[Card], **more: Any) -> None:
        super().__init__(*args, **more)
        self.cards = tuple(cards)
        self.fields["templates"].choices = [(c.key, c.template.name) for c in self.cards]  # type: ignore[attr-defined]


class DeleteForm(forms.Form):
    """The name of what is deleted, typed by hand."""

    name = forms.CharField(
        label=_("Name of the workload"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, expected: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.expected = expected

    def clean_name(self) -> str:
        """Must be the name, blanks around it aside."""
        name: str = self.cleaned_data["name"]
        if name != self.expected:
            raise forms.ValidationError(_("This is not the name of the workload."))
        return name


class MilestoneForm(forms.Form):
    """What a milestone to record is called, on which occasion, and why."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For example: Pre go-live, Q3 review.")
    )
    kind = forms.ChoiceField(
        label=_("Occasion"),
        choices=MilestoneKind.choices,
        initial=MilestoneKind.OTHER,
        required=False,
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_kind(self) -> str:
        """Who says nothing means another occasion."""
        return str(self.cleaned_data["kind"] or MilestoneKind.OTHER)
