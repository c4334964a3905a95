"""How the fields of a lens document are called in pages that compare."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, Promise] = {
    "name": _("Name"),
    "title": _("Title"),
    "description": _("Description"),
    "alias": _("Alias"),
    "version": _("Version in the document"),
    "schemaVersion": _("Version of the format"),
    "focus": _("What it is for"),
    "considerations": _("Keep in mind"),
    "scoring": _("How the result is counted"),
    "principles": _("Design principles"),
    "maturity": _("Maturity levels"),
    "checklist": _("Checklist"),
    "code": _("Code"),
    "conversation": _("To talk about"),
    "evidence": _("Evidence to look at"),
    "antiPatterns": _("Often seen, and wrong"),
    "helpfulResource.displayText": _("Helpful resource"),
    "helpfulResource.url": _("Link of the helpful resource"),
    "improvementPlan.displayText": _("How to get there"),
    "improvementPlan.url": _("Link of how to get there"),
    "additionalResources": _("More links"),
    "riskIfAbsent": _("Risk if it is missing"),
    "effort": _("Effort"),
}


def label(name: str) -> str:
    """The word for a field; fields the format does not know are called by their key."""
    return str(LABELS.get(name, name))
