"""Tables of a comparison and of a portfolio."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reviews.documents.cells import Cell
from reviews.documents.movements import Movements
from reviews.documents.sheets import Column, Sheet, columns, figure_heads, figures, risk_word
from reviews.documents.subjects import ComparisonSubject, Options, PortfolioRow, PortfolioSubject


def of_comparison(
    subject: ComparisonSubject, changes: Movements, options: Options
) -> Iterator[Sheet]:
    """The tables of a comparison, each only when its chapter is wanted."""
    if options.wants("summary"):
        yield Sheet(
            _("Summary"),
            columns(
                (
                    (_("Number"), 34), (subject.before_name, 24), (subject.after_name, 24),
                    (_("Change"), 10), (_("Verdict"), 12),
                )
            ),
            (
                (
                    risk_word(line.risk) if line.risk else line.label,
                    int(line.before), int(line.after), int(line.after) - int(line.before),
                    line.verdict,
                )
                for line in changes.numbers
            ),
        )  # fmt: skip
    if options.wants("pillars"):
        yield _pillars(changes)
    if options.wants("questions"):
        yield changed(changes)
    if changes.worksheets:
        yield _worksheets(changes)
    if changes.game_days:
        yield _game_days(changes)


def _worksheets(changes: Movements) -> Sheet:
    heads = (
        (_("Worksheet"), 26), (_("What"), 16), (_("Row"), 34), (_("What happened"), 14),
        (_("Column"), 30), (_("Before"), 34), (_("After"), 34),
    )  # fmt: skip

    def rows() -> Iterator[tuple[Cell, ...]]:
        for each in changes.worksheets:
            title, result = each.title, each.result
            yield title, _("Result"), "", "", "", result.before, result.after
            for fact in each.facts:
                yield title, _("Result"), "", "", fact.label, fact.before, fact.after
            for setting in each.settings:
                yield title, _("Setting"), "", "", setting.label, setting.before, setting.after
            for row in each.rows:
                begin = (title, row.table or _("Row"), row.label, row.word)
                if not row.values:
                    yield *begin, "", "", ""
                for pair in row.values:
                    yield *begin, pair.label, pair.before, pair.after

    return Sheet(_("Worksheets"), columns(heads), rows())


def _game_days(changes: Movements) -> Sheet:
    heads = (
        (_("No."), 6), (_("Game day"), 40), (_("Before"), 18), (_("After"), 18), (_("Held"), 18),
        (_("Findings"), 14),
    )  # fmt: skip
    rows = (
        (each.number, each.title, each.before, each.after, each.held_at, each.findings)
        for each in changes.game_days
    )
    return Sheet(_("Game days"), columns(heads), rows)


def changed(changes: Movements) -> Sheet:
    """One row per question that changed."""
    heads = (
        (_("What happened"), 24), (_("Pillar"), 24), (_("Code"), 10), (_("Question"), 60),
        (_("Before"), 14), (_("After"), 14), (_("Now in place"), 50), (_("No longer in place"), 50),
        (_("Also"), 40),
    )  # fmt: skip
    rows = (
        (
            group.title, line.where, line.code, line.title, risk_word(line.before),
            risk_word(line.after), "\n".join(line.gained), "\n".join(line.lost), line.remark,
        )
        for group in changes.groups
        for line in group.lines
    )  # fmt: skip
    return Sheet(_("Questions"), columns(heads), rows)


def of_portfolio(subject: PortfolioSubject, options: Options) -> Iterator[Sheet]:
    """The tables of a portfolio, each only when its chapter is wanted."""
    if options.wants("summary"):
        yield _totals(subject)
    if options.wants("workloads") or options.wants("heat"):
        yield workloads(subject, options)
    if options.wants("gaps"):
        yield _gaps(subject)
    if options.wants("overdue"):
        yield _overdue(subject)


def workloads(subject: PortfolioSubject, options: Options) -> Sheet:
    """One row per workload, with the risks of every pillar."""
    pillars = [
        (key, name)
        for key, name in subject.pillars
        if not options.pillars or key in options.pillars
    ]
    heads: list[Column] = [
        *columns(
            (
                (_("Workload"), 34), (_("Environment"), 14), (_("Team"), 18), (_("Owner"), 20),
                (_("Industry"), 16), (_("Lenses"), 40), *figure_heads(),
                (_("Last answer"), 18), (_("Last milestone"), 18), (_("Open improvements"), 12),
                (_("Overdue improvements"), 12), (_("Next due"), 12),
            )
        )
    ]  # fmt: skip
    for _key, name in pillars:
        heads += [
            Column(_("%(pillar)s: high") % {"pillar": name}, 14),
            Column(_("%(pillar)s: percent in place") % {"pillar": name}, 14),
        ]
    keys = [key for key, _name in pillars]
    return Sheet(_("Workloads"), tuple(heads), (_workload(row, keys) for row in subject.rows))


def _workload(row: PortfolioRow, keys: list[str]) -> tuple[Cell, ...]:
    pillars: list[Cell] = []
    for key in keys:
        found = row.pillars.get(key)
        pillars += [found[0].high, found[1].percent] if found else [None, None]
    return (
        row.name, row.environment, row.team, row.owner, row.industry, ", ".join(row.lenses),
        *figures(row.counts, row.tally), row.answered_at, row.milestone_at,
        row.improvements_open, row.improvements_overdue, row.next_due_on, *pillars,
    )  # fmt: skip


def _totals(subject: PortfolioSubject) -> Sheet:
    def rows() -> Iterator[tuple[Cell, ...]]:
        yield (_("Organization"), subject.organization.name)
        yield (_("Written"), subject.at)
        yield from subject.filters
        yield (_("Workloads"), subject.workloads)
        numbers = figures(subject.totals, subject.tally)
        yield from zip((head for head, _width in figure_heads()), numbers, strict=True)

    heads = columns(((_("About"), 30), (_("Value"), 34)))
    return Sheet(_("Summary"), heads, rows(), has_filters=False)


def _pillars(changes: Movements) -> Sheet:
    heads = (
        (_("Lens"), 26), (_("Pillar"), 26), (_("At risk before"), 12), (_("At risk after"), 12),
        (_("Percent in place before"), 14), (_("Percent in place after"), 14),
    )  # fmt: skip
    rows = (
        (
            each.lens_name, each.pillar_name, each.before.at_risk if each.before else None,
            each.after.at_risk if each.after else None, each.in_place_before.percent,
            each.in_place_after.percent,
        )
        for each in changes.comparison.pillars
    )  # fmt: skip
    return Sheet(_("Pillars"), columns(heads), rows)


def _gaps(subject: PortfolioSubject) -> Sheet:
    heads = (
        (_("Lens"), 26), (_("Pillar"), 24), (_("Question"), 50), (_("Code"), 12),
        (_("Best practice"), 60), (_("Workloads it would help"), 14), (_("With a high risk"), 14),
    )  # fmt: skip
    rows = (
        (gap.lens, gap.pillar, gap.question, gap.code, gap.title, gap.workloads, gap.high)
        for gap in subject.gaps
    )
    return Sheet(_("Missing practices"), columns(heads), rows)


def _overdue(subject: PortfolioSubject) -> Sheet:
    heads = (
        (_("Workload"), 34), (_("No."), 6), (_("Improvement"), 50), (_("Risk"), 14),
        (_("Owner"), 20), (_("Due"), 12),
    )  # fmt: skip
    rows = (
        (row.workload, row.number, row.title, risk_word(row.risk), row.owner, row.due_on)
        for row in subject.overdue
    )
    return Sheet(_("Overdue"), columns(heads), rows)
