"""What was measured of a row of a worksheet: its chart, and every value with who wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.translation import gettext as _

from reviews.charts import History
from reviews.models import Reading, Workload
from reviews.reads import measured
from reviews.reads.measured import Example
from reviews.reads.panels import performance as performance_panel
from reviews.reads.panels import sustainability as sustainability_panel
from reviews.reads.worksheet_tables import label_of
from reviews.telling import words
from reviews.worksheet_access import kind_of, plain_reading, plain_row, row_of, sheet_for
from reviews.worksheets import objectives, performance, sustainability
from reviews.worksheets.content import Row
from reviews.worksheets.measuring import Measures
from reviews.worksheets.spec import Table
from reviews.worksheets.wording import Number
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One reading. at: its moment in ISO 8601, by which it is named."""

    at: str
    when: str
    value: str
    total: str
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its title."""

    label: str
    chart: History


@dataclass(frozen=True, slots=True)
class ReadingsPage:
    """The values of a row. listed: the Django page behind the lines, for the pager."""

    workload: Workload
    kind: str
    title: str
    number: int
    name: str
    unit: str
    table: Table
    value_label: str
    total_label: str
    help: str
    is_monthly: bool
    listed: Page[Any]
    lines: tuple[Line, ...]
    drawings: tuple[Drawing, ...]
    example: Example


def page(
    actor: Actor,
    workload_id: UUID,
    kind: str,
    number: int,
    *,
    listed: str = "1",
    need: Action = Action.READ,
) -> ReadingsPage:
    """All values of a row, newest first. Six queries; NotFound where nothing is measured."""
    sheet = sheet_for(actor, workload_id, kind, need=need)
    row = row_of(sheet, number)
    table = kind_of(kind).table(row.table)
    if table is None or not table.has_readings:
        raise NotFound(_("Nothing is measured of this row."))
    readings = Reading.objects.filter(row=row).order_by("-at")
    shown = Paginator(readings, PER_PAGE).get_page(listed)
    newest = [plain_reading(each) for each in readings[: measured.MAX_DRAWN]]
    found = plain_row(row, reversed(newest))
    measures = table.measures
    unit = found.text("unit")
    return ReadingsPage(
        workload=sheet.workload,
        kind=kind,
        title=words(kind_of(kind).title),
        number=number,
        name=label_of(table, found),
        unit=unit,
        table=table,
        value_label=words(measures.value),
        total_label=_total(measures, sheet.settings),
        help=words(measures.help),
        is_monthly=measures.is_monthly,
        listed=shown,
        lines=tuple(_lines(shown, measures)),
        drawings=tuple(_drawings(kind, found, sheet.settings, timezone.localdate())),
        example=measured.example(number, measures),
    )


def _total(measures: Measures, settings: Mapping[str, Any]) -> str:
    """What the total is called, with what business work is counted in."""
    label, work = words(measures.total), settings.get("business_unit")
    return f"{label} ({work})" if label and work else label


def _lines(readings: Iterable[Reading], measures: Measures) -> Iterable[Line]:
    for each in readings:
        plainly = plain_reading(each)
        yield Line(
            at=plainly.at,
            when=measured.when_said(each.at, measures),
            value=words(Number(plainly.amount)),
            total="" if plainly.of is None else words(Number(plainly.of)),
            note=plainly.note,
            by=plainly.by,
        )


def _drawings(kind: str, row: Row, settings: Mapping[str, Any], today: date) -> Iterable[Drawing]:
    """The charts of the panel, of one row."""
    name = row.text("metric") or row.text("name")
    if kind == performance.KIND.key and row.table == objectives.TABLE.key:
        label = _("Error budget of %(name)s, percent left; dotted: an even burn") % {"name": name}
        chart = performance_panel.burn_down(objectives.objective_of(row, today))
        drawn = [(label, chart)]
    elif kind == performance.KIND.key:
        metric = performance.metric_of(row, today)
        label = _("%(name)s over time") % {"name": name}
        drawn = [(label, performance_panel.metric_chart(metric))]
    elif kind == sustainability.KIND.key:
        months = sustainability.metric_of(row)
        unit = str(settings.get("business_unit") or "")
        by_unit = _("%(name)s per unit of business work, by month") % {"name": name}
        drawn = [
            (_("%(name)s by month") % {"name": name}, sustainability_panel.month_chart(months)),
            (by_unit, sustainability_panel.unit_chart(months, unit)),
        ]
    else:
        drawn = []
    return [Drawing(label, chart) for label, chart in drawn if chart is not None]
