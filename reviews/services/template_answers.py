"""What a template says to a question: the same paths and rules as an answer, without a risk."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import changes
from reviews.models import Reason, TemplateAnswer, TemplateReview
from reviews.services import answer_checks, templates, touch
from reviews.template_access import template_lens_for
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid, NotFound, Stale
from wellarch.events import log


def record(
    actor: Actor,
    template_id: UUID,
    template_lens: str,
    question: str,
    *,
    changes_wanted: Mapping[str, Any],
    selected: Collection[str] | None = None,
    base_revision: int | None = None,
    none_is_exclusive: bool = False,
) -> TemplateAnswer:
    """Set some paths (see reviews/changes.py) of what a template says.

    selected: exactly these choices, None to leave the selection; paths of changes_wanted win.
    base_revision: the revision the actor saw. Paths that others set since then to other values
    raise Stale with both versions in its data, and nothing is written; all else merges. Invalid
    names every wrong path. A change that changes nothing writes nothing.
    """
    with transaction.atomic():
        part = template_lens_for(
            actor, template_id, template_lens, need=Action.TEMPLATE_WRITE, lock=True
        )
        asked = asked_in(part, question)
        answer = answer_of(part, asked)
        state = templates.state_of(answer)
        wanted = answer_checks.checked(asked, {**_selecting(state, selected), **changes_wanted})
        _refuse_clashes(answer, state, wanted, base_revision)
        # A whole form sends everything; only what differs is somebody's wish.
        _same, asked_for = changes.apply(state, wanted)
        wanted = {path: wanted[path] for path in asked_for}
        if none_is_exclusive and asked.none_choice:
            wanted = changes.exclude_none(state, wanted, asked.none_choice.id)
        after, delta = changes.apply(state, wanted)
        if delta:
            _write(actor, answer, after, delta)
            _keep(actor, part, asked, delta)
            touch.template(part.template)
    return answer


def _selecting(state: changes.State, selected: Collection[str] | None) -> changes.State:
    """What makes these choices the selection; what is set aside stays so unless selected."""
    if selected is None:
        return {}
    now, _aside = changes.selection(state)
    paths: changes.State = {changes.choice_path(key, "status"): "unselected" for key in now}
    return paths | {changes.choice_path(key, "status"): "selected" for key in selected}


def answer_of(part: TemplateReview, asked: CompiledQuestion) -> TemplateAnswer:
    """What a template that access has given says to a question; an unsaved row for nothing."""
    rows = part.answers.filter(question_key=asked.id).select_related("changed_by")
    found = rows.first()
    if found is None:
        found = TemplateAnswer(review=part, question_key=asked.id)
    found.pillar_key = asked.pillar_id
    found.review = part
    return found


def asked_in(part: TemplateReview, question: str) -> CompiledQuestion:
    """The question as the template's version of the lens asks it. NotFound if it does not."""
    asked = compiled(part.lens_version_id).questions.get(question)
    if asked is None:
        raise NotFound(_("There is no such question in this template."))
    return asked


def _refuse_clashes(
    answer: TemplateAnswer,
    state: changes.State,
    wanted: changes.State,
    base_revision: int | None,
) -> None:
    if base_revision is None or base_revision == answer.revision:
        return
    if base_revision > answer.revision:
        raise Invalid(fields={"base_revision": [_("There is no such revision yet.")]})
    since = [path for path, revision in answer.touched.items() if revision > base_revision]
    found = changes.clashes(state, wanted, since)
    if found:
        by = str(answer.changed_by) if answer.changed_by else _("Somebody")
        raise Stale(
            _("%(name)s changed the same thing a moment ago.") % {"name": by},
            by=by,
            at=answer.changed_at.isoformat(),
            revision=answer.revision,
            fields={clash.path: {"mine": clash.mine, "theirs": clash.theirs} for clash in found},
        )


def _write(
    actor: Actor, answer: TemplateAnswer, after: changes.State, delta: changes.Delta
) -> None:
    answer.choices = changes.nest(after)
    answer.is_applicable = bool(after.get("is_applicable", True))
    answer.reason = str(after.get("reason", Reason.NONE))
    answer.notes = str(after.get("notes", ""))
    answer.revision += 1
    answer.touched = {**answer.touched, **dict.fromkeys(delta, answer.revision)}
    answer.changed_at, answer.changed_by = clock.now(), actor.user
    answer.save()


def _keep(
    actor: Actor, part: TemplateReview, asked: CompiledQuestion, delta: changes.Delta
) -> None:
    log.record(
        actor,
        "template.answer_changed",
        part.template,
        data={
            "name": part.template.name,
            "lens": part.lens.alias,
            "code": asked.code,
            "title": asked.title,
        },
        changes={path: delta[path] for path in sorted(delta)},
        hidden=[path for path in delta if changes.split(path)[1] in templates.TEXTS],
    )
