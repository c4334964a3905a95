"""Templates applied to workloads: lenses attached, unanswered questions filled, links kept.

A template whose lens has a newer version than it speaks of may be applied all the same, which
goes beyond the reference product: what both versions ask is taken over, and the preview counts
the rest. Upgrading the template (template_upgrades) settles it for all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import access, changes
from reviews.models import (
    Answer,
    Review,
    Template,
    TemplateAnswer,
    TemplateReview,
    TemplateUse,
    Workload,
)
from reviews.reads import template_plans
from reviews.reads.answer_plans import Planned
from reviews.reads.template_plans import LensPlan
from reviews.services import answers, reviews, template_notes, templates, touch
from reviews.template_access import template_for
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log

Wanted = Mapping[UUID, Mapping[str, str]]  # lens of the template → {question: version shown}


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was left alone, and why in one sentence. question: empty for a lens."""

    lens: str
    question: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, and what was not."""

    changed: tuple[Answer, ...]
    attached: tuple[Review, ...]
    skipped: tuple[Skipped, ...]

    @property
    def names(self) -> str:
        """Those left alone, for a message."""
        return ", ".join(each.name for each in self.skipped)


def apply(
    actor: Actor,
    workload_id: UUID,
    *,
    template_id: UUID,
    attach: Collection[UUID] | None = None,
    questions: Wanted | None = None,
    overwrite: bool = False,
) -> Applied:
    """Take over a template's answers and notes, all in one transaction; notes on the template,
    its lenses and their pillars where there are none here.

    attach: the lenses of the template (ids of lenses) to attach where they are missing, None for
    all; what is attached is filled. questions: {lens: {question: version the preview showed,
    empty for any}} in reviews that are there, None for all unanswered ones (with `overwrite`
    those answered differently, too). One that changed since the preview is skipped and named.
    Forbidden to attach for who may only answer.
    """
    with transaction.atomic():
        template = template_for(actor, template_id, lock=True)
        workload = access.workload_for(actor, workload_id, need=Action.ANSWER, lock=True)
        plans = template_plans.build(actor, template, workload)
        if not plans:
            raise Conflict(_("There is no lens in this template yet."), code="template-empty")
        chosen = _chosen(plans, attach, questions)
        if not chosen:
            raise Invalid(fields={"questions": [_("Choose at least one lens or question.")]})
        done = _Doing(actor, template, workload)
        for part in chosen:
            named = None if questions is None else questions.get(part.part.lens_id, {})
            done.lens(part, None if part.attaches else named, overwrite)
        template_notes.copy_to_workload(actor, template, workload)
        if done.changed or done.attached or done.used:
            data = {"name": template.name, "template": str(template.pk)}
            log.record(actor, "template.applied", workload, workload_id=workload.pk, data=data)
            touch.workload(workload)
    return Applied(tuple(done.changed), tuple(done.attached), tuple(done.skipped))


def begin(actor: Actor, workload: Workload, template_ids: Collection[UUID]) -> None:
    """Start a workload that was just made from these templates, the first one winning.

    Invalid `templates` when a lens of one cannot be attached: all of it, or nothing of it. In
    the transaction that makes the workload.
    """
    for key in template_ids:
        done = apply(actor, workload.pk, template_id=key)
        missing = [each for each in done.skipped if not each.question]
        if missing:
            words = _("%(lens)s cannot be attached: it is not shared with you.")
            raise Invalid(fields={"templates": [words % {"lens": missing[0].name}]})


def _chosen(
    plans: Collection[LensPlan], attach: Collection[UUID] | None, questions: Wanted | None
) -> list[LensPlan]:
    """The lenses of which something is to be done."""
    return [
        plan
        for plan in plans
        if (attach is None and questions is None)
        or (plan.attaches and (attach is None or plan.part.lens_id in attach))
        or (not plan.attaches and (questions is None or questions.get(plan.part.lens_id)))
    ]


class _Doing:
    """One application under way: what was done so far."""

    def __init__(self, actor: Actor, template: Template, workload: Workload) -> None:
        self.actor, self.template, self.workload = actor, template, workload
        self.changed: list[Answer] = []
        self.attached: list[Review] = []
        self.skipped: list[Skipped] = []
        self.used = False

    def lens(self, plan: LensPlan, wanted: Mapping[str, str] | None, overwrite: bool) -> None:
        """Apply one lens of the template; wanted: None for all that is unanswered."""
        if plan.refusal:
            self._skip(plan.part, "", plan.part.lens.name, plan.refusal)
            return
        review = plan.review
        if plan.attaches or review is None:
            review = reviews.attach(self.actor, self.workload.pk, lens=plan.part.lens_id)
            self.attached.append(review)
        review.workload = self.workload
        said = template_plans.said_in([plan.part])[plan.part.pk]
        rows = _locked_answers(review, said)
        fresh = template_plans.plan(plan.part, review, rows, said)
        settled = self._answers(plan.part, fresh, wanted, overwrite)
        template_notes.copy(self.actor, plan.part, review)
        self._link(plan.part, review, said, settled)

    def _answers(
        self, part: TemplateReview, plan: LensPlan, wanted: Mapping[str, str] | None, over: bool
    ) -> set[str]:
        """Write what was chosen. Returns the questions with which the template is done here."""
        here = {one.asked.id: one for one in plan.planned}
        if wanted is None:
            some = plan.planned if over else plan.fills
            wanted = {one.asked.id: "" for one in some}
        left = set(here) - set(wanted)
        for question, version in wanted.items():
            one = here.get(question)
            if one is None:
                continue  # the same on both sides by now, or not asked
            if version and version != one.version:
                why = _("Somebody changed it since the preview; look at it again.")
                self._skip(part, question, one.asked.code, why)
                left.add(question)
                continue
            self._write(one)
        return {key for key in plan_questions(plan) if key not in left}

    def _write(self, one: Planned) -> None:
        origin = {"template": str(self.template.pk), "template_name": self.template.name}
        if answers.write(self.actor, one.answer, one.asked, one.wanted, origin=origin):
            self.changed.append(one.answer)

    def _skip(self, part: TemplateReview, question: str, name: str, why: str) -> None:
        self.skipped.append(Skipped(part.lens.alias, question, name, why))

    def _link(
        self,
        part: TemplateReview,
        review: Review,
        said: Mapping[str, TemplateAnswer],
        settled: set[str],
    ) -> None:
        """Remember what the template said, so that what it says anew can be told later."""
        use = TemplateUse.objects.filter(template=self.template, review=review).first()
        is_new = use is None
        use = use or TemplateUse(template=self.template, review=review, workload=self.workload)
        now = states(said)
        use.applied = now if is_new else rebased(use.applied, now, settled)
        use.applied_revision = self.template.revision
        use.applied_at, use.applied_by = clock.now(), self.actor.user
        use.save()
        self.used = True


def by_lens(versions: Mapping[str, Mapping[str, str]]) -> dict[UUID, Mapping[str, str]]:
    """`questions` of `apply` with the lenses named by text. Invalid for what is no id."""
    try:
        return {UUID(lens): dict(named) for lens, named in versions.items()}
    except ValueError:
        raise Invalid(fields={"versions": [_("Name lenses by their ids.")]}) from None


def plan_questions(plan: LensPlan) -> set[str]:
    """Every question the review asks; what the template leaves out of it is settled as well."""
    return set(plan.lens.questions) if plan.lens else set()


def states(said: Mapping[str, TemplateAnswer]) -> dict[str, changes.State]:
    """What a template says, as a use of it remembers that."""
    return {key: templates.state_of(row) for key, row in said.items()}


def rebased(
    then: Mapping[str, Any], now: Mapping[str, changes.State], settled: Collection[str]
) -> dict[str, Any]:
    """What a use remembers after the questions in `settled` were decided on."""
    keys = {*then, *now}
    merged = {key: (now if key in settled else then).get(key, {}) for key in keys}
    return {key: state for key, state in merged.items() if state}


def _locked_answers(review: Review, questions: Collection[str]) -> list[Answer]:
    rows = list(
        Answer.objects.filter(review=review, question_key__in=questions)
        .select_for_update(of=("self",), no_key=True)
        .order_by("position")
    )
    for row in rows:
        row.review = review
    return rows
