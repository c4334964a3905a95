"""What of a snapshot is wanted: one review, some pillars, with or without notes. Pure.

Narrowed before anything is written, so that no format shows, attaches or counts what was left out.
Worksheets, game days and the review plan are the workload's: a report of one review has them too,
one of some pillars those that belong to these.
"""

from __future__ import annotations

from dataclasses import replace

from reviews.documents.subjects import Options
from reviews.snapshot import (
    Snapshot,
    SnapshotFinding,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
)
from reviews.snapshot_sheets import SnapshotGameDay
from reviews.snapshot_work import SnapshotImprovement, SnapshotTradeOff
from reviews.worksheets.content import Content
from reviews.worksheets.kinds import KINDS

# A rehearsal is about these, whatever fails in it.
_REHEARSED = ("reliability", "operationalExcellence")


def narrow(snapshot: Snapshot, options: Options, *, review_id: str | None = None) -> Snapshot:
    """The snapshot with only what is wanted; the same object when that is everything."""
    if review_id is None and not options.pillars and options.with_notes:
        return snapshot
    reviews = tuple(
        _review(review, options)
        for review in snapshot.reviews
        if review_id in (None, review.id) and _has(review, options)
    )
    properties = dict(snapshot.properties)
    if not options.with_notes and "notes" in properties:
        properties["notes"] = ""
    known = {review.id for review in reviews}
    pillars = options.pillars
    return replace(
        snapshot,
        properties=properties,
        reviews=reviews,
        improvements=tuple(
            each for each in snapshot.improvements if _is_about(each, known, options, review_id)
        ),
        tradeoffs=tuple(each for each in snapshot.tradeoffs if _decides(each, options, review_id)),
        maturity=tuple(
            each if options.with_notes else replace(each, note="")
            for each in snapshot.maturity
            if each.review in known and (not pillars or each.pillar in pillars)
        ),
        worksheets=tuple(
            content if options.with_notes else _without_remarks(content)
            for content in snapshot.worksheets
            if not pillars or _pillar_of(content) in pillars
        ),
        game_days=tuple(
            each if options.with_notes else _told_briefly(each)
            for each in snapshot.game_days
            if not pillars or any(pillar in pillars for pillar in _REHEARSED)
        ),
        planned_reviews=tuple(
            each if options.with_notes else replace(each, note="")
            for each in (snapshot.planned_reviews if not pillars else ())
        ),
    )


def _pillar_of(content: Content) -> str:
    return KINDS[content.kind].pillar if content.kind in KINDS else ""


def _without_remarks(content: Content) -> Content:
    """Without what is said beside rows and readings."""
    return replace(
        content,
        rows=tuple(
            replace(
                row,
                values={key: value for key, value in row.values.items() if key != "note"},
                readings=tuple(replace(each, note="") for each in row.readings),
            )
            for row in content.rows
        ),
    )


def _told_briefly(day: SnapshotGameDay) -> SnapshotGameDay:
    """Without the lines of the timeline that are notes."""
    return replace(day, entries=tuple(each for each in day.entries if each.kind != "note"))


def _is_about(
    improvement: SnapshotImprovement, known: set[str], options: Options, review_id: str | None
) -> bool:
    """Of a question that is wanted, or standing for itself where everything is wanted."""
    if not improvement.review:
        return review_id is None and not options.pillars
    wanted = not options.pillars or improvement.pillar in options.pillars
    return improvement.review in known and wanted


def _decides(tradeoff: SnapshotTradeOff, options: Options, review_id: str | None) -> bool:
    """About a pillar that is wanted; of one review those linked to it or to no question."""
    if options.pillars and not any(each.pillar in options.pillars for each in tradeoff.effects):
        return False
    linked = {review for review, _question in tradeoff.questions}
    return review_id is None or not linked or review_id in linked


def _has(review: SnapshotReview, options: Options) -> bool:
    return not options.pillars or any(pillar.id in options.pillars for pillar in review.pillars)


def _review(review: SnapshotReview, options: Options) -> SnapshotReview:
    return replace(
        review,
        notes=review.notes if options.with_notes else "",
        pillars=tuple(
            pillar if options.with_notes else _without_notes(pillar)
            for pillar in review.pillars
            if not options.pillars or pillar.id in options.pillars
        ),
    )


def _without_notes(pillar: SnapshotPillar) -> SnapshotPillar:
    return replace(pillar, questions=tuple(_bare(question) for question in pillar.questions))


def _bare(question: SnapshotQuestion) -> SnapshotQuestion:
    return replace(
        question,
        notes="",
        parked_note="",
        choices=tuple(
            replace(choice, note="") if choice.note else choice for choice in question.choices
        ),
    )


def shared(snapshot: Snapshot, options: Options) -> Snapshot:
    """The snapshot as data: also without the content of chapters that are not wanted.

    Without "answers" reviews keep their pillars by name, their numbers are told elsewhere.
    """
    if not options.sections:
        return snapshot
    has_scope = options.wants("scope") or options.wants("appendix")
    return replace(
        snapshot,
        properties=snapshot.properties if has_scope else _named(snapshot),
        reviews=snapshot.reviews
        if options.wants("answers")
        else tuple(_emptied(review) for review in snapshot.reviews),
        improvements=snapshot.improvements if options.wants("improvements") else (),
        tradeoffs=snapshot.tradeoffs if options.wants("tradeoffs") else (),
        maturity=snapshot.maturity if options.wants("maturity") else (),
        worksheets=snapshot.worksheets if options.wants("worksheets") else (),
        game_days=snapshot.game_days if options.wants("game_days") else (),
        planned_reviews=snapshot.planned_reviews if options.wants("review_plan") else (),
    )


def _named(snapshot: Snapshot) -> dict[str, object]:
    return {"name": snapshot.name, "pillar_priorities": snapshot.properties["pillar_priorities"]}


def _emptied(review: SnapshotReview) -> SnapshotReview:
    return replace(
        review,
        notes="",
        pillars=tuple(
            replace(pillar, finding=SnapshotFinding(), questions=()) for pillar in review.pillars
        ),
    )
