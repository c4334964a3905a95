"""Reports as HTML: a template and the report, nothing of a request."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.translation import get_language

# What no paper shows: control characters but tab and line break. Separators are line breaks.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")
_SEPARATORS = re.compile("[\u2028\u2029]")


def write(template: str, report: object) -> str:
    """The HTML of a report. Everything in it is escaped by the template language."""
    text = render_to_string(template, {"report": report, "language": get_language() or "en"})
    return _CONTROL.sub("", _SEPARATORS.sub("\n", text))
