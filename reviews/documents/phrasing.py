"""Dates, lists and states as words for documents. Knows what a snapshot is, no template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews.models.words import Reason

_REASONS = dict(Reason.choices)


def day(value: date | None) -> str:
    """A date as words, “3 Nov 2026”; empty for none."""
    return formats.date_format(value, "j M Y") if value else ""


def moment(value: datetime | str | None) -> str:
    """A moment, or its ISO 8601 text, as words with the time zone; empty for none."""
    if not value:
        return ""
    when = timezone.localtime(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{formats.date_format(when, 'j M Y, H:i')} {when:%Z}"


def day_and_time(value: str) -> str:
    """An ISO 8601 moment as words without its zone, which a table says once."""
    return formats.date_format(timezone.localtime(datetime.fromisoformat(value)), "j M Y, H:i")


def iso_day(value: str | None) -> str:
    """An ISO date of a snapshot as words; empty for none."""
    return day(date.fromisoformat(value[:10])) if value else ""


def listed(words: Sequence[str], *, most: int | None = None) -> str:
    """“a, b and c”; beyond `most` the rest is counted: “a, b and 4 more”."""
    if most is not None and len(words) > most + 1:
        rest = len(words) - most
        words = [*words[:most], ngettext("%(n)d more", "%(n)d more", rest) % {"n": rest}]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def quoted(titles: Sequence[str], *, most: int | None = None) -> str:
    """Titles in quotation marks as a list in words."""
    shown = [_("“%(title)s”") % {"title": title} for title in titles]
    if most is not None and len(shown) > most + 1:
        rest = len(shown) - most
        more = ngettext("%(n)d more practice", "%(n)d more practices", rest) % {"n": rest}
        shown = [*shown[:most], more]
    return listed(shown)


def reason(value: str) -> str:
    """Why something does not apply; empty when no reason was given."""
    return "" if value in ("", Reason.NONE) else str(_REASONS.get(value, value))


def share(in_place: int, applicable: int, percent: int | None) -> str:
    """How much is in place: “41 of 60 (68%)”, without the percent when that is None."""
    words = _("%(in_place)d of %(applicable)d") if percent is None else ""
    words = words or _("%(in_place)d of %(applicable)d (%(percent)d%%)")
    return words % {"in_place": in_place, "applicable": applicable, "percent": percent}


def shortened(text: str, most: int) -> str:
    """The text, cut with an ellipsis when longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def capital(text: str) -> str:
    """The sentence with a capital first letter."""
    return text[:1].upper() + text[1:]
