"""Review templates: made, read, changed, deleted, listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from lenses.models import Lens
from reviews.aws import (
    lens_names,
    paging,
    places,
    quotas,
    share_names,
    template_names,
    template_shapes,
)
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, QuotaReached
from reviews.models import Template
from reviews.reads import template_list
from reviews.reads.template_list import LensRow
from reviews.services import template_lenses, templates
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.errors import Conflict, Invalid

_MEMBERS = {
    "name": "TemplateName",
    "description": "Description",
    "notes": "Notes",
    "tags": "Tags",
}


def create_review_template(call: Call) -> Mapping[str, Any]:
    """CreateReviewTemplate: with these lenses, nothing answered yet."""
    used = template_list.count_own(call.actor)
    quotas.require(call, "templates", used=used, id=call.account, kind="ACCOUNT")
    lenses = _lenses(call, call.given["Lenses"])
    _require_room(call, used=0, more=len(lenses), id=call.account, kind="ACCOUNT")
    try:
        with places.named(_MEMBERS):
            template = templates.create(call.actor, values=_values(call.given), lenses=lenses)
    except Invalid as error:
        raise _name_taken(call, error) from error
    except Conflict as error:
        if error.code != "too-many-templates":
            raise
        told = error.message
        raise QuotaReached(told, id=call.account, kind="ACCOUNT", quota="templates") from error
    return {"TemplateArn": template_names.arn_of(template)}


def get_review_template(call: Call) -> Mapping[str, Any]:
    """GetReviewTemplate."""
    template = template_names.template_for(call.actor, call.given["TemplateArn"])
    return {"ReviewTemplate": _shown(call, template)}


def update_review_template(call: Call) -> Mapping[str, Any]:
    """UpdateReviewTemplate: only what is named changes; lenses are taken out, then put in."""
    arn = call.given["TemplateArn"]
    template = template_names.template_for(call.actor, arn, need=Action.TEMPLATE_WRITE)
    try:
        with places.named(_MEMBERS):
            templates.edit(call.actor, template.pk, values=_values(call.given))
    except Invalid as error:
        raise _name_taken(call, error, but=template.pk) from error
    for alias in dict.fromkeys(call.given.get("LensesToDisassociate", ())):
        template_lenses.remove(call.actor, template.pk, lens_key(template, alias))
    there = template.reviews.count()
    wanted = _lenses(call, call.given.get("LensesToAssociate", ()))
    _require_room(call, used=there, more=len(wanted), id=arn, kind="REVIEW_TEMPLATE")
    for key in wanted:
        template_lenses.add(call.actor, template.pk, lens=key)
    return {
        "ReviewTemplate": _shown(call, template_names.template_for(call.actor, arn)),
    }


def delete_review_template(call: Call) -> None:
    """DeleteReviewTemplate: workloads made from it keep what they took."""
    arn = call.given["TemplateArn"]
    template = template_names.template_for(call.actor, arn, need=Action.TEMPLATE_WRITE)
    templates.delete(call.actor, template.pk)


def list_review_templates(call: Call) -> Mapping[str, Any]:
    """ListReviewTemplates: one's own and those shared with one, by name."""
    page, more = paging.page(call, template_list.visible(call.actor))
    rows = lens_rows(page)
    summaries = [template_shapes.summary(each, rows.get(each.pk, ())) for each in page]
    return {"ReviewTemplates": summaries, **more}


def lens_rows(found: Iterable[Template]) -> dict[UUID, list[LensRow]]:
    """{template: its lenses with progress}, the owners of the lenses loaded."""
    rows = template_list.lens_rows(found)
    lens_names.with_owners(row.part.lens for each in rows.values() for row in each)
    return rows


def lens_key(template: Template, alias: str) -> str:
    """How the core names a lens of a template: by its id. NotThere if it is not in it."""
    wanted = lens_names.condition(alias, "lens__")
    found = template.reviews.filter(wanted).first() if wanted is not None else None
    if found is None:
        raise lens_names.no_review(alias)
    return str(found.lens_id)


def _shown(call: Call, template: Template) -> dict[str, Any]:
    is_own = template.organization_id == call.actor.organization.pk
    return template_shapes.whole(
        template,
        lens_rows([template]).get(template.pk, ()),
        is_own=is_own,
        invitation=None
        if is_own
        else share_names.invitation(call.actor, ShareKind.TEMPLATE, template.pk),
    )


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    return {column: given[member] for column, member in _MEMBERS.items() if member in given}


def _lenses(call: Call, aliases: Iterable[str]) -> list[UUID]:
    """The keys of the lenses that are named, each once."""
    found: dict[UUID, Lens] = {}
    for alias in aliases:
        lens = lens_names.lens_for(call.actor, alias)
        found[lens.pk] = lens
    return list(found)


def _require_room(call: Call, **how: Any) -> None:
    quotas.require(call, "lenses-per-template", **how)


def _name_taken(call: Call, error: Invalid, *, but: UUID | None = None) -> Exception:
    """A name that is taken is a conflict; anything else stays what it is."""
    name = call.given.get("TemplateName", "")
    if list(error.fields) != ["TemplateName"] or not template_list.is_taken(
        call.actor.organization.pk, name, but=but
    ):
        return error
    told = f"A review template named {name} already exists."
    return Clash(told, id=name, kind="REVIEW_TEMPLATE")


OPERATIONS: dict[str, Handler] = {
    "CreateReviewTemplate": create_review_template,
    "GetReviewTemplate": get_review_template,
    "UpdateReviewTemplate": update_review_template,
    "DeleteReviewTemplate": delete_review_template,
    "ListReviewTemplates": list_review_templates,
}
