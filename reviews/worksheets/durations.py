"""Durations as people write them: "30-60s", "1-5min", "< 5 min", "Seconds", "2 h". Pure.

What is read is the longest it may take, since that is what a target is held against:

- "30-60s", "30 s to 2 min", "between 1 and 5 min": the upper end;
- "< 5 min", "up to 5 min", "5 min or less", "about 5 min": the number that is said;
- a bare word says an order of magnitude: "Seconds" up to 60 s, "Minutes" up to 60 min, "Hours"
  up to 24 h, "Days" up to 7 days, "Weeks" up to 31 days; each at least one of its unit;
- "Real-time", "Immediate", "Instant": no time at all, as a word;
- a month is 31 days, a year 366: the longest they can be;
- "> 5 min", "N/A", "Varies", a number without a unit, and all else: cannot be compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from reviews.worksheets.columns import plain
from reviews.worksheets.wording import Said, _

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_NAMES: dict[str, tuple[str, ...]] = {
    "0.001": ("ms", "msec", "msecs", "millis", "millisecond", "milliseconds"),
    "1": ("s", "sec", "secs", "second", "seconds"),
    "60": ("m", "min", "mins", "minute", "minutes"),
    "3600": ("h", "hr", "hrs", "hour", "hours"),
    "86400": ("d", "day", "days"),
    "604800": ("w", "wk", "wks", "week", "weeks"),
    "2678400": ("mo", "month", "months"),
    "31622400": ("y", "yr", "yrs", "year", "years"),
}
_UNITS = {name: Decimal(seconds) for seconds, names in _NAMES.items() for name in names}
_ROUGH = {
    "seconds": (1, _MINUTE),
    "minutes": (_MINUTE, _HOUR),
    "hours": (_HOUR, _DAY),
    "days": (_DAY, 7 * _DAY),
    "weeks": (7 * _DAY, 31 * _DAY),
    "months": (31 * _DAY, 366 * _DAY),
}
_AT_ONCE = frozenset(
    ("real time", "realtime", "near real time", "immediate", "immediately", "instant", "instantly",
     "at once", "continuous", "continuously", "none lost")
)  # fmt: skip
_PIECE = re.compile(r"(\d+(?:[.,]\d+)*)\s*([a-z]+)")
_BARE = re.compile(r"\d+(?:[.,]\d+)*")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_ISO = re.compile(r"p(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?")
_BEFORE = re.compile(
    r"^(?:<=|<|≤|~|≈|at most|up to|less than|no more than|not more than|under|below|within|max\.?|"
    r"maximum|about|around|approx\.?|approximately|circa|ca\.?|typically)\s*"
)
_BEHIND = re.compile(r"\s*(?:or less|at most|max\.?|maximum|or faster)$")
_SEVERAL = re.compile(r"^(?:a few|few|some|several)\s+")
_ONE = re.compile(r"\b(?:an?|one)\s+(?=[a-z])")
_BETWEEN = re.compile(r"^between (.+) and (.+)$")
_RANGE = re.compile(r"\s*(?:-|–|—|…|\.\.\.?|\bto\b)\s*")
_BESIDE = re.compile(r"[\s,+&]*(?:and)?\s*")
_LONGEST = 200
_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Span:
    """How long something takes, in seconds: at most, and at least as far as that is said.

    is_word: it was a word's order of magnitude, not a number.
    """

    seconds: Decimal
    least: Decimal
    is_word: bool = False


def read(text: str) -> Span | None:
    """The span a text means; None when it cannot be compared.

    >>> read("30-60s").seconds
    Decimal('60')
    """
    said = _tidy(text)
    if not said or len(said) > _LONGEST:
        return None
    if said.replace("-", " ") in _AT_ONCE:
        return Span(Decimal(0), Decimal(0), is_word=True)
    if (rough := _ROUGH.get(_SEVERAL.sub("", said))) is not None:
        return Span(Decimal(rough[1]), Decimal(rough[0]), is_word=True)
    if (exact := _written(said)) is not None:
        return _span(exact, exact)
    said = _BETWEEN.sub(r"\1 to \2", _ONE.sub("1 ", said))
    ends = [part.strip() for part in _RANGE.split(said, maxsplit=1)]
    if len(ends) == 2:
        return _of_range(*ends)
    found = _sum_of(ends[0])
    return _span(found, found)


def _of_range(low: str, high: str) -> Span | None:
    most = _sum_of(high)
    if most is None:
        return None
    least = _sum_of(low)
    if least is None and _BARE.fullmatch(low):
        units = _PIECE.findall(high)
        least = _sum_of(f"{low}{units[-1][1]}") if len(units) == 1 else None
    if least is None:
        return None
    return _span(max(least, most), min(least, most))


def _span(most: Decimal | None, least: Decimal | None) -> Span | None:
    if most is None or least is None or most > _MOST:
        return None
    return Span(most, least)


def _tidy(text: str) -> str:
    found = re.sub(r"\([^()]*\)", " ", text.lower().replace("\N{NO-BREAK SPACE}", " "))
    found = re.sub(r"[\s_]+", " ", found).strip(" .;")
    found = _BEHIND.sub("", found)
    while (shorter := _BEFORE.sub("", found)) != found:
        found = shorter
    return found.strip()


def _written(said: str) -> Decimal | None:
    """ "00:15:00", "PT15M" and a plain 0."""
    if clock := _CLOCK.fullmatch(said):
        hours, minutes, seconds = (Decimal(part) for part in clock.groups())
        return hours * _HOUR + minutes * _MINUTE + seconds
    if (iso := _ISO.fullmatch(said)) and any(iso.groups()):
        parts = (Decimal(part or 0) for part in iso.groups())
        sizes = (_DAY, _HOUR, _MINUTE, 1)
        return sum((part * size for part, size in zip(parts, sizes, strict=True)), Decimal(0))
    return Decimal(0) if said in ("0", "zero") else None


def _sum_of(said: str) -> Decimal | None:
    """ "1 day 4 hours", "1h30m", "1 h, 30 min": each unit once, the larger first."""
    total, before, end = Decimal(0), Decimal("Infinity"), 0
    for piece in _PIECE.finditer(said):
        unit = _UNITS.get(piece[2])
        amount = _number(piece[1])
        if unit is None or amount is None or unit >= before:
            return None
        if not _BESIDE.fullmatch(said[end : piece.start()]):
            return None
        total, before, end = total + amount * unit, unit, piece.end()
    return total if end and not said[end:].strip() else None


def _number(said: str) -> Decimal | None:
    """1.5 and 1,5; 1,500 is a thousand and a half."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", said):
        said = said.replace(",", "")
    said = said.replace(",", ".")
    return Decimal(said) if said.count(".") <= 1 and len(said) <= 18 else None


def words(seconds: Decimal) -> Said:
    """A number of seconds for people: two units at most, "1 h 30 min"; rounded up, so that it
    never promises less than it takes."""
    if seconds < 1:
        millis = (seconds * 1000).normalize()
        return Said(_("%(n)s ms"), {"n": plain(millis)}) if millis else Said(_("0 s"))
    if seconds < _MINUTE:
        return Said(_("%(n)s s"), {"n": plain(seconds)})
    large, small, one, both = next(pair for pair in _PAIRS if seconds >= pair[0])
    smalls = int((seconds / small).to_integral_value(rounding=ROUND_CEILING))
    first, second = divmod(smalls, large // small)
    return Said(both, {"a": first, "b": second}) if second else Said(one, {"a": first})


_PAIRS = (
    (_DAY, _HOUR, _("%(a)d d"), _("%(a)d d %(b)d h")),
    (_HOUR, _MINUTE, _("%(a)d h"), _("%(a)d h %(b)d min")),
    (_MINUTE, 1, _("%(a)d min"), _("%(a)d min %(b)d s")),
)
