"""Pages about templates and one workload: choosing one, the preview, what is proposed, banners."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from reviews import access, changes, scoring
from reviews.models import Review, ReviewStatus, Template, TemplateUse, Workload
from reviews.reads import (
    answer_history,
    template_drift,
    template_list,
    template_page,
    template_plans,
)
from reviews.reads.answer_history import Line
from reviews.reads.template_drift import Moved
from reviews.reads.template_list import Card
from reviews.reads.template_page import UseRow
from reviews.reads.template_plans import LensPlan
from reviews.services import answers, template_proposals
from reviews.template_access import template_for, use_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """Applying a template to a workload: which one, and once that is chosen, what would happen."""

    workload: Workload
    cards: tuple[Card, ...]
    uses: tuple[UseRow, ...]  # templates this workload was made from already
    template: Template | None
    plans: tuple[LensPlan, ...]

    @property
    def count(self) -> int:
        """How many answers could change, those that would be attached included."""
        return sum(len(plan.planned) for plan in self.plans)

    @property
    def has_choice(self) -> bool:
        """There is something to tick."""
        return any(plan.attaches or plan.planned for plan in self.plans)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One question a template says anew. lines: what taking it would change here. For a clash
    also what the template changed and what the team changed since it was applied."""

    moved: Moved
    lines: tuple[Line, ...]
    theirs: tuple[Line, ...]
    ours: tuple[Line, ...]
    risk_after: str

    @property
    def clashes(self) -> bool:
        """Both sides changed the same."""
        return self.moved.compared.clashes

    @property
    def risk_before(self) -> str:
        """The risk as it is."""
        return self.moved.answer.risk


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What a template says anew, held against a review of a workload."""

    use: TemplateUse
    review: Review
    clean: tuple[Proposed, ...]
    clashing: tuple[Proposed, ...]
    revision: int  # of the template, to be sent back
    is_declined: bool
    refusal: str

    @property
    def count(self) -> int:
        """How many questions there are to decide on."""
        return len(self.clean) + len(self.clashing)

    @property
    def is_complete(self) -> bool:
        """The review is complete: answers rest until it is reopened."""
        return self.review.status == ReviewStatus.COMPLETE


@dataclass(frozen=True, slots=True)
class Banner:
    """A proposal that waits for the team."""

    use_id: int
    template: str
    lens: str
    count: int
    by: str
    at: datetime | None


def build(
    actor: Actor, workload_id: UUID, *, template_id: UUID | None = None, query: str = ""
) -> ApplyPage:
    """The templates there are, or the preview of one. Forbidden for who may not answer."""
    workload = access.workload_for(actor, workload_id, need=Action.ANSWER)
    if template_id is None:
        return ApplyPage(
            workload=workload,
            cards=choices(actor, query),
            uses=template_page.use_rows(list(uses_in(workload))),
            template=None,
            plans=(),
        )
    template = template_for(actor, template_id)
    plans = template_plans.build(actor, template, workload)
    return ApplyPage(workload, (), (), template, plans)


def choices(actor: Actor, query: str = "") -> tuple[Card, ...]:
    """The templates that can be applied: those that have a lens."""
    page = template_list.build(actor, query)
    return tuple(card for card in (*page.own, *page.shared) if card.lenses)


def proposal(actor: Actor, workload_id: UUID, use_id: int) -> ProposalPage:
    """The comparison of one use. Six queries."""
    use = use_for(actor, workload_id, use_id)
    clean: list[Proposed] = []
    clashing: list[Proposed] = []
    refusal = ""
    try:
        part, said, here = template_proposals.sides(use, actor)
    except Conflict as error:
        refusal = error.message
    else:
        for one in template_drift.moved(use, part, said, here):
            (clashing if one.compared.clashes else clean).append(_proposed(one))
    declined = use.declined_revision
    return ProposalPage(
        use=use,
        review=use.review,
        clean=tuple(clean),
        clashing=tuple(clashing),
        revision=use.template.revision,
        is_declined=declined is not None and declined >= use.template.revision,
        refusal=refusal,
    )


def banners(workload: Workload, *, review: Review | None = None) -> tuple[Banner, ...]:
    """The proposals that wait in a workload that access has given, or in one review of it.

    One query while nothing is proposed, four otherwise.
    """
    rows = uses_in(workload).exclude(proposed_revision=None)
    if review is not None:
        rows = rows.filter(review=review)
    waiting = [
        use
        for use in rows.select_related("proposed_by")
        if (use.proposed_revision or 0) > max(use.applied_revision, use.declined_revision or -1)
    ]
    return tuple(_banners(waiting)) if waiting else ()


def _banners(waiting: list[TemplateUse]) -> Iterable[Banner]:
    drift = template_drift.of_uses(waiting)
    for use in waiting:
        if drift[use.pk].by_template:
            yield Banner(
                use_id=use.pk,
                template=use.template.name,
                lens=use.review.lens.name,
                count=drift[use.pk].by_template,
                by=str(use.proposed_by) if use.proposed_by else "",
                at=use.proposed_at,
            )


def uses_in(workload: Workload) -> QuerySet[TemplateUse]:
    """The uses of templates in a workload that access has given, newest first."""
    return (
        workload.templates.filter(review__removed_at=None)
        .select_related("template", "workload", "review__lens", "review__lens_version")
        .defer("review__lens_version__document")
        .order_by("-applied_at", "-pk")
    )


def _proposed(one: Moved) -> Proposed:
    state = answers.state_of(one.answer)
    wanted = one.compared.wanted
    if one.asked.none_choice:
        wanted = changes.exclude_none(state, wanted, one.asked.none_choice.id)
    after, delta = changes.apply(state, wanted)
    theirs: tuple[Line, ...] = ()
    ours: tuple[Line, ...] = ()
    if one.compared.clashes:
        theirs = _between(one, one.then, one.now)
        ours = _between(one, one.then, state)
    lines = answer_history.lines(one.asked, delta)
    return Proposed(one, lines, theirs, ours, scoring.risk_of(one.asked, after).value)


def _between(one: Moved, before: changes.State, after: changes.State) -> tuple[Line, ...]:
    wanted = {
        path: value
        for path, value in changes.difference(before, after).items()
        if not (choice := changes.split(path)[0]) or choice in one.asked.choice
    }
    return answer_history.lines(one.asked, changes.apply(before, wanted)[1])
