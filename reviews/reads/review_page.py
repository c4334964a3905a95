"""The overview of a review: progress, risks, practices in place, what keeps it from completion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from lenses.access import compiled, is_withdrawn
from lenses.compiled import CompiledLens, CompiledQuestion
from reviews import access
from reviews.charts import Ring, StackedBar, ring, stacked_bar
from reviews.models import Answer, Finding, Review, ReviewStatus
from reviews.reads import lens_standing, room_nav, template_apply
from reviews.reads.lens_standing import LensStanding
from reviews.reads.room_nav import NavPillar, Standing
from reviews.reads.template_apply import Banner
from reviews.scoring import Counts, PracticeTally, checklist_score
from wellarch.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One pillar of the review. `state`: set_aside, reviewed, begun or open."""

    nav: NavPillar
    tally: PracticeTally
    state: str
    has_finding: bool
    lacks_current_state: bool

    @property
    def is_open(self) -> bool:
        """It keeps the review from being complete."""
        return self.state in ("begun", "open")


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Everything the overview shows."""

    review: Review
    lens: CompiledLens
    pillars: tuple[PillarLine, ...]
    counts: Counts
    bar: StackedBar
    progress: Ring
    tally: PracticeTally
    is_scored: bool  # the lens asks for its score to be shown
    score: int | None
    entry: str | None  # the question to go on with
    is_lens_withdrawn: bool  # its owner deleted it or shares it no longer; the review goes on
    standing: LensStanding  # whether there is a newer version
    prioritized: Counts = field(default_factory=Counts)  # of questions the profile asks for first

    @property
    def prioritized_bar(self) -> StackedBar:
        """The prioritized questions by risk, for their counts."""
        return stacked_bar(self.prioritized.as_dict())

    banners: tuple[Banner, ...] = ()  # changes that templates propose

    @property
    def is_lens_deleted(self) -> bool:
        """Whether its owner deleted the lens; the review goes on with it."""
        return self.review.lens.deleted_at is not None

    @property
    def is_complete(self) -> bool:
        """The review was called complete."""
        return self.review.status == ReviewStatus.COMPLETE

    @property
    def is_open(self) -> bool:
        """Whether it may change, for those whose role allows it."""
        return not self.is_complete and not self.review.workload.is_archived

    @property
    def open_pillars(self) -> tuple[PillarLine, ...]:
        """The pillars neither answered nor set aside."""
        return tuple(line for line in self.pillars if line.is_open)


def build(actor: Actor, review_id: UUID) -> ReviewPage:
    """The overview of a review. Three queries, whatever the size of the lens."""
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    rows = {
        answer.question_key: answer
        for answer in Answer.objects.filter(review=review).defer("notes").order_by("position")
    }
    findings = {finding.pillar_key: finding for finding in Finding.objects.filter(review=review)}
    states = {key: room_nav.state_of(row) for key, row in rows.items()}
    nav = room_nav.build(
        lens,
        Standing(states, viewer=actor.user_id, prioritized=room_nav.prioritized_in(review)),
    )
    tallies = {
        pillar.id: tally_in(lens.pillar[pillar.id].questions, rows) for pillar in nav.pillars
    }
    lines = tuple(_line(p, tallies[p.id], findings.get(p.id)) for p in nav.pillars)
    first = next((pillar.entry for pillar in nav.pillars if pillar.entry), None)
    return ReviewPage(
        review=review,
        lens=lens,
        pillars=lines,
        counts=nav.counts,
        bar=stacked_bar(nav.counts.as_dict()),
        progress=ring(nav.counts.answered, nav.counts.total, size=72, stroke=7),
        tally=sum(tallies.values(), PracticeTally()),
        is_scored=lens.lens.scoring == "percent",
        score=checklist_score(tallies),
        entry=nav.next_unanswered or first,
        is_lens_withdrawn=is_withdrawn(review.lens, review.workload.organization_id),
        standing=lens_standing.of(review),
        prioritized=nav.prioritized,
        banners=template_apply.banners(review.workload, review=review),
    )


def tally_of(asked: CompiledQuestion, answer: Answer) -> PracticeTally:
    """Practices in place of those that apply; nothing of a question that does not apply."""
    if not answer.is_applicable:
        return PracticeTally()
    states = [answer.choices.get(choice.id, {}).get("status") for choice in asked.practices]
    applicable = [state for state in states if state != "not_applicable"]
    return PracticeTally(applicable.count("selected"), len(applicable))


def tally_in(asked: tuple[CompiledQuestion, ...], rows: Mapping[str, Answer]) -> PracticeTally:
    """Practices in place in some questions, whose answers are in `rows` by question."""
    found = [tally_of(question, rows[question.id]) for question in asked if question.id in rows]
    return sum(found, PracticeTally())


def _line(nav: NavPillar, tally: PracticeTally, finding: Finding | None) -> PillarLine:
    if nav.counts.unanswered == 0:
        state = "reviewed"
    elif finding is not None and finding.is_set_aside:
        state = "set_aside"
    else:
        state = "begun" if nav.counts.answered else "open"
    texts = (
        (finding.current_state, finding.gaps, finding.risks, finding.recommendations)
        if finding
        else ()
    )
    return PillarLine(
        nav=nav,
        tally=tally,
        state=state,
        has_finding=any(texts),
        lacks_current_state=finding.lacks_current_state if finding else False,
    )
