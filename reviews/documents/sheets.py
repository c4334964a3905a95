"""Tables of a document: what spreadsheets and CSV files hold. Knows no file format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from reviews.documents import choosing, phrasing, work
from reviews.documents.cells import Cell
from reviews.documents.subjects import Options, WorkloadSubject
from reviews.models.words import RiskLevel
from reviews.scoring import ISSUE_CLASS, Counts, PracticeTally, due_on
from reviews.snapshot import Snapshot, SnapshotQuestion, SnapshotReview

_RISKS = dict(RiskLevel.choices)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head and how wide it is, in characters."""

    head: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `rows` is read once. has_filters False: a sheet of facts, not of rows."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]
    has_filters: bool = True


def of_workload(subject: WorkloadSubject, options: Options) -> Iterator[Sheet]:
    """The tables of a workload, each only when its chapter is wanted."""
    snapshot = choosing.narrow(subject.snapshot, options, review_id=subject.review_id)
    yield _summary(subject, snapshot, options)
    if options.wants("answers"):
        yield questions(subject, options)
        yield _practices(snapshot)
    if options.wants("improvements"):
        yield _improvements(snapshot)
    if options.wants("tradeoffs"):
        yield _tradeoffs(snapshot)
    if options.wants("maturity") and snapshot.maturity:
        yield _maturity(snapshot)


def questions(subject: WorkloadSubject, options: Options) -> Sheet:
    """One row per question of what is wanted."""
    snapshot = choosing.narrow(subject.snapshot, options, review_id=subject.review_id)
    days = subject.organization.due_days
    heads = (
        (_("Lens"), 26), (_("Version"), 10), (_("Pillar"), 22), (_("Code"), 10),
        (_("Question"), 60), (_("Risk"), 14), (_("Class"), 8), (_("Applies"), 10),
        (_("Practices in place"), 10), (_("Practices that apply"), 10), (_("Percent"), 9),
        (_("In place"), 50), (_("Missing"), 50), (_("Does not apply"), 30), (_("Due"), 12),
        (_("Notes"), 50), (_("Changed by"), 20), (_("Changed"), 18),
    )  # fmt: skip
    rows = (
        _question(review, pillar.name, question, days)
        for review in snapshot.reviews
        for pillar, question in review.questions()
    )
    return Sheet(_("Questions"), columns(heads), rows)


def risk_word(risk: str) -> str:
    """A risk as words; empty for none."""
    return str(_RISKS.get(risk, risk))


def columns(heads: Iterable[tuple[str, int]]) -> tuple[Column, ...]:
    """Columns of (head, width)."""
    return tuple(Column(head, width) for head, width in heads)


def day(text: str) -> date | None:
    """An ISO day of a snapshot."""
    return date.fromisoformat(text[:10]) if text else None


def moment(text: str) -> datetime | None:
    """An ISO moment of a snapshot."""
    return datetime.fromisoformat(text) if text else None


def figures(counts: Counts, tally: PracticeTally) -> tuple[Cell, ...]:
    """Risks and practices as numbers, in the order of FIGURES."""
    return (*counts.as_dict().values(), tally.in_place, tally.applicable, tally.percent)


def figure_heads() -> tuple[tuple[str, int], ...]:
    """The heads of `figures`."""
    return (
        *((risk_word(risk), 12) for risk in Counts().as_dict()),
        (_("Practices in place"), 12), (_("Practices that apply"), 12), (_("Percent"), 10),
    )  # fmt: skip


def _summary(subject: WorkloadSubject, snapshot: Snapshot, options: Options) -> Sheet:
    def rows() -> Iterator[tuple[Cell, ...]]:
        yield (_("Workload"), snapshot.name)
        yield (_("Organization"), subject.organization.name)
        if subject.milestone:
            yield (_("Milestone"), f"{subject.milestone.number} · {subject.milestone.name}")
            yield (_("Recorded"), subject.milestone.recorded_at)
            yield (_("Digest"), subject.milestone.digest)
        yield (_("Written"), subject.at)
        yield ()
        if not (options.wants("summary") or options.wants("scores")):
            return
        yield ("", "", *(head for head, _width in figure_heads()), _("Checklist score"))
        yield (_("Everything"), "", *figures(snapshot.counts, snapshot.tally))
        for review in snapshot.reviews:
            numbers = figures(review.counts, review.tally)
            yield (review.lens_name, _("All pillars"), *numbers, review.score)
            for pillar in review.pillars:
                yield (review.lens_name, pillar.name, *figures(pillar.counts, pillar.tally))

    heads = ((_("About"), 30), (_("Value"), 34), *(("", width) for _h, width in figure_heads()))
    return Sheet(_("Summary"), columns(heads), rows(), has_filters=False)


def _question(
    review: SnapshotReview, pillar: str, question: SnapshotQuestion, days: dict[str, int | None]
) -> tuple[Cell, ...]:
    def titles(status: str) -> str:
        return "\n".join(c.title for c in question.practices if c.status == status)

    tally = question.tally
    return (
        review.lens_name, review.lens_version, pillar, question.code, question.title,
        risk_word(question.risk), {str(k): v for k, v in ISSUE_CLASS.items()}.get(question.risk),
        _("yes") if question.is_applicable else _("no"), tally.in_place, tally.applicable,
        tally.percent, titles("selected"), titles("unselected"), titles("not_applicable"),
        due_on(question.risk, day(question.risk_since), days), question.notes,
        question.changed_by, moment(question.changed_at),
    )  # fmt: skip


def _practices(snapshot: Snapshot) -> Sheet:
    heads = (
        (_("Lens"), 26), (_("Pillar"), 22), (_("Question"), 12), (_("Code"), 12),
        (_("Best practice"), 60), (_("State"), 16), (_("Reason"), 24), (_("Note"), 40),
        (_("Effort"), 10), (_("What to do"), 60), (_("Address"), 40),
    )  # fmt: skip
    words = {
        "selected": _("In place"),
        "unselected": _("Missing"),
        "not_applicable": _("Does not apply"),
    }
    rows = (
        (
            review.lens_name, pillar.name, question.code or question.title, choice.code,
            choice.title, _state(question, choice.status, words), phrasing.reason(choice.reason),
            choice.note, choice.effort, choice.improvement, choice.improvement_url,
        )
        for review in snapshot.reviews
        for pillar, question in review.questions()
        for choice in question.practices
    )  # fmt: skip
    return Sheet(_("Practices"), columns(heads), rows)


def _state(question: SnapshotQuestion, status: str, words: dict[str, str]) -> str:
    if not question.is_applicable:
        return words["not_applicable"]
    if question.risk == RiskLevel.UNANSWERED:
        return _("Not answered")
    return words.get(status, status)


def _improvements(snapshot: Snapshot) -> Sheet:
    heads = (
        (_("No."), 6), (_("Improvement"), 50), (_("State"), 14), (_("Risk"), 12),
        (_("Impact"), 10), (_("Effort"), 10), (_("Owner"), 20), (_("Due"), 12), (_("Pillar"), 22),
        (_("Question"), 14), (_("Recommendation"), 60), (_("Steps"), 50),
        (_("Success criteria"), 50), (_("Resources"), 30), (_("Links"), 40), (_("Done"), 18),
        (_("Accepted because"), 40), (_("Accepted until"), 14), (_("Accepted by"), 20),
    )  # fmt: skip
    asked = {
        (review.id, question.id): question.code or question.title
        for review in snapshot.reviews
        for _pillar, question in review.questions()
    }
    titles = work.pillar_titles(snapshot)
    rows = (
        (
            each.number, each.title, work.state_word(each.state), risk_word(each.risk),
            work.level_word(each.impact), work.level_word(each.effort), each.owner_name,
            day(each.due), titles.get(each.pillar, each.pillar),
            asked.get((each.review, each.question), each.question), each.recommendation,
            each.steps, each.success_criteria, each.resources,
            "\n".join(f"{link.title}: {link.url}" for link in each.links),
            moment(each.done_at), each.accepted_reason, day(each.accepted_until),
            each.accepted_by_name,
        )
        for each in snapshot.improvements
    )  # fmt: skip
    return Sheet(_("Improvements"), columns(heads), rows)


def _tradeoffs(snapshot: Snapshot) -> Sheet:
    titles = work.pillar_titles(snapshot)
    titles |= {e.pillar: e.pillar for t in snapshot.tradeoffs for e in t.effects} | titles
    keys = [k for k in titles if any(t.effect_on(k) for t in snapshot.tradeoffs)]
    heads = (
        (_("No."), 6), (_("Decision"), 50), (_("State"), 14), *((titles[k], 18) for k in keys),
        (_("Savings a month"), 14), (_("Revenue a month"), 14), (_("Currency"), 9),
        (_("Cost"), 40), (_("Benefit"), 40), (_("Decided"), 12), (_("Decided by"), 20),
    )  # fmt: skip

    def effect(found: object) -> str:
        return work.effect_word(getattr(found, "effect", ""))

    rows = (
        (
            each.number, each.title, work.decision_word(each.state),
            *(effect(each.effect_on(k)) for k in keys), _number(each.savings),
            _number(each.revenue), each.currency, each.cost, each.benefit, day(each.decided_on),
            each.decided_by_name,
        )
        for each in snapshot.tradeoffs
    )  # fmt: skip
    return Sheet(_("Trade-offs"), columns(heads), rows)


def _number(text: str) -> float | None:
    found = work.amount(text)
    return None if found is None else float(found)


def _maturity(snapshot: Snapshot) -> Sheet:
    titles = work.pillar_titles(snapshot)
    lenses = {review.id: review.lens_name for review in snapshot.reviews}
    heads = (
        (_("Lens"), 26), (_("Pillar"), 24), (_("Level"), 8), (_("Target"), 8), (_("By"), 12),
        (_("Note"), 50),
    )  # fmt: skip
    rows = (
        (
            lenses.get(each.review, ""), titles.get(each.pillar, each.pillar), each.level,
            each.target, day(each.target_on), each.note,
        )
        for each in snapshot.maturity
    )  # fmt: skip
    return Sheet(_("Maturity"), columns(heads), rows)
