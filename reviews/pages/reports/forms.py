"""The forms of reports: what it is about, and below a fold what is in it.

Shapes only: what is allowed is the services' business; their refusals land on the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.documents.writing import SECTIONS
from reviews.models import ReportFormat, ReportKind, ReportSchedule, Rhythm
from reviews.pages.reports import about
from reviews.reads.reports_page import Subjects

WORD = "subject"


class ContentsForm(forms.Form):
    """What is in a report. Whoever never opens it gets everything.

    A page without these fields, such as a single button, sends no `chosen`: then nothing was
    chosen, and boxes that are not there are not boxes that were cleared.
    """

    chosen = forms.CharField(required=False, widget=forms.HiddenInput, initial="1")
    format = forms.ChoiceField(
        label=_("Format"),
        required=False,
        choices=ReportFormat.choices,
        initial=ReportFormat.PDF,
        help_text=_("PDF and web page are for reading, the others for going on with the data."),
    )
    sections = forms.MultipleChoiceField(
        label=_("Sections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    pillars = forms.MultipleChoiceField(
        label=_("Pillars"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = forms.BooleanField(
        label=_("With notes"),
        required=False,
        initial=True,
        help_text=_("What the team wrote down beside its answers."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: str,
        pillars: Mapping[str, str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        sections = SECTIONS[kind]
        usual = {"sections": list(sections), "pillars": list(pillars)}
        super().__init__(data, initial=usual | dict(initial or {}))
        # Without the fold nothing is said of it; with it, it is not called optional.
        self.fields["format"].required = data is None or bool(data.get("chosen"))
        self.fields["sections"].choices = list(sections.items())  # type: ignore[attr-defined]
        if len(pillars) > 1:
            self.fields["pillars"].choices = list(pillars.items())  # type: ignore[attr-defined]
        else:
            del self.fields["pillars"]
        if kind == ReportKind.PORTFOLIO:
            del self.fields["notes"]

    def clean(self) -> dict[str, Any]:
        """A report of nothing is refused where the boxes are."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("chosen"):
            for field, sentence in (
                ("sections", _("Choose one section at least.")),
                ("pillars", _("Choose one pillar at least.")),
            ):
                if field in self.fields and field not in self.errors and not cleaned.get(field):
                    self.add_error(field, sentence)
        return cleaned

    @property
    def format_chosen(self) -> str:
        """A ReportFormat."""
        return self.cleaned_data["format"] or ReportFormat.PDF

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen, as services want it."""
        if not self.cleaned_data["chosen"]:
            return {}
        return {
            "sections": self._unless_all("sections"),
            "pillars": self._unless_all("pillars"),
            "notes": self.cleaned_data.get("notes", True),
        }

    def _unless_all(self, name: str) -> list[str]:
        """What was ticked; nothing when all is, since a milestone may have other pillars."""
        ticked: list[str] = self.cleaned_data.get(name, [])
        return [] if name not in self.fields or len(ticked) == len(self[name]) else ticked

    @property
    def choices(self) -> list[forms.BoundField]:
        """The fields below the fold."""
        names = ("format", "sections", "pillars", "notes")
        return [self[name] for name in names if name in self.fields]

    @property
    def is_open(self) -> bool:
        """Whether the fold is open: something in it is wrong."""
        return any(field.errors for field in self.choices)


class ReportForm(ContentsForm):
    """What a report of a workload is about, and what is in it."""

    subject = forms.ChoiceField(label=_("Report about"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        subjects: Subjects,
        word: str = "workload",
    ) -> None:
        chosen = data.get(WORD, word) if data is not None else word
        kind = "comparison" if chosen.startswith("comparison:") else "workload"
        super().__init__(data, kind=kind, pillars=subjects.pillars, initial={WORD: word})
        self.fields[WORD].choices = _choices(subjects, chosen)  # type: ignore[attr-defined]
        if kind == "comparison":
            # Chosen on the page that compares; what it names is looked for by the service.
            self.fields[WORD] = forms.CharField(widget=forms.HiddenInput)

    @property
    def target(self) -> dict[str, Any]:
        """The subject as arguments of reports.request. NotFound for a word that says nothing."""
        return about.read(self.cleaned_data[WORD]).target


class PortfolioForm(ContentsForm):
    """What is in a report of the portfolio. filters: the parameters of its address."""

    filters = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, filters: str = "") -> None:
        super().__init__(data, kind="portfolio", pillars={}, initial={"filters": filters})

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen, with the filters."""
        return super().options | {"filters": self.cleaned_data["filters"]}


class ScheduleForm(ContentsForm):
    """How often a report comes, from when, and what is in it."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices)
    next_on = forms.DateField(
        label=_("Next"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Early in the morning; later ones keep its day of the week or month."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: str,
        pillars: Mapping[str, str],
        schedule: ReportSchedule | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        known = dict(initial or {}) if schedule is None else _of(schedule)
        super().__init__(data, kind=kind, pillars=pillars, initial=known)

    @property
    def values(self) -> dict[str, Any]:
        """Rhythm, day, format and options as services want them."""
        return {
            "rhythm": self.cleaned_data["rhythm"],
            "format": self.format_chosen,
            "options": self.options,
        }

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """The fields above the fold."""
        return [self["rhythm"], self["next_on"]]


def _of(schedule: ReportSchedule) -> dict[str, Any]:
    options = schedule.options
    known = {
        "rhythm": schedule.rhythm,
        "next_on": schedule.next_on,
        "format": schedule.format,
        "notes": options.get("notes", True),
    }
    # Empty means all, which is what the form begins with.
    return known | {key: options[key] for key in ("sections", "pillars") if options.get(key)}


def _choices(subjects: Subjects, chosen: str) -> list[Any]:
    choices: list[Any] = [("workload", _("The whole workload, now"))]
    if len(subjects.reviews) > 1 or chosen.startswith("review:"):
        found = [(f"review:{key}", name) for key, name in subjects.reviews]
        choices.append((_("One review, now"), found))
    if subjects.milestones:
        frozen = [(f"milestone:{n}", f"{n} · {name}") for n, name in subjects.milestones]
        choices.append((_("A milestone"), frozen))
    return choices
