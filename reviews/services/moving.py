"""Moving a review to another version of its lens: its answers, their history, one event.

In the caller's transaction, with the workload and the review locked. Set-based: the number of
queries does not follow the size of the lens, only rows whose content changes are written one
by one in batches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Exists, F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lenses.access import compiled, is_withdrawn, minor_lines
from lenses.compiled import CompiledQuestion
from lenses.models import LensVersion, Question, VersionStatus
from reviews import carrying, changes
from reviews.carrying import Carried, Fate
from reviews.models import Answer, AnswerChange, Improvement, Review, ReviewStatus, RiskLevel
from reviews.services import answers, touch
from wellarch import clock
from wellarch.accounts.actor import Actor, system_actor
from wellarch.events import log

M = TypeVar("M", bound=Model)
_WRITTEN = ("choices", "risk", "risk_since", "revision", "changed_at", "changed_by")


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving a review did. revisions: of all answers together, as they were before."""

    review: Review
    carried: tuple[Carried, ...]
    revisions: int

    @property
    def counts(self) -> dict[str, int]:
        """{fate: number of questions}, every fate named."""
        found = Counter(one.fate for one in self.carried)
        return {fate.value: found[fate] for fate in Fate}


def move(review: Review, version: LensVersion, *, by: Actor, **told: Any) -> Moved:
    """Hold a locked review against another version, with all its answers.

    told: for the data of the event, `review.followed` for the system, else `review.upgraded`.
    """
    former = review.lens_version
    rows = list(
        Answer.every.filter(review=review).select_for_update(of=("self",), no_key=True).order_by()
    )
    carried, revisions = plan(review, version, rows), revisions_of(rows)
    by_key = {row.question_key: row for row in rows}
    review.lens_version = version
    review.save(update_fields=["lens_version"])
    _place(review, version)
    asked = compiled(version.pk)
    Answer.objects.bulk_create(blank(review, (q for q in asked if q.id not in by_key)))
    _write(by, version, [(by_key[c.question], c) for c in carried if c.question in by_key])
    moved = Moved(review, carried, revisions)
    log.record(
        by,
        "review.followed" if by.is_system else "review.upgraded",
        review,
        workload_id=review.workload_id,
        changes={"version": (former.name, version.name)},
        data={
            "lens": review.lens.alias, "version": version.name, "review": str(review.pk),
            **told, **moved.counts,
        },
    )  # fmt: skip
    touch.workload(review.workload)
    return moved


def blank(review: Review, asked: Iterable[CompiledQuestion]) -> list[Answer]:
    """Answers to questions that nobody has answered in this review yet, not saved."""
    return [
        Answer(
            organization_id=review.organization_id,
            review=review,
            pillar_key=question.pillar_id,
            question_key=question.id,
            position=question.number,
            risk=RiskLevel.UNANSWERED,
        )
        for question in asked
    ]


def plan(review: Review, version: LensVersion, rows: Iterable[Answer]) -> tuple[Carried, ...]:
    """What would become of a review's answers (`Answer.every` of it) in another version."""
    states: dict[str, changes.State] = {}
    shelved: dict[str, changes.State] = {}
    for row in rows:
        (states if row.is_asked else shelved)[row.question_key] = answers.state_of(row)
    return carrying.carry(compiled(review.lens_version_id), compiled(version.pk), states, shelved)


def revisions_of(rows: Iterable[Answer]) -> int:
    """How often the answers that are asked were changed: grows with every change by one."""
    return sum(row.revision for row in rows if row.is_asked)


def behind(rows: QuerySet[M]) -> QuerySet[M]:
    """Those of these rows, each with `lens` and `lens_version`, that a minor version follows."""
    later = LensVersion.objects.filter(
        lens=OuterRef("lens"), number__gt=OuterRef("lens_version__number")
    )
    following = later.exclude(status=VersionStatus.DRAFT).order_by("number").values("is_major")
    behind: Any = rows.alias(is_next_major=Subquery(following[:1])).filter(is_next_major=False)
    return cast("QuerySet[M]", behind)


def catch_up(review: Review) -> Moved | None:
    """Follow minor versions that came while the review rested. None when there are none.

    For a locked review that was reopened, attached again, or whose workload was brought back.
    It is the system that does it, whoever opened the review: nobody chose it.
    """
    if review.status == ReviewStatus.COMPLETE or review.workload.is_archived:
        return None
    version = minor_lines(review.lens_id).get(review.lens_version_id)
    if version is None or is_closed(review):
        return None
    return move(review, version, by=system_actor(review.workload.organization))


def catch_up_all(workload_id: UUID) -> None:
    """The same for every review of a locked workload that was brought back."""
    rows = (
        Review.objects.attached()
        .filter(workload=workload_id)
        .select_related("workload__organization", "lens", "lens_version")
        .defer("lens_version__document")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    for review in rows:
        catch_up(review)


def is_closed(review: Review) -> bool:
    """Whether newer versions of the lens are not for this review: it was deleted, or its owner
    shares it no more."""
    return review.lens.deleted_at is not None or is_withdrawn(
        review.lens, review.workload.organization_id
    )


def _place(review: Review, version: LensVersion) -> None:
    """Pillar and place of every answer as the version has them, and whether it is asked; the
    pillar of every improvement."""
    asked = Question.objects.filter(version=version, key=OuterRef("question_key"))
    Answer.every.filter(review=review).update(
        is_asked=Exists(asked),
        position=Coalesce(Subquery(asked.values("position")[:1]), F("position")),
        pillar_key=Coalesce(Subquery(asked.values("pillar__key")[:1]), F("pillar_key")),
    )
    # Improvements stand with their question; one that is no longer asked leaves them in place.
    Improvement.objects.filter(Exists(asked), review=review).update(
        pillar_key=Subquery(asked.values("pillar__key")[:1])
    )


def _write(by: Actor, version: LensVersion, carried: Sequence[tuple[Answer, Carried]]) -> None:
    """What is said otherwise now, with a row of history for each such answer."""
    now = clock.now()
    written, history = [], []
    for row, one in carried:
        risk = one.risk_after.value if one.risk_after else row.risk
        if not one.delta and risk == row.risk:
            continue
        before = row.risk
        row.choices, row.risk = changes.nest(one.after), risk
        if risk != before:
            row.risk_since = now
        row.revision += 1
        row.changed_at, row.changed_by = now, by.name
        written.append(row)
        history.append(
            AnswerChange(
                answer=row, revision=row.revision, at=now, user=by.user, actor_name=by.name,
                via=by.via, lens_version=version.name, risk_before=before, risk_after=risk,
                fields={path: list(pair) for path, pair in one.delta.items()},
            )
        )  # fmt: skip
    Answer.every.bulk_update(written, _WRITTEN)
    AnswerChange.objects.bulk_create(history)
