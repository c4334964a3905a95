"""Tags of workloads, lenses, profiles and review templates. The member of the ARN is called
WorkloadArn, whatever it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lenses.models import Lens
from lenses.services import tags as lens_tags
from reviews import access
from reviews.aws import arns, lens_names, places, profile_names, quotas, template_names
from reviews.aws.arns import Kind
from reviews.aws.call import Call, Handler
from reviews.aws.errors import NotThere
from reviews.models import Profile, Template, Workload
from reviews.services import tags
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.errors import NotFound

_KINDS: dict[str, tuple[ShareKind, Action]] = {
    Kind.WORKLOAD: (ShareKind.WORKLOAD, Action.WORKLOAD_WRITE),
    Kind.LENS: (ShareKind.LENS, Action.LENS_WRITE),
    Kind.PROFILE: (ShareKind.PROFILE, Action.PROFILE_WRITE),
    Kind.TEMPLATE: (ShareKind.TEMPLATE, Action.TEMPLATE_WRITE),
}


@dataclass(frozen=True, slots=True)
class _Resource:
    """Something that has tags: of which kind, and its row."""

    kind: ShareKind
    row: Workload | Lens | Profile | Template

    @property
    def key(self) -> UUID:
        """Its id."""
        return self.row.pk


def tag_resource(call: Call) -> None:
    """TagResource: a tag that is there gets the new value."""
    found = _found(call, is_write=True)
    wanted = call.given["Tags"]
    quotas.require(
        call,
        "tags",
        used=len(found.row.tags),
        more=len(wanted.keys() - found.row.tags.keys()),
        id=call.given["WorkloadArn"],
        kind=found.kind.upper(),
    )
    with places.named({"tags": "Tags"}):
        if found.kind == ShareKind.LENS:
            lens_tags.put(call.actor, found.key, wanted)
        else:
            tags.put(call.actor, found.kind, found.key, wanted)


def untag_resource(call: Call) -> None:
    """UntagResource: a tag that is not there is passed over."""
    found = _found(call, is_write=True)
    names = call.given["TagKeys"]
    if found.kind == ShareKind.LENS:
        lens_tags.drop(call.actor, found.key, names)
    else:
        tags.drop(call.actor, found.kind, found.key, names)


def list_tags_for_resource(call: Call) -> Mapping[str, Any]:
    """ListTagsForResource. The model knows no empty TagMap, so without tags there is none."""
    return {"Tags": _found(call, is_write=False).row.tags or None}


def _found(call: Call, *, is_write: bool) -> _Resource:
    """What the ARN names. NotThere for what the caller does not see or is no resource."""
    text = call.given["WorkloadArn"]
    parts = arns.parse(text)
    if parts is None or parts.kind not in _KINDS:
        raise _not_there(text)
    kind, write = _KINDS[parts.kind]
    need = write if is_write else Action.READ
    row: Workload | Lens | Profile | Template
    match kind:
        case ShareKind.LENS:
            row = lens_names.lens_for(call.actor, text, need=need)
        case ShareKind.PROFILE:
            row = profile_names.profile_for(call.actor, text, need=need)
        case ShareKind.TEMPLATE:
            row = template_names.template_for(call.actor, text, need=need)
        case _workload:
            row = _workload_for(call, parts.id, need)
    return _Resource(kind, row)


def _workload_for(call: Call, id: str, need: Action) -> Workload:
    key = arns.key_of(id)
    try:
        if key is None:
            raise NotFound(id)
        return access.workload_for(call.actor, key, need=need)
    except NotFound:
        raise _not_there(call.given["WorkloadArn"]) from None


def _not_there(text: str) -> NotThere:
    return NotThere(f"No resource found for ARN {text}.", id=text, kind="RESOURCE")


OPERATIONS: dict[str, Handler] = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
