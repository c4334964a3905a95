"""The forms of the review plan: texts from a browser become values for services, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import MilestoneKind
from reviews.pages.clashing import Clash
from reviews.reads import review_plan as reads
from reviews.services import review_plan_fields
from reviews.telling import words


def _minutes(field: str, label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, show_hidden_initial=True,
        min_value=review_plan_fields.MINUTES[field], max_value=review_plan_fields.MAX_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )  # fmt: skip


class PlannedReviewForm(forms.Form):
    """What is planned, for when, in how much time, and what it is linked to.

    Each field carries what it said when the form was made (show_hidden_initial), so `changes`
    holds only what this person changed and two people's edits both stay.
    """

    title = forms.CharField(label=_("Title"), max_length=100, show_hidden_initial=True)
    kind = forms.ChoiceField(
        label=_("Occasion"), choices=MilestoneKind.choices, show_hidden_initial=True
    )
    planned_on = forms.DateField(
        label=_("Day"), required=False, show_hidden_initial=True,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )  # fmt: skip
    budget_minutes = _minutes(
        "budget_minutes",
        _("Time budget in minutes"),
        _("Hours, not days: 240 is four hours, above 480 it is marked."),
    )
    extra_minutes = _minutes(
        "extra_minutes",
        _("Time spent outside sessions, in minutes"),
        _("Preparing and following up. The time of sessions is counted by itself."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, show_hidden_initial=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    sessions = forms.MultipleChoiceField(
        label=_("Sessions"), required=False, show_hidden_initial=True,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those whose time counts for this review."),
    )  # fmt: skip
    milestone = forms.ChoiceField(
        label=_("Milestone"), required=False, show_hidden_initial=True,
        help_text=_("What came of it. One of the same occasion is linked when it is recorded."),
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, page: reads.Form) -> None:
        super().__init__(data, initial=_initial(page))
        if page.sessions:
            sessions: Any = self.fields["sessions"]
            sessions.choices = [(each.value, each.label) for each in page.sessions]
        else:
            del self.fields["sessions"]
        if page.milestones and page.planned:
            choices = [(each.value, each.label) for each in page.milestones]
            milestone: Any = self.fields["milestone"]
            milestone.choices = [("", _("None yet")), *choices]
        else:
            del self.fields["milestone"]

    def clean_note(self) -> str:
        """The text as it is stored: browsers send forms with CR LF."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")

    @property
    def values(self) -> dict[str, Any]:
        """All values as services want them."""
        found = {key: value for key, value in self.cleaned_data.items() if key != "revision"}
        if "milestone" in found:
            found["milestone"] = int(found["milestone"]) if found["milestone"] else None
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The values that differ from those the form was made with."""
        return {key: value for key, value in self.values.items() if key in self.changed_data}


class RecordForm(forms.Form):
    """What the milestone at the end of a review is called, and why it is recorded."""

    name = forms.CharField(label=_("Name"), max_length=100)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


def clashes(form: PlannedReviewForm, fields: Mapping[str, Mapping[str, Any]]) -> list[Clash]:
    """What others wrote, beside what the form holds."""
    return [_clash(form, name, values["theirs"]) for name, values in fields.items()]


def _clash(form: PlannedReviewForm, name: str, theirs: Any) -> Clash:
    field: Any = form.fields.get(name)
    if field is None:
        return Clash(name, str(theirs or ""))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    said = theirs if isinstance(theirs, list) else [theirs]
    text = ", ".join(labels.get(str(each), str(each)) for each in said if each not in (None, ""))
    return Clash(str(field.label), text)


def _initial(page: reads.Form) -> dict[str, Any]:
    planned, proposal = page.planned, page.proposal
    if planned is not None:
        plain = ("title", "kind", "planned_on", "budget_minutes", "extra_minutes", "note")
        return {
            **{name: getattr(planned, name) for name in plain},
            "sessions": list(page.linked),
            "milestone": str(planned.milestone.number) if planned.milestone else "",
            "revision": planned.revision,
        }
    found: dict[str, Any] = {
        "kind": MilestoneKind.REGULAR.value, "budget_minutes": 240, "extra_minutes": 0,
    }  # fmt: skip
    if proposal is not None:
        found |= {
            "title": words(proposal.title),
            "kind": proposal.kind,
            "planned_on": proposal.on,
            "budget_minutes": proposal.budget,
        }
    return found
