"""The only way to reach a review template for an actor. What they may not see is NotFound.

A template is read by its organization and by those it is shared with; only its organization
changes it, each by their role there. Where rows are locked, the template comes before the
workload, and a use of it after both.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from reviews import access
from reviews.models import Template, TemplateReview, TemplateUse
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Forbidden, NotFound


def template_for(
    actor: Actor, template_id: UUID, *, need: Action = Action.READ, lock: bool = False
) -> Template:
    """The template, locked for the rest of the transaction if `lock`.

    `need` other than READ also requires that it is the organization's own.
    """
    policy.require(actor, Action.READ)
    rows = Template.objects.visible_to(actor).filter(pk=template_id)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=need != Action.TEMPLATE_WRITE)
    template = rows.select_related("organization").order_by().first()
    if template is None:
        raise NotFound(_("There is no such template."))
    if need != Action.READ:
        policy.require(actor, need)
        if template.organization_id != actor.organization.pk:
            raise Forbidden(_("This template is shared with you. Only its owner can change it."))
    return template


def template_lens_for(
    actor: Actor,
    template_id: UUID,
    key: str,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> TemplateReview:
    """One lens of a template, named by its alias or id, with lens and version.

    Where two lenses of a template have the same alias, an own one comes before a built-in one.
    `lock` locks the template, which keeps everything in it.
    """
    template = template_for(actor, template_id, need=need, lock=lock)
    named = Q(lens__alias=key)
    with suppress(ValueError):  # mostly it is a word
        named |= Q(lens_id=UUID(key))
    rows = (
        template.reviews.filter(named)
        .select_related("lens", "lens_version")
        .defer("lens_version__document")
    )
    found = min(rows, key=lambda row: row.lens.is_builtin, default=None)
    if found is None:
        raise NotFound(_("There is no such lens in this template."))
    found.template = template
    return found


def use_for(
    actor: Actor,
    workload_id: UUID,
    use_id: int,
    *,
    need: Action = Action.READ,
    lock: bool = False,
) -> TemplateUse:
    """A template's use in a workload, with template, review and workload.

    Who sees the workload sees it, also when the template is not shared with them any more; what
    the template says by now is then not for them (`is_withdrawn`). `need` is asked of the
    workload; `lock` locks workload, review and use.
    """
    rows: Any = TemplateUse.objects.filter(
        pk=use_id, workload_id=workload_id, review__removed_at=None
    )
    gone = NotFound(_("This workload does not use such a template."))
    review_id = rows.values_list("review_id", flat=True).first()
    try:
        if review_id is None:
            raise gone
        review = access.review_for(actor, review_id, need=need, lock=lock)
    except NotFound:
        # The same words for who does not see the workload, whether it uses one or not.
        access.workload_for(actor, workload_id, need=need)
        raise gone from None
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    use: TemplateUse | None = rows.select_related("template", "proposed_by").first()
    if use is None:
        raise NotFound(_("This workload does not use such a template."))
    use.review, use.workload = review, review.workload
    return use


def is_withdrawn(actor: Actor, use: TemplateUse) -> bool:
    """Whether what the template of a use says now is not for the actor: it is another
    organization's, does not reach them, and was not proposed as it is. One query at most."""
    if use.template.organization_id == use.workload.organization_id:
        return False
    if use.proposed_revision == use.template.revision:
        return False
    return not Template.objects.visible_to(actor).filter(pk=use.template_id).exists()
