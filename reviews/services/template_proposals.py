"""A template stays in touch with the workloads made from it: changes proposed, taken, declined."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import gettext as _

from reviews.models import (
    Answer,
    Template,
    TemplateAnswer,
    TemplateReview,
    TemplateUse,
    Workload,
)
from reviews.reads import template_drift
from reviews.reads.template_drift import Moved
from reviews.services import answers, template_uses, touch
from reviews.template_access import is_withdrawn, template_for, use_for
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log

MAX_USES = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """The answers that were changed, and the codes of those left alone: changed meanwhile."""

    changed: tuple[Answer, ...]
    skipped: tuple[str, ...]


def propose(actor: Actor, template_id: UUID, *, uses: Collection[int]) -> int:
    """Ask workloads made from a template to look at what it says anew. Returns how many.

    Only those the actor sees: NotFound when one of them is not. Where nothing is new, nothing is
    proposed. Whoever may answer there decides, question by question.
    """
    with transaction.atomic():
        template = template_for(actor, template_id, need=Action.TEMPLATE_WRITE, lock=True)
        if not 0 < len(set(uses)) <= MAX_USES:
            raise Invalid(fields={"uses": [_("Choose at least one workload, at most 200.")]})
        rows = list(
            template.uses.filter(
                pk__in={use for use in uses if 0 < use <= BigIntegerField.MAX_BIGINT},
                review__removed_at=None,
                workload__in=Workload.objects.visible_to(actor),
            )
            .select_for_update(of=("self",), no_key=True)
            .select_related("workload", "review")
            .order_by("pk")
        )
        if len(rows) != len(set(uses)):
            raise NotFound(_("There is no such workload."))
        drift = template_drift.of_uses(rows)
        asked = [use for use in rows if drift[use.pk].by_template]
        for use in asked:
            use.proposed_revision, use.proposed_at = template.revision, clock.now()
            use.proposed_by = actor.user
            use.save(update_fields=["proposed_revision", "proposed_at", "proposed_by"])
            _record(actor, "template.proposed", use.workload, template)
    return len(asked)


def accept(
    actor: Actor,
    workload_id: UUID,
    use_id: int,
    *,
    questions: Mapping[str, str],
    seen: int | None = None,
) -> Taken:
    """Take over what a template says anew to some questions; the others stay as they are here.

    questions: {question: version the preview showed, empty for any}. seen: the revision of the
    template the preview was made from; Conflict when it changed since. With `seen`, what was not
    chosen counts as decided and is not proposed again until the template changes it again.
    """
    with transaction.atomic():
        use = use_for(actor, workload_id, use_id, need=Action.ANSWER, lock=True)
        answers.refuse_complete(use.review)
        _refuse_unseen(use, seen)
        part, said, here = sides(use, actor)
        found = {one.asked.id: one for one in template_drift.moved(use, part, said, here)}
        changed, skipped, late = [], [], set()
        for question, version in questions.items():
            one = found.get(question)
            if one is None:
                continue  # both say the same by now
            if version and version != one.version:
                skipped.append(one.asked.code)
                late.add(question)
            elif _write(actor, use, one):
                changed.append(one.answer)
        # What stands in no proposal is settled as well: it says on both sides the same.
        open_ones = late if seen is not None else (set(found) - set(questions)) | late
        settled = {*here, *said, *use.applied} - open_ones
        use.applied = template_uses.rebased(use.applied, template_uses.states(said), settled)
        _close(actor, use, is_all=not open_ones)
        data = {"count": len(changed)}
        _record(actor, "template.accepted", use.workload, use.template, **data)
        touch.workload(use.workload)
    return Taken(tuple(changed), tuple(skipped))


def decline(actor: Actor, workload_id: UUID, use_id: int, *, seen: int | None = None) -> None:
    """Keep everything as it is here, and hear of it again only when the template changes again.

    seen: as in `accept`.
    """
    with transaction.atomic():
        use = use_for(actor, workload_id, use_id, need=Action.ANSWER, lock=True)
        _refuse_unseen(use, seen)
        use.declined_revision = use.template.revision
        use.save(update_fields=["declined_revision"])
        _record(actor, "template.declined", use.workload, use.template)
        touch.workload(use.workload)


def sides(
    use: TemplateUse, actor: Actor
) -> tuple[TemplateReview, dict[str, TemplateAnswer], dict[str, Answer]]:
    """The template's lens, what it says, and the answers here. Four queries at most.

    Conflict when the template has the lens no more, or is shared with the actor no more.
    """
    if is_withdrawn(actor, use):
        raise Conflict(
            _("%(name)s is no longer shared with you. The answers stay as they are.")
            % {"name": use.template.name},
            code="template-withdrawn",
        )
    part = TemplateReview.objects.filter(template=use.template_id, lens=use.review.lens_id).first()
    if part is None:
        raise Conflict(
            _("%(name)s does not have this lens any more.") % {"name": use.template.name},
            code="lens-gone",
        )
    said = {row.question_key: row for row in part.answers.all()}
    here = {row.question_key: row for row in Answer.objects.filter(review=use.review)}
    for row in here.values():
        row.review = use.review
    return part, said, here


def _write(actor: Actor, use: TemplateUse, one: Moved) -> bool:
    origin = {"template": str(use.template_id), "template_name": use.template.name}
    wanted = one.compared.wanted
    return answers.write(actor, one.answer, one.asked, wanted, origin=origin)


def _close(actor: Actor, use: TemplateUse, *, is_all: bool) -> None:
    if is_all:
        use.applied_revision = use.template.revision
    use.applied_at, use.applied_by = clock.now(), actor.user
    use.save(update_fields=["applied", "applied_revision", "applied_at", "applied_by"])


def _refuse_unseen(use: TemplateUse, seen: int | None) -> None:
    if seen is not None and seen != use.template.revision:
        raise Conflict(
            _("The template changed a moment ago. Look at its changes again."),
            code="template-changed",
        )


def _record(
    actor: Actor, verb: str, workload: Workload, template: Template, **more: object
) -> None:
    data = {"name": template.name, "template": str(template.pk), **more}
    log.record(actor, verb, workload, workload_id=workload.pk, data=data)
