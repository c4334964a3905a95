"""Documents as Markdown, chapter by chapter, from what the printed ones show."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from reviews.documents import markdown_sheets
from reviews.documents.chapters import Chapter, QuestionPart
from reviews.documents.cover import Cover
from reviews.documents.figures import ReviewFigures
from reviews.documents.markdown import escaped, heading, line, paragraphs, table
from reviews.documents.markdown_sheets import texts
from reviews.documents.movements import Movements
from reviews.documents.plan import PlanRow
from reviews.documents.portfolio_report import Portfolio
from reviews.documents.scores import Scores
from reviews.documents.sheets import risk_word
from reviews.documents.subjects import Options
from reviews.documents.work import Improvements, MaturityLine, TradeOffs, Work
from reviews.documents.workload_report import WorkloadReport

Pieces = Iterator[str]
Tell = Callable[[str], None]


def cover(of: Cover) -> Pieces:
    """The head of a document."""
    yield heading(1, f"{of.workload} – {of.kind}")
    yield f"{line(of.organization)} · {line(of.classification)}\n\n"
    for each in (*of.lenses, of.more_lenses, of.milestone):
        if each:
            yield f"- {line(each)}\n"
    yield f"- {_('As of')}: {line(of.as_of)}\n- {line(of.questions)}\n"
    if of.digest:
        yield f"- SHA-256 `{of.digest}`\n"
    yield "\n"


def of_workload(report: WorkloadReport, tell: Tell) -> Pieces:
    """A workload, a review or a milestone; tell hears the title of every chapter."""
    wants = report.options.wants
    yield from cover(report.cover)
    if wants("summary"):
        tell(_("Summary"))
        yield from _summary(report)
    if report.changes and wants("changes"):
        tell(_("Changes since the last milestone"))
        yield heading(2, _("Changes since the last milestone"))
        yield from movements(report.changes, Options(), level=3)
    if wants("scope"):
        tell(_("Scope"))
        yield heading(2, _("Scope"))
        yield from texts((*report.scope.texts,))
        yield f"{line(report.scope.missing)}\n\n" if report.scope.missing else ""
    if wants("scores"):
        tell(_("Scores"))
        yield from _scores(report.scores)
    yield from _maturity(report.work.maturity) if wants("maturity") else ()
    for chapter in report.chapters if wants("answers") else ():
        tell(chapter.title[:80])
        yield from _chapter(chapter)
    if wants("plan"):
        tell(_("Improvement plan"))
        yield from _plan(report)
    yield from work(report.work, report.options)
    yield from _sheets(report, tell)
    if wants("appendix"):
        tell(_("Appendix"))
        yield heading(2, _("Appendix"))
        yield from texts(report.appendix.properties)
        yield from texts(report.appendix.sources)


def _sheets(report: WorkloadReport, tell: Tell) -> Pieces:
    wants = report.options.wants
    if wants("worksheets") and report.worksheets:
        tell(_("Worksheets"))
        yield from markdown_sheets.worksheets(report.worksheets)
    if wants("game_days") and report.rehearsals:
        yield from markdown_sheets.game_days(report.rehearsals)
    if wants("review_plan") and report.review_plan:
        yield from markdown_sheets.plan(report.review_plan)


def movements(changes: Movements, options: Options, level: int = 2) -> Pieces:
    """What changed between two states."""
    yield f"{line(changes.sentence)}\n\n"
    if options.wants("summary"):
        heads = (_("Number"), changes.before, changes.after, _("Change"))
        numbers = (
            (risk_word(n.risk) if n.risk else n.label, n.before, n.after, n.change)
            for n in changes.numbers
        )
        yield from table(heads, numbers, right=3)
    if options.wants("pillars"):
        for lens in changes.lenses:
            yield heading(level, lens.name)
            rows = ((row.name, row.risks, row.in_place) for row in lens.rows)
            yield from table((_("Pillar"), _("At risk"), _("In place")), rows, right=2)
    for group in changes.groups if options.wants("questions") else ():
        yield heading(level, group.title)
        for each in group.lines:
            risks = f"{risk_word(each.before) or '–'} → {risk_word(each.after) or '–'}"
            yield f"- **{line(f'{each.code} {each.title}')}** ({risks}) {line(each.remark)}\n"
            yield from (f"  - \\+ {line(title)}\n" for title in each.gained)
            yield from (f"  - − {line(title)}\n" for title in each.lost)
        yield "\n"
    yield from markdown_sheets.moved(changes, level)


def work(of: Work, options: Options) -> Pieces:
    """Improvements and decisions."""
    if options.wants("improvements") and of.improvements.groups:
        yield from _improvements(of.improvements)
    if options.wants("tradeoffs") and of.tradeoffs:
        yield from _tradeoffs(of.tradeoffs)


def of_portfolio(of: Portfolio, head: Cover, options: Options, tell: Tell) -> Pieces:
    """A portfolio."""
    yield from cover(head)
    if options.wants("summary"):
        tell(_("Summary"))
        yield f"{line(of.sentence)}\n\n"
        yield from table([risk_word(risk) for risk, _n in of.counts], [[n for _r, n in of.counts]])
    if options.wants("heat"):
        tell(_("Risks by workload and pillar"))
        yield heading(2, _("Risks by workload and pillar"))
        maps = (
            (row.name, *(f"{c[0] or ''} {risk_word(c[1])}" if c else "–" for c in row.cells))
            for row in of.map
        )
        yield from table((_("Workload"), *of.pillars), maps)
    if options.wants("workloads"):
        tell(_("Workloads"))
        yield heading(2, _("Workloads"))
        heads = (
            _("Workload"), _("About"), _("Improvements"), _("High"), _("Medium"), _("Low"),
            _("Open"), _("In place"),
        )  # fmt: skip
        rows = (
            (
                w.name, w.about, w.improvements, w.counts.high, w.counts.medium, w.counts.low,
                w.counts.unanswered, w.share,
            )
            for block in of.blocks
            for w in block
        )  # fmt: skip
        yield from table(heads, rows, right=5)
        yield f"{line(of.more)}\n\n" if of.more else ""
    yield from _portfolio_lists(of, options)


def _portfolio_lists(of: Portfolio, options: Options) -> Pieces:
    if options.wants("gaps"):
        yield heading(2, _("Most common missing best practices"))
        gaps = ((f"{g.code} {g.title}", g.pillar, g.lens, g.workloads, g.high) for g in of.gaps)
        heads = (
            _("Best practice"), _("Pillar"), _("Lens"), _("Workloads it would help"),
            _("With a high risk"),
        )  # fmt: skip
        yield from table(heads, gaps, right=2)
    if options.wants("overdue"):
        yield heading(2, _("Overdue improvements"))
        late = ((o.row.title, o.row.workload, o.row.owner, o.due) for o in of.overdue)
        yield from table((_("Improvement"), _("Workload"), _("Owner"), _("Due")), late)


def _summary(report: WorkloadReport) -> Pieces:
    told = report.summary
    yield heading(2, _("Summary"))
    yield f"{line(told.verdict)}\n\n"
    yield f"- {line(told.answered)}\n- {line(told.in_place)}\n\n"
    for figures in told.reviews:
        yield from _figures(figures)
    yield heading(3, _("What to do first"))
    for place, item in enumerate(told.top, start=1):
        yield f"{place}. **{line(f'{item.code} {item.title}')}** – {risk_word(item.risk)}, "
        yield f"{line(item.due)}. {line(item.advice)}\n"
    yield "\n" if told.top else f"{line(told.nothing)}\n\n"


def _figures(of: ReviewFigures) -> Pieces:
    heads = (
        _("Pillar"), _("High"), _("Medium"), _("Low"), _("No risk"), _("Not applicable"),
        _("Unanswered"), _("Practices in place"),
    )  # fmt: skip
    yield heading(3, of.name)
    rows = (
        (
            r.name, r.counts.high, r.counts.medium, r.counts.low, r.counts.none,
            r.counts.not_applicable, r.counts.unanswered, r.practices,
        )
        for r in (*of.rows, of.total)
    )  # fmt: skip
    yield from table(heads, rows, right=7)


def _scores(of: Scores) -> Pieces:
    yield heading(2, _("Scores"))
    for lens in of.lenses:
        yield heading(3, lens.name)
        rows = (
            (each.title, each.in_place, each.applicable, _percent(each.percent))
            for each in (*(x for x in lens.lines if not x.is_question), lens.total)
        )
        yield from table((_("Pillar"), _("In place"), _("Apply"), _("Score")), rows, right=3)
        yield f"{_('Checklist score')}: {line(lens.score)}\n\n"


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"


def _maturity(rows: tuple[MaturityLine, ...]) -> Pieces:
    if rows:
        yield heading(2, _("Maturity"))
        heads = (_("Pillar"), _("Level"), _("Target"), _("By"), _("Note"))
        yield from table(heads, ((r.name, r.level, r.target, r.by, r.note) for r in rows))


def _chapter(of: Chapter) -> Pieces:
    yield heading(2, of.title)
    yield f"{paragraphs(of.notes)}\n\n" if of.notes else ""
    for pillar in of.pillars:
        yield heading(3, pillar.name)
        yield f"{line(pillar.sentence)}\n\n"
        if pillar.finding:
            yield from texts(pillar.finding.texts)
            yield f"{paragraphs(pillar.finding.set_aside)}\n\n" if pillar.finding.set_aside else ""
        for question in pillar.questions:
            yield from _question(question)


def _question(of: QuestionPart) -> Pieces:
    yield heading(4, f"{of.code} {of.title}")
    said = " · ".join(word for word in (risk_word(of.risk), of.answered) if word)
    yield f"*{escaped(said)}*\n\n"
    yield f"{line(of.state)}\n\n" if of.state else ""
    for group in of.groups:
        yield f"{line(group.label)}:\n\n"
        for choice in group.choices:
            mark = {"in_place": "[x]", "missing": "[ ]"}.get(group.state, "[–]")
            remark = f" – {line(choice.remark)}" if choice.remark else ""
            yield f"- {mark} {line(choice.title)}{remark}\n"
        yield "\n"
    yield f"**{_('Notes')}**  \n{paragraphs(of.notes)}\n\n" if of.notes else ""


def _plan(report: WorkloadReport) -> Pieces:
    yield heading(2, _("Improvement plan"))
    yield f"{line(report.plan.intro)}\n\n"
    for row in report.plan.rows:
        yield from _plan_row(row)


def _plan_row(row: PlanRow) -> Pieces:
    yield heading(3, f"{row.number} {row.code} {row.title}")
    yield f"{risk_word(row.risk)} · {line(row.due)} · {line(row.where)}\n\n"
    for todo in row.todos:
        yield f"{todo.number}. **{line(todo.title)}**\n"
        yield from (f"   {line(each.text)}  \n" for each in todo.what)
        yield f"   <{todo.url}>\n" if todo.url else ""
    yield "\n" if row.todos else ""
    yield from (f"- {line(way)}\n" for way in row.ways)
    yield "\n"


def _improvements(of: Improvements) -> Pieces:
    yield heading(2, _("Improvements"))
    yield f"{line(of.sentence)}\n\n"
    heads = (_("No."), _("Improvement"), _("Risk"), _("Owner"), _("Due"), _("Accepted"))
    for group in of.groups:
        yield heading(3, group.title)
        rows = (
            (each.number, each.title, risk_word(each.risk), each.owner, each.due, each.accepted)
            for each in group.lines
        )
        yield from table(heads, rows)
        for each in group.lines:
            yield from (
                f"- {each.number}, {line(item.label)}: {line(item.text)}\n" for item in each.texts
            )
        yield "\n" if any(each.texts for each in group.lines) else ""


def _tradeoffs(of: TradeOffs) -> Pieces:
    yield heading(2, _("Trade-offs"))
    rows = ((row.title, *(word for _effect, word in row.effects)) for row in of.rows)
    yield from table((_("Decision"), *of.pillars), rows)
    for row in of.rows:
        yield heading(3, f"{row.number} {row.title}")
        yield f"{line(row.state)}\n\n"
        yield from texts(row.texts)
