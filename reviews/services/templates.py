"""Review templates: made, described, copied, deleted. What they answer: template_answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access, changes
from reviews.models import Answer, Review, Template, TemplateAnswer, TemplateReview
from reviews.services import answers, template_lenses, touch
from reviews.template_access import template_for
from wellarch import clock, tagging
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.sharing import shares
from wellarch.accounts.tenancy import teams
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.events import log

EDITABLE = ("name", "description", "tags", "notes")
_UNLOGGED = ("notes",)  # what people write stays out of the log
MAX_TEMPLATES = 1000  # of an organization
TEXTS = ("notes", "note")


def create(
    actor: Actor, *, values: Mapping[str, Any], lenses: Sequence[str | UUID] = ()
) -> Template:
    """A new template with these lenses (aliases or ids), nothing answered yet.

    Invalid names every wrong field; Conflict for a lens that cannot be in a template.
    """
    policy.require(actor, Action.TEMPLATE_WRITE)
    with transaction.atomic():
        template = _made(actor, values, {})
        for lens in lenses:
            template_lenses.put(actor, template, lens)
        touch.template(template)
    return template


def from_reviews(
    actor: Actor,
    *,
    values: Mapping[str, Any],
    review_ids: Iterable[UUID],
    with_notes: bool = True,
) -> Template:
    """A new template that says what these reviews say, each with its version of the lens.

    The reviews' own notes, comments and evidence stay where they are. NotFound or Forbidden for
    a review the actor may not make templates from, Conflict for a lens of somebody else.
    """
    policy.require(actor, Action.TEMPLATE_WRITE)
    with transaction.atomic():
        found = [access.review_for(actor, key, need=Action.TEMPLATE_WRITE) for key in review_ids]
        if not found:
            raise Invalid(fields={"reviews": [_("Choose at least one lens.")]})
        if any(row.workload.organization_id != actor.organization.pk for row in found):
            raise Conflict(_("A template is made from your own workloads."), code="workload-shared")
        template = _made(actor, values, {"workload": found[0].workload.name})
        for review in found:
            part = template_lenses.put(actor, template, review.lens_id, review.lens_version_id)
            _take_answers(actor, part, review, with_notes=with_notes)
        touch.template(template)
    return template


def edit(
    actor: Actor,
    template_id: UUID,
    *,
    values: Mapping[str, Any],
    base_revision: int | None = None,
) -> Template:
    """Change name, description, tags or notes; only the named fields are written.

    base_revision: Stale when anything in the template changed since.
    """
    with transaction.atomic():
        template = template_for(actor, template_id, need=Action.TEMPLATE_WRITE, lock=True)
        refuse_stale(template, base_revision)
        before = {key: getattr(template, key) for key in values if key in EDITABLE}
        _assign(template, values)
        changed = [key for key, value in before.items() if getattr(template, key) != value]
        if changed:
            _save(template, [*changed, "normalized_name"])
            log.record(
                actor,
                "template.changed",
                template,
                changes={key: (before[key], getattr(template, key)) for key in changed},
                hidden=_UNLOGGED,
                data={"name": template.name},
            )
            touch.template(template)
    return template


def copy(actor: Actor, template_id: UUID, *, name: str) -> Template:
    """A template of the actor's own with the same lenses, answers and notes.

    Conflict for a shared template with a lens of its owner's: no template of yours can have it.
    """
    policy.require(actor, Action.TEMPLATE_WRITE)
    with transaction.atomic():
        source = template_for(actor, template_id)
        kept = ("description", "tags", "notes")
        values = {"name": name, **{key: getattr(source, key) for key in kept}}
        template = _made(actor, values, {"template": source.name})
        for part in source.reviews.select_related("lens").order_by("lens__name"):
            made = template_lenses.put(actor, template, part.lens_id, part.lens_version_id)
            TemplateReview.objects.filter(pk=made.pk).update(
                notes=part.notes, pillar_notes=part.pillar_notes
            )
            _write(
                actor,
                made,
                ((row.pillar_key, row.question_key, state_of(row)) for row in part.answers.all()),
            )
        touch.template(template)
    return template


def delete(actor: Actor, template_id: UUID, *, base_revision: int | None = None) -> None:
    """Delete a template. Workloads made from it keep their answers and hear of it no more."""
    with transaction.atomic():
        template = template_for(actor, template_id, need=Action.TEMPLATE_WRITE, lock=True)
        refuse_stale(template, base_revision)
        log.record(actor, "template.deleted", template, data={"name": template.name})
        shares.forget(ShareKind.TEMPLATE, template.pk)
        template.delete()


def state_of(row: TemplateAnswer) -> changes.State:
    """The flat state of what a template says to a question."""
    return changes.flatten(row.choices, row.is_applicable, row.reason, row.notes)


def refuse_stale(template: Template, base_revision: int | None) -> None:
    """Stale unless the template is as the caller saw it; None means "whatever it is now"."""
    if base_revision is not None and base_revision != template.revision:
        raise Stale(
            _("Somebody changed this template meanwhile. Look at it again."),
            revision=template.revision,
        )


def _made(actor: Actor, values: Mapping[str, Any], origin: Mapping[str, str]) -> Template:
    mine = Template.objects.filter(organization=actor.organization)
    if mine.count() >= MAX_TEMPLATES:
        raise Conflict(
            _("There are as many templates as there can be. Delete one first."),
            code="too-many-templates",
        )
    template = Template(organization=actor.organization, created_by=actor.user)
    _assign(template, values)
    _save(template)
    data = {"name": template.name, **{f"from_{kind}": name for kind, name in origin.items()}}
    log.record(actor, "template.created", template, data=data)
    return template


def _take_answers(actor: Actor, part: TemplateReview, review: Review, *, with_notes: bool) -> None:
    asked = compiled(review.lens_version_id).questions
    rows = Answer.objects.filter(review=review).order_by("position")
    said = []
    for row in rows:
        state = {
            path: value
            for path, value in answers.state_of(row).items()
            if with_notes or changes.split(path)[1] not in TEXTS
        }
        if row.question_key in asked and state:
            said.append((row.pillar_key, row.question_key, state))
    _write(actor, part, said)


def _write(
    actor: Actor, part: TemplateReview, said: Iterable[tuple[str, str, changes.State]]
) -> None:
    now = clock.now()
    TemplateAnswer.objects.bulk_create(
        TemplateAnswer(
            review=part,
            pillar_key=pillar,
            question_key=question,
            choices=changes.nest(state),
            is_applicable=bool(state.get("is_applicable", True)),
            reason=str(state.get("reason", changes.default("reason"))),
            notes=str(state.get("notes", "")),
            revision=1,
            touched=dict.fromkeys(state, 1),
            changed_at=now,
            changed_by=actor.user,
        )
        for pillar, question, state in said
        if state
    )


def _assign(template: Template, values: Mapping[str, Any]) -> None:
    problems: dict[str, list[str]] = {
        key: [_("There is no such field.")] for key in values if key not in EDITABLE
    }
    for key, value in values.items():
        if key in EDITABLE:
            setattr(template, key, value.strip() if isinstance(value, str) else value)
    template.normalized_name = teams.normalize(template.name)[:100]
    if len(template.normalized_name) < 3:
        problems["name"] = [_("Use at least 3 letters.")]
    if problem := tagging.wrong(template.tags):
        problems["tags"] = [problem]
    try:
        template.full_clean(validate_constraints=False, exclude=["normalized_name", *problems])
    except ValidationError as error:
        problems |= error.message_dict
    if "name" not in problems and _twins(template).exists():
        problems["name"] = [_name_taken()]
    if problems:
        raise Invalid(fields=problems)


def _save(template: Template, columns: list[str] | None = None) -> None:
    """Save; who takes the same name at the same moment is told what _assign tells the later one."""
    try:
        with transaction.atomic():
            template.save(update_fields=columns)
    except IntegrityError as error:
        if _twins(template).exists():
            raise Invalid(fields={"name": [_name_taken()]}) from error
        raise


def _twins(template: Template) -> QuerySet[Template]:
    return Template.objects.filter(
        organization=template.organization_id, normalized_name=template.normalized_name
    ).exclude(pk=template.pk)


def _name_taken() -> str:
    return _("There is a template of this name already.")
