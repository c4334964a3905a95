"""A template's lens goes on with a newer version: what it says is carried, as a review's is.

A template is nobody's record, so no milestone is taken; what was said of questions that are gone
stays on the shelf for the day they come back. Minor versions are followed without asking.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled, minor_lines, newest_published
from lenses.models import LensVersion
from reviews import carrying, changes
from reviews.carrying import Carried
from reviews.models import TemplateAnswer, TemplateReview
from reviews.services import moving, templates, touch
from reviews.template_access import template_for, template_lens_for
from wellarch import clock
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, NotFound
from wellarch.events import log


def upgrade(
    actor: Actor, template_id: UUID, template_lens: str, *, base_revision: int | None = None
) -> tuple[Carried, ...]:
    """Carry a template to the newest published version of one of its lenses.

    base_revision: of the template; Stale when anything in it changed since the preview.
    Conflict when there is nothing newer.
    """
    with transaction.atomic():
        part = template_lens_for(
            actor, template_id, template_lens, need=Action.TEMPLATE_WRITE, lock=True
        )
        templates.refuse_stale(part.template, base_revision)
        version = newer(part)
        if version is None:
            raise Conflict(
                _("The template uses the newest version of this lens already."),
                code="lens-current",
            )
        return _move(actor, part, version)


def newer(part: TemplateReview) -> LensVersion | None:
    """The version a template's lens can be upgraded to, None if it has it already. One query."""
    if part.lens.deleted_at is not None:
        return None
    newest = newest_published(part.lens)
    is_newer = newest is not None and newest.number > part.lens_version.number
    return newest if is_newer else None


def plan(part: TemplateReview, version: LensVersion) -> tuple[Carried, ...]:
    """What would become of what the template says. One query."""
    return _plan(part, version, list(part.answers.all()))


def follow(version_id: UUID) -> int:
    """Have templates follow a minor version of their lens; returns how many did. Run again, it
    changes nothing."""
    version = LensVersion.objects.defer("document").filter(pk=version_id).first()
    if version is None:
        return 0
    lines = minor_lines(version.lens_id)
    behind = TemplateReview.objects.filter(lens=version.lens_id, lens_version__in=lines)
    rows = behind.order_by("template_id").values_list("template_id", "pk")
    return sum(_follow(template_id, key) for template_id, key in list(rows))


def sweep() -> int:
    """Have those follow whose task was lost or stopped; returns how many templates did."""
    behind = moving.behind(TemplateReview.objects.filter(lens__deleted_at=None))
    rows = behind.order_by("template_id").values_list("template_id", "pk")
    return sum(_follow(template_id, key) for template_id, key in list(rows))


def _follow(template_id: UUID, key: UUID) -> bool:
    with transaction.atomic():
        row = TemplateReview.objects.filter(pk=key).select_related("template__organization").first()
        if row is None:
            return False
        actor = system_actor(row.template.organization)
        try:
            template = template_for(actor, template_id, need=Action.TEMPLATE_WRITE, lock=True)
        except NotFound:
            return False  # deleted a moment ago
        part = template.reviews.select_related("lens", "lens_version").filter(pk=key).first()
        target = minor_lines(part.lens_id).get(part.lens_version_id) if part else None
        if part is None or target is None:
            return False
        part.template = template
        _move(actor, part, target)
    return True


def _plan(
    part: TemplateReview, version: LensVersion, rows: list[TemplateAnswer]
) -> tuple[Carried, ...]:
    old, new = compiled(part.lens_version_id), compiled(version.pk)
    states = {row.question_key: templates.state_of(row) for row in rows}
    asked = {key: state for key, state in states.items() if key in old.questions}
    shelved = {key: state for key, state in states.items() if key not in old.questions}
    return carrying.carry(old, new, asked, shelved)


def _move(actor: Actor, part: TemplateReview, version: LensVersion) -> tuple[Carried, ...]:
    rows = {row.question_key: row for row in part.answers.all()}
    carried = _plan(part, version, list(rows.values()))
    for one in carried:
        row = rows.get(one.question)
        if row is None or not one.is_asked:
            continue
        row.pillar_key = one.pillar_after
        if one.delta:
            row.choices = changes.nest(one.after)
            row.revision += 1
            row.touched = {**row.touched, **dict.fromkeys(one.delta, row.revision)}
            row.changed_at = clock.now()
        row.save()
    former = part.lens_version.name
    part.lens_version = version
    part.save(update_fields=["lens_version"])
    log.record(
        actor,
        "template.lens_upgraded",
        part.template,
        changes={"version": (former, version.name)},
        data={"name": part.template.name, "lens": part.lens.alias, "version": version.name},
    )
    touch.template(part.template)
    return carried
