"""Regions with their energy facts: which are used, which facts have a source, which are cleaner.
Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.spec import Derived, Fact, Mark, Table
from reviews.worksheets.wording import Said, _

LEVELS = ("very-low", "low", "moderate", "higher")  # cleanest first
LEVEL_NAMES = (
    ("very-low", _("Very low")), ("low", _("Low")), ("moderate", _("Moderate")),
    ("higher", _("Higher")),
)  # fmt: skip
OLD_MONTHS = 24
MOST_PROPOSED = 3
# The first part of a region's code → where on earth it is, so that what is proposed is near.
_PARTS = {"us": "america", "ca": "america", "mx": "america", "sa": "america"}
_CODE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\s*(?:\(|$)")


@dataclass(frozen=True, slots=True)
class Region:
    """One region. level: 0 for the cleanest, None where nobody said. cleaner: the names of
    regions of the list with a lower carbon intensity, nearest first."""

    row: Row
    name: str
    code: str
    renewable: str
    level: int | None
    grams: Decimal | None
    is_used: bool
    source: str
    as_of: date | None
    is_old: bool
    cleaner: tuple[str, ...] = ()

    @property
    def is_dirty(self) -> bool:
        """Its carbon intensity is moderate or higher."""
        return self.level is not None and self.level >= LEVELS.index("moderate")

    @property
    def is_sourced(self) -> bool:
        """Its facts can be relied on: where they are from, and from a day not long ago."""
        return bool(self.source) and self.as_of is not None and not self.is_old


TABLE = Table(
    "regions", _("Regions"), _("region"), label="region", makes_improvements=True,
    columns=(
        Column("region", _("Region"), is_required=True),
        Column("renewable", _("Renewable energy")),
        Column("intensity", _("Carbon intensity"), Type.CHOICE, choices=LEVEL_NAMES),
        Column("grams", _("Grams CO2e per kWh"), Type.NUMBER, least=Decimal(0), places=2),
        Column("is_used", _("Used by this workload"), Type.FLAG),
        Column("source", _("Source"), limit=500, is_wide=True),
        Column("as_of", _("As of"), Type.DAY),
    ),
    derived=(Derived("facts", _("Facts")),),
    shown=("region", "renewable", "intensity", "is_used", "as_of"),
    empty=_("No region yet."),
)  # fmt: skip


def code_of(name: str) -> str:
    """The code in how a region is called: "eu-west-1" of "eu-west-1 (Ireland)"."""
    found = _CODE.match(name.strip().lower())
    return found[1] if found else name.strip().lower()


def begin(content: Content, used: Sequence[str]) -> Content:
    """The starting rows with the workload's regions ticked; those not in the list come behind."""
    codes = {code_of(each): each for each in used if each.strip()}
    rows, known = [], set()
    for row in content.rows:
        code = code_of(row.text("region")) if row.table == TABLE.key else ""
        known.add(code)
        is_used = row.table == TABLE.key and code in codes
        rows.append(replace(row, values={**row.values, "is_used": True}) if is_used else row)
    number = max((row.number for row in rows), default=0)
    for code, name in codes.items():
        if code not in known:
            number += 1
            rows.append(Row(number, TABLE.key, {"region": name[:200], "is_used": True}))
    return replace(content, rows=tuple(rows))


def regions_of(rows: Sequence[Row], today: date) -> tuple[Region, ...]:
    """The regions with what is cleaner than each that is used."""
    found = [_region(row, today) for row in rows]
    return tuple(
        replace(each, cleaner=_cleaner(each, found)) if each.is_used and each.is_dirty else each
        for each in found
    )


def _region(row: Row, today: date) -> Region:
    intensity, as_of = row.text("intensity"), row.day("as_of")
    months = 0 if as_of is None else (today.year - as_of.year) * 12 + today.month - as_of.month
    is_old = as_of is not None and (months, today.day) > (OLD_MONTHS, as_of.day)
    return Region(
        row=row,
        name=row.text("region"),
        code=code_of(row.text("region")),
        renewable=row.text("renewable"),
        level=LEVELS.index(intensity) if intensity in LEVELS else None,
        grams=row.amount("grams"),
        is_used=row.flag("is_used"),
        source=row.text("source"),
        as_of=as_of,
        is_old=is_old,
    )


def _cleaner(region: Region, others: Sequence[Region]) -> tuple[str, ...]:
    """Those below it, the near ones first, the cleanest first among them."""
    level = region.level or 0
    below = [each for each in others if each.level is not None and each.level < level]
    below.sort(key=lambda each: (_part(each) != _part(region), each.level, each.grams or 0))
    return tuple(each.name for each in below[:MOST_PROPOSED])


def _part(region: Region) -> str:
    first = re.split(r"[-\d]", region.code)[0]
    return _PARTS.get(first, first)


def cells(region: Region) -> dict[str, Said]:
    """The worked out column of its row."""
    if region.is_sourced:
        text = _("Sourced")
    elif region.is_old:
        text = _("Older than 24 months")
    elif region.source or region.as_of:
        text = _("Source or date is missing")
    else:
        text = _("No source and no date")
    return {"facts": Said(text)}


def marks(regions: Sequence[Region]) -> Iterator[Mark]:
    """Regions in use that are not clean, facts in use without a source; of the rest one line."""
    for each in regions:
        if each.is_used and each.is_dirty:
            text = _("Not among the clean regions.")
            if each.cleaner:
                text = _("Not among the clean regions. Cleaner: %(cleaner)s.")
            said = {"cleaner": ", ".join(each.cleaner)}
            yield Mark(Said(text, said), each.row.number, "intensity", "warn")
        if each.is_used and not each.is_sourced:
            told = {"facts": cells(each)["facts"]}
            yield Mark(Said("%(facts)s.", told), each.row.number, "facts", "warn")
    rest = [each for each in regions if not each.is_used and not each.is_sourced]
    if rest:
        text = _("Regions not in use whose facts have no source and date, or old ones: %(n)d.")
        yield Mark(Said(text, {"n": len(rest)}), tone="warn")


def summary(regions: Sequence[Region]) -> Iterator[Fact]:
    """How many of the regions in use are clean."""
    used = [each for each in regions if each.is_used]
    if used:
        clean = sum(each.level is not None and not each.is_dirty for each in used)
        tone = "good" if clean == len(used) else "warn"
        said = {"n": clean, "all": len(used)}
        yield Fact(_("Clean regions in use"), Said(_("%(n)d of %(all)d"), said), tone)


def facts(regions: Sequence[Region]) -> Iterator[str]:
    """Words for the evidence mapping, of the regions in use. What has no source proves nothing."""
    used = [each for each in regions if each.is_used]
    if used and all(each.is_sourced for each in used):
        yield "regions-sourced"
        if all(each.level is not None and not each.is_dirty for each in used):
            yield "regions-clean"


def improvement(rows: Sequence[Row], row: Row, today: date) -> Mapping[str, Any]:
    """The texts of an improvement that leaves a region for a cleaner one."""
    region = next(each for each in regions_of(rows, today) if each.row.number == row.number)
    said: dict[str, Any] = {"name": region.name, "cleaner": ", ".join(region.cleaner)}
    description: Said | str = ""
    if region.cleaner:
        description = Said(_("Cleaner regions in the list: %(cleaner)s."), said)
    title = Said(_("Run what can move in a cleaner region than %(name)s"), said)
    return {"title": title, "description": description}
