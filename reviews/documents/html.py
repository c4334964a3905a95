"""Reports as HTML: a template and the report, nothing of a request."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import get_language


def write(template: str, report: object) -> str:
    """The HTML of a report. Everything in it is escaped by the template language."""
    return render_to_string(template, {"report": report, "language": get_language() or "en"})
