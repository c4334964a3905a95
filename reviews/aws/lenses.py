"""Lenses: listed, read, imported, exported, deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from lenses.access import version_named
from lenses.models import DRAFT, Lens, LensVersion
from lenses.services import aws_imports, deletion, drafts, exports
from reviews.aws import arns, lens_names, paging, quotas, share_names
from reviews.aws.arns import Kind
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotAllowed, NotThere, NotValid
from reviews.reads import lens_list
from reviews.reads.lens_list import Owner
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.errors import Conflict, Invalid, NotFound

BUILTIN_OWNER = "WellArch"
_OWNERS = {
    "AWS_OFFICIAL": Owner.BUILTIN,
    "CUSTOM_SELF": Owner.OWN,
    "CUSTOM_SHARED": Owner.SHARED,
}
_TOLD = 10  # problems of a document in the message; all of them are in Fields


def list_lenses(call: Call) -> Mapping[str, Any]:
    """ListLenses: what is published, unless LensStatus asks for drafts (or ALL)."""
    given = call.given
    status = given.get("LensStatus", "PUBLISHED")
    rows = lens_list.build(
        call.actor,
        owner=_OWNERS.get(given.get("LensType", "")),
        drafts=status != "PUBLISHED",
        published=status != "DRAFT",
        name=given.get("LensName", ""),
    )
    page, more = paging.page(call, rows)
    return {"LensSummaries": [_summary(call.actor, row) for row in page], **more}


def get_lens(call: Call) -> Mapping[str, Any]:
    """GetLens: the newest published version unless another one is named."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"])
    version = version_of(call, lens, call.given.get("LensVersion", ""))
    own = lens.organization_id == call.actor.organization.pk
    return {
        "Lens": {
            "LensArn": lens_names.arn_of(lens),
            "LensVersion": name_of(version),
            "Name": version.document.get("name") or lens.name,
            "Description": version.document.get("description") or None,
            "Owner": lens.organization.number if lens.organization else BUILTIN_OWNER,
            "ShareInvitationId": share_names.invitation(call.actor, ShareKind.LENS, lens.pk)
            if lens.organization and not own
            else None,
            "Tags": (lens.tags or None) if own else None,
        }
    }


def import_lens(call: Call) -> Mapping[str, Any]:
    """ImportLens: a new custom lens as a draft, or another draft of the lens with this ARN."""
    given = call.given
    alias = given.get("LensAlias")
    try:
        if alias is None:
            used = lens_list.count_own(call.actor)
            quotas.require(call, "lenses", used=used, id=call.account, kind="ACCOUNT")
            version = aws_imports.create(
                call.actor, text=given["JSONString"], tags=given.get("Tags")
            )
        else:
            lens = lens_names.lens_for(call.actor, _arn(alias), need=Action.LENS_WRITE)
            version = aws_imports.replace(call.actor, lens.pk, text=given["JSONString"])
    except Invalid as error:
        raise _not_a_lens(error) from error
    except Conflict as error:
        raise _wrong_name(error) from error
    # The model knows a Status, too; the reference does not give it.
    return {"LensArn": lens_names.arn_of(version.lens)}


def export_lens(call: Call) -> Mapping[str, Any]:
    """ExportLens: only for its owner, in the reference format."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"])
    if lens.organization_id != call.actor.organization.pk:
        raise NotAllowed(
            f"User might be not authorized to access lens {call.given['LensAlias']}: "
            "only the owner of a custom lens can export it."
        )
    name = call.given.get("LensVersion", "")
    version_of(call, lens, name)
    try:
        return {"LensJSON": exports.reference(call.actor, key=lens.pk, version=name)}
    except Conflict as error:
        raise NotValid(f"[Validation] {error.message}") from error


def delete_lens(call: Call) -> None:
    """DeleteLens: all of it, its draft, or what was published of it."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"], need=Action.LENS_WRITE)
    ways: dict[str, Callable[[Actor, UUID], object]] = {
        "ALL": deletion.delete,
        "DRAFT": drafts.discard,
        "PUBLISHED": deletion.withdraw,
    }
    ways[call.given["LensStatus"]](call.actor, lens.pk)


def version_of(call: Call, lens: Lens, name: str) -> LensVersion:
    """A version of a lens that was reached, with its document; "draft" is its draft."""
    try:
        return version_named(call.actor, lens, name)
    except NotFound as error:
        told = f"No version {name} of lens {call.given['LensAlias']} was found."
        raise NotThere(told, id=name, kind="LENS_VERSION") from error


def name_of(version: LensVersion) -> str:
    """LensVersion; that of a draft is "draft", which no published version can be called."""
    return version.name or DRAFT


def _summary(actor: Actor, version: LensVersion) -> dict[str, Any]:
    lens = version.lens
    own = lens.organization_id == actor.organization.pk
    kind = "AWS_OFFICIAL" if lens.is_builtin else "CUSTOM_SELF" if own else "CUSTOM_SHARED"
    return {
        "LensArn": lens_names.arn_of(lens),
        # Custom lenses have none in lists, whatever the document of the API says.
        "LensAlias": lens.alias if lens.is_builtin else None,
        "LensName": lens.name,
        "LensType": kind,
        "Description": lens.description or None,
        "CreatedAt": lens.created_at,
        "UpdatedAt": version.published_at or version.edited_at or version.created_at,
        "LensVersion": name_of(version),
        "Owner": lens.organization.number if lens.organization else None,
        "LensStatus": "CURRENT",
    }


def _arn(alias: str) -> str:
    """LensAlias of an import, which must be the ARN of a lens. NotValid for anything else."""
    parts = arns.parse(alias)
    if parts is None or parts.kind != Kind.LENS:
        raise NotValid(
            f"[Validation] Invalid lens alias {alias} (allowed value as alias is LensARN)"
        )
    return alias


def _not_a_lens(error: Invalid) -> NotValid:
    """Every problem of a document, by its JSON pointer; the first ones also in the message, which
    is all that most clients show."""
    pairs = [(name or "JSONString", text) for name, told in error.fields.items() for text in told]
    lines = [f"{name}: {text}" for name, text in pairs[:_TOLD]]
    if len(pairs) > _TOLD:
        lines.append(f"and {len(pairs) - _TOLD} more.")
    return NotValid(f"[Validation] {' '.join(lines)}", pairs)


def _wrong_name(error: Conflict) -> Exception:
    if error.code == "name-taken":
        return NotValid(
            f"[Validation] A lens with normalized name {error.data['normalized']} already exists."
        )
    if error.code == "name-differs":
        return NotValid("[Validation] Lens name must match published name")
    return error


OPERATIONS: dict[str, Handler] = {
    "ListLenses": list_lenses,
    "GetLens": get_lens,
    "ImportLens": import_lens,
    "ExportLens": export_lens,
    "DeleteLens": delete_lens,
}
