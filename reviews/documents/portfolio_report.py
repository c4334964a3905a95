"""The portfolio as a document: all workloads in numbers, the worst first on one map."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import charts
from reviews.documents import phrasing
from reviews.documents.cover import LONG, Cover
from reviews.documents.html import Entry, Paper, Part
from reviews.documents.scope import Text
from reviews.documents.subjects import (
    GapRow,
    Options,
    OverdueRow,
    PortfolioRow,
    PortfolioSubject,
)
from reviews.models.words import RiskLevel
from reviews.scoring import Counts
from wellarch.accounts.tenancy import logos

MAPPED = 36  # workloads on the map, the worst ones
LISTED = 1000  # workloads in the table; spreadsheets hold the rest
BLOCK = 100  # rows of a table, since layout takes longer the longer one table is
COLUMNS = 8  # pillars that fit beside each other
_TREND = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class WorkloadLine:
    """A workload in numbers."""

    name: str
    about: str  # environment, team, owner
    counts: Counts
    bar: charts.StackedBar
    share: str
    answered: str
    improvements: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class MapLine:
    """A workload on the map: (risks, worst risk) per pillar; None where it has no such pillar."""

    name: str
    cells: tuple[tuple[int, str] | None, ...]


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """An improvement whose day has passed."""

    row: OverdueRow
    due: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything the templates show."""

    sentence: str
    counts: tuple[tuple[str, int], ...]
    answered: charts.Ring
    in_place: charts.Ring
    answered_words: str
    in_place_words: str
    trend: charts.Trend | None
    filters: tuple[Text, ...]
    pillars: tuple[str, ...]
    map: tuple[MapLine, ...]
    map_words: str
    blocks: tuple[tuple[WorkloadLine, ...], ...]
    more: str
    gaps: tuple[GapRow, ...]
    overdue: tuple[OverdueLine, ...]


def told(subject: PortfolioSubject, options: Options) -> Portfolio:
    """What the document says. Reads at most LISTED rows, which come worst first."""
    rows = list(islice(subject.rows, LISTED))
    pillars = [
        (key, name)
        for key, name in subject.pillars
        if not options.pillars or key in options.pillars
    ][:COLUMNS]
    lines = [_line(row) for row in rows]
    rest = subject.workloads - len(rows)
    return Portfolio(
        sentence=_sentence(subject),
        counts=tuple(subject.totals.as_dict().items()),
        answered=charts.ring(subject.totals.answered, subject.totals.total, size=64, stroke=7),
        in_place=charts.ring(subject.tally.in_place, subject.tally.applicable, size=64, stroke=7),
        answered_words=_("%(answered)s of %(total)s questions answered")
        % {"answered": number(subject.totals.answered), "total": number(subject.totals.total)},
        in_place_words=_("%(in_place)s of %(all)s best practices in place")
        % {"in_place": number(subject.tally.in_place), "all": number(subject.tally.applicable)},
        trend=_trend(subject),
        filters=tuple(Text(name, value) for name, value in subject.filters),
        pillars=tuple(name for _key, name in pillars),
        map=tuple(_map_line(row, [key for key, _name in pillars]) for row in rows[:MAPPED]),
        map_words=_map_words(subject.workloads),
        blocks=tuple(tuple(lines[at : at + BLOCK]) for at in range(0, len(lines), BLOCK)),
        more=ngettext(
            "%(n)s more workload is in the spreadsheet and the JSON of this report.",
            "%(n)s more workloads are in the spreadsheet and the JSON of this report.",
            rest,
        )
        % {"n": number(rest)}
        if rest > 0
        else "",
        gaps=subject.gaps,
        overdue=tuple(OverdueLine(row, phrasing.day(row.due_on)) for row in subject.overdue),
    )


def paper(subject: PortfolioSubject, options: Options) -> Paper:
    """The document."""
    portfolio = told(subject, options)
    shown = {"portfolio": portfolio}
    parts = tuple(
        Part(f"portfolio_{key}", shown, Entry(title, key))
        for key, title in (
            ("summary", _("Summary")),
            ("heat", _("Risks by workload and pillar")),
            ("workloads", _("Workloads")),
            ("gaps", _("Most common missing best practices")),
            ("overdue", _("Overdue improvements")),
        )
        if options.wants(key)
    )
    return Paper(cover_of(subject), parts, is_whole=not options.sections)


def number(value: int) -> str:
    """A number with its thousands apart."""
    return formats.number_format(value, use_l10n=True, force_grouping=True)


def _line(row: PortfolioRow) -> WorkloadLine:
    about = (row.environment, row.team, row.owner)
    words = [_("%(n)d open") % {"n": row.improvements_open}]
    if row.improvements_overdue:
        words.append(_("%(n)d overdue") % {"n": row.improvements_overdue})
    return WorkloadLine(
        name=row.name,
        about=" · ".join(word for word in about if word),
        counts=row.counts,
        bar=charts.stacked_bar(row.counts.as_dict(), width=240, height=8),
        share="–" if row.tally.percent is None else _("%(n)d%%") % {"n": row.tally.percent},
        answered=phrasing.day(row.answered_at) or "–",
        improvements=", ".join(words) if row.improvements_open else "–",
        is_overdue=bool(row.improvements_overdue),
    )


def _map_line(row: PortfolioRow, keys: list[str]) -> MapLine:
    found = [row.pillars.get(key) for key in keys]
    return MapLine(row.name, tuple(_cell(each[0]) if each else None for each in found))


def _cell(counts: Counts) -> tuple[int, str]:
    """How many risks of the worst class there are, and which class that is."""
    for risk in (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW):
        if found := getattr(counts, risk):
            return found, risk.value
    return 0, "none" if counts.answered else "unanswered"


def _map_words(workloads: int) -> str:
    if workloads <= MAPPED:
        return _("Each cell shows how many questions have the worst risk found there.")
    return _(
        "The %(n)d workloads with the most risk. Each cell shows how many questions have the "
        "worst risk found there."
    ) % {"n": MAPPED}


def _sentence(subject: PortfolioSubject) -> str:
    totals, late = subject.totals, len(subject.overdue)
    said = [
        ngettext(
            "%(n)s workload shows %(high)s high, %(medium)s medium and %(low)s low risks.",
            "%(n)s workloads show %(high)s high, %(medium)s medium and %(low)s low risks.",
            subject.workloads,
        )
        % {
            "n": number(subject.workloads),
            "high": number(totals.high),
            "medium": number(totals.medium),
            "low": number(totals.low),
        }
    ]
    if late:
        said.append(
            ngettext("%(n)d improvement is overdue.", "%(n)d improvements are overdue.", late)
            % {"n": late}
        )
    return " ".join(said)


def _trend(subject: PortfolioSubject) -> charts.Trend | None:
    if len(subject.quarters) < 2:
        return None
    words = dict(RiskLevel.choices)
    return charts.trend(
        [
            charts.Series(
                str(words[RiskLevel(risk)]),
                [(day, int(numbers.get(risk, 0))) for day, numbers in subject.quarters],
                risk,
            )
            for risk in _TREND
        ],
        width=680,
        height=220,
    )


def cover_of(subject: PortfolioSubject) -> Cover:
    """The first page."""
    kind = _("Portfolio report")
    name = subject.organization.name
    lines = tuple(f"{label}: {value}" for label, value in subject.filters)
    return Cover(
        title=f"{name} – {kind}",
        kind=kind,
        workload=_("All workloads") if not lines else _("Chosen workloads"),
        is_long=len(name) > LONG,
        running=phrasing.shortened(f"{name} · {kind}", 60),
        organization=name,
        logo=logos.data_url_of(subject.organization),
        accent=subject.organization.accent,
        lenses=(
            ngettext("%(n)s workload", "%(n)s workloads", subject.workloads)
            % {"n": number(subject.workloads)},
            *lines,
        ),
        more_lenses="",
        milestone="",
        digest="",
        as_of=phrasing.moment(subject.at),
        created=subject.at.isoformat(timespec="seconds"),
        counts=tuple((risk, n) for risk, n in subject.totals.as_dict().items() if n),
        questions=_("%(answered)s of %(n)s answered")
        % {"answered": number(subject.totals.answered), "n": number(subject.totals.total)},
        classification=_("Confidential"),
    )
