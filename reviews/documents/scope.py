"""What was reviewed and what was not: the workload's scope and its properties as labelled texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.document import web_address
from reviews.documents import phrasing
from reviews.models.words import Environment, ImprovementStatus
from reviews.snapshot import Snapshot

_SCOPE = {
    "description": gettext_lazy("Description"),
    "business_objectives": gettext_lazy("Business objectives"),
    "in_scope": gettext_lazy("In scope"),
    "out_of_scope": gettext_lazy("Out of scope"),
    "compliance_requirements": gettext_lazy("Compliance requirements"),
    "pain_points": gettext_lazy("Pain points"),
}
_PROPERTIES = {
    "environment": gettext_lazy("Environment"),
    "review_owner": gettext_lazy("Review owner"),
    "team": gettext_lazy("Team"),
    "industry_type": gettext_lazy("Industry type"),
    "industry": gettext_lazy("Industry"),
    "regions": gettext_lazy("Regions"),
    "other_sites": gettext_lazy("Other sites"),
    "account_ids": gettext_lazy("Account ids"),
    "applications": gettext_lazy("Applications"),
    "architecture_url": gettext_lazy("Architecture"),
    "design_review_on": gettext_lazy("Design review"),
    "go_live_on": gettext_lazy("Go-live"),
    "next_review_on": gettext_lazy("Next review"),
    "improvement_status": gettext_lazy("Improvement status"),
    "tags": gettext_lazy("Tags"),
    "notes": gettext_lazy("Notes"),
}
_DATES = ("design_review_on", "go_live_on", "next_review_on")
_WORDS = {
    "environment": dict(Environment.choices),
    "improvement_status": dict(ImprovementStatus.choices),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text; `url` when it leads somewhere."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the workload is and what the review covers."""

    texts: tuple[Text, ...]
    missing: str  # what nobody wrote down, as a sentence; empty when all is there


def build(snapshot: Snapshot) -> Scope:
    """The scope of a workload."""
    texts, missing = _texts(snapshot.properties, _SCOPE)
    if not texts:
        said = _("Nothing was written about the scope of this review.")
    elif missing:
        said = _("Not stated: %(labels)s.") % {
            "labels": phrasing.listed([label.lower() for label in missing])
        }
    else:
        said = ""
    return Scope(texts, said)


def properties(snapshot: Snapshot) -> tuple[Text, ...]:
    """Every property of a workload that has a value."""
    texts, _missing = _texts(snapshot.properties, _PROPERTIES)
    return texts


def _texts(
    values: Mapping[str, Any], labels: Mapping[str, Any]
) -> tuple[tuple[Text, ...], list[str]]:
    found, missing = [], []
    for key, label in labels.items():
        text = _as_text(key, values.get(key))
        if text:
            url = web_address(text) if key == "architecture_url" else ""
            found.append(Text(str(label), text, url))
        else:
            missing.append(str(label))
    return tuple(found), missing


def _as_text(key: str, value: Any) -> str:
    if not value:
        return ""
    if key in _DATES:
        return phrasing.iso_day(str(value))
    if key in _WORDS:
        return str(_WORDS[key].get(str(value), value))
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {text}" for name, text in sorted(value.items()))
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return str(value).strip()
