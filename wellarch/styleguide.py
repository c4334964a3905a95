"""The style guide: every component in every state, and the large pages as specimens. DEBUG only.

Made-up data, no database. The charts are found by name: the ground imports no app.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from wellarch.events.mailing import specimens as mail_specimens

SPECIMENS = ("room", "portfolio", "workload", "plan", "milestones", "lens", "settings", "sign-in")

RISKS = ("high", "medium", "low", "none", "not_applicable", "unanswered")

PILLARS = (
    ("Operations", {"high": 1, "medium": 2, "none": 8}),
    ("Security", {"high": 2, "medium": 1, "none": 2, "unanswered": 6}),
    ("Reliability", {"high": 1, "medium": 3, "none": 4, "not_applicable": 1, "unanswered": 4}),
    ("Performance", {"none": 2, "unanswered": 3}),
    ("Cost", {"medium": 1, "low": 2, "none": 1, "unanswered": 7}),
    ("Sustainability", {"unanswered": 6}),
)

QUESTIONS = (
    ("SEC 1", "Operate the workload securely", "none"),
    ("SEC 2", "Identities for people and machines", "high"),
    ("SEC 3", "Permissions for people and machines", "medium"),
    ("SEC 4", "Detect and investigate security events", "unanswered"),
    ("SEC 5", "Protect networks", "not_applicable"),
    ("SEC 6", "Protect compute", "low"),
)

WORKLOADS = (
    ("Checkout platform", "Payments · production", (3, 6, 4, 0, 2, None), (14, 12, 11, 9, 6)),
    ("Customer data lake", "Analytics · production", (0, 2, 1, 2, 5, 3), (7, 8, 7, 8, 7)),
    ("Serverless API", "Identity · pre-production", (2, 3, 2, 2, 2, 0), (12, 10, 9, 5)),
    ("Warehouse robots", "Logistics · production", (1, 0, 7, 1, 0, 0), (3, 5, 7)),
)

# The colour of a number in the made-up matrix; anything above is high.
WORST = {0: "none", 1: "medium", 2: "medium", 3: "medium"}


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="Name", help_text="How people speak of it.")
    description = forms.CharField(label="Description", widget=forms.Textarea, required=False)
    environment = forms.ChoiceField(
        label="Environment",
        choices=[("production", "Production"), ("pre", "Pre-production")],
    )
    go_live = forms.DateField(
        label="Go-live", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    email = forms.EmailField(label="E-mail")
    agree = forms.BooleanField(
        label="Mail me when a risk is overdue", required=False, help_text="At most once a day."
    )
    lenses = forms.MultipleChoiceField(
        label="Lenses",
        choices=[("wellarchitected", "Well-Architected Framework"), ("saas", "SaaS")],
        widget=forms.CheckboxSelectMultiple,
        help_text="More can be attached later.",
    )
    effort = forms.ChoiceField(
        label="Effort", choices=[("s", "Small"), ("l", "Large")], widget=forms.RadioSelect
    )
    document = forms.FileField(label="Lens document", required=False)


@dataclass(frozen=True)
class Person:
    """Somebody present in a specimen."""

    initials: str
    name: str
    is_here: bool = False


@dataclass(frozen=True)
class Tab:
    """One tab of a specimen."""

    label: str
    href: str = "#"
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Way:
    """A way to a lower risk."""

    risk: str
    choices: tuple[str, ...]


def charts() -> dict[str, Any]:
    """One chart of each kind, drawn by reviews.charts."""
    module = import_module("reviews.charts")
    quarters = [date(2025, 1, 10), date(2025, 6, 2), date(2025, 11, 20), date(2026, 5, 4)]
    series = [
        module.Series("High", list(zip(quarters, (14, 11, 9, 6), strict=True)), "high"),
        module.Series("Medium", list(zip(quarters, (21, 24, 18, 17), strict=True)), "medium"),
    ]
    return {
        "bars": [(name, module.stacked_bar(counts)) for name, counts in PILLARS],
        "empty_bar": module.stacked_bar({}),
        "rings": [module.ring(part, 57) for part in (0, 1, 31, 56, 57)],
        "trend": module.trend(series),
        **over_time(module),
        "radar": module.radar(
            [
                (name, share)
                for (name, _), share in zip(PILLARS, (0.82, 0.5, 0.64, 0.4, 0.3, 0.15), strict=True)
            ],
            before=(0.6, 0.35, 0.6, 0.3, 0.3, 0.0),
            columns=("Now", "Before"),
        ),
        "heat": module.heat_map(
            [name for name, *_ in WORKLOADS],
            [name for name, _ in PILLARS],
            [
                [None if n is None else module.HeatCell(n, WORST.get(n, "high")) for n in counts]
                for _, _, counts, _ in WORKLOADS
            ],
        ),
        "workloads": workload_rows(module),
    }


def over_time(module: Any) -> dict[str, Any]:
    """Columns and levels of a made-up workload; `module` is reviews.charts."""
    heads = ("1 · Jan 2025", "2 · Jun 2025", "3 · Nov 2025", "Now")
    found = (
        {"high": 14, "medium": 21, "low": 2, "unanswered": 9},
        {"high": 11, "medium": 24, "low": 5, "unanswered": 3},
        {"high": 9, "medium": 18, "low": 7},
        {"high": 6, "medium": 17, "low": 8},
    )
    return {
        "columns": module.stacked_columns(
            list(zip(heads, found, strict=True)),
            names={"high": "High", "medium": "Medium", "low": "Low", "unanswered": "Unanswered"},
        ),
        "levels": module.levels(
            ["Security", "Reliability"], [*heads, "Target"], [[1, 2, 2, 3, 4], [None, 1, 3, 3, 5]]
        ),
    }


def workload_rows(module: Any) -> list[dict[str, Any]]:
    """The rows of the made-up portfolio; `module` is reviews.charts."""
    return [
        {
            "name": name,
            "note": note,
            "cells": [
                {"count": n, "risk": "unanswered" if n is None else WORST.get(n, "high")}
                for n in counts
            ],
            "spark": module.spark(values),
        }
        for name, note, counts, values in WORKLOADS
    ]


def sample() -> dict[str, Any]:
    """Everything the specimens show."""
    wrong = SampleForm({"name": "", "email": "ada@", "effort": "x"}, auto_id="wrong_%s")
    return {
        **charts(),
        "risks": RISKS,
        "questions": QUESTIONS,
        "form": SampleForm(),
        "wrong": wrong,
        "page": Paginator(range(57), 20).page(2),
        "people": [
            Person("AL", "Ada Lind", is_here=True),
            Person("BK", "Bea Kern", is_here=True),
            Person("CM", "Cal Moss"),
        ],
        "tabs": [
            Tab("Overview", is_current=True),
            Tab("Improvements", count=12),
            Tab("Milestones", count=4),
            Tab("Reports"),
        ],
        "ways": [
            Way("medium", ("Short-lived credentials",)),
            Way("none", ("Short-lived credentials", "One central identity provider")),
        ],
        "today": date(2026, 11, 21),
        "deadlines": [
            {"on": date(2026, 10, 18), "text": "34 days overdue", "state": "overdue"},
            {"on": date(2026, 11, 25), "text": "due in 4 days", "state": "soon"},
            {"on": None, "text": "Backlog", "state": "later"},
        ],
        "changes": [
            {"name": "high", "change": -7, "state": "better"},
            {"name": "medium", "change": 2, "state": "worse"},
        ],
        "icons": sorted(file.stem for file in (template_folder() / "icons").glob("*.svg")),
        "specimens": SPECIMENS,
    }


def template_folder() -> Path:
    """Where the templates are."""
    return Path(settings.BASE_DIR) / "templates"


def styleguide(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return render(request, "styleguide.html", sample())


def specimen(request: HttpRequest, name: str) -> HttpResponse:
    """One large page, with made-up data."""
    if name not in SPECIMENS:
        raise Http404
    return render(request, f"styleguide/{name}.html", sample())


def mails(request: HttpRequest) -> HttpResponse:
    """Every mail by its subject."""
    return render(request, "styleguide/mails.html", {"mails": mail_specimens.mails()})


# Mails bring their own styles, as mail readers need it. (The decorator is typed for no argument.)
@csp_replace({"style-src": [UNSAFE_INLINE]})  # type: ignore[arg-type]
def mail(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """One mail, as html or as text."""
    written = mail_specimens.mails().get(name)
    if written is None:
        raise Http404
    if part == "text":
        return HttpResponse(written.body, content_type="text/plain; charset=utf-8")
    return HttpResponse(str(written.alternatives[0][0]))


urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("mails/", mails, name="styleguide-mails"),
    path("mails/<slug:name>/<slug:part>/", mail, name="styleguide-mail"),
    path("<slug:name>/", specimen, name="styleguide-specimen"),
]
