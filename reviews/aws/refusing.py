"""The core's refusals as errors of the API: the one place that knows both words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from reviews.aws.errors import Clash, NotAllowed, NotThere, NotValid, Refusal
from wellarch.errors import Conflict, DomainError, Forbidden, Invalid, NotFound

_KINDS = {
    "WorkloadId": "WORKLOAD",
    "WorkloadArn": "RESOURCE",
    "LensAlias": "LENS",
    "QuestionId": "QUESTION",
    "MilestoneNumber": "MILESTONE",
    "ProfileArn": "PROFILE",
    "TemplateArn": "REVIEW_TEMPLATE",
    "ShareId": "SHARE",
    "ShareInvitationId": "SHARE_INVITATION",
}


def translated(error: DomainError, operation: OperationModel, given: Mapping[str, Any]) -> Refusal:
    """What the API says of a refusal of the core."""
    if isinstance(error, Forbidden):
        return NotAllowed(error.message)
    if isinstance(error, Invalid):
        pairs = [(n, str(m)) for n, messages in error.fields.items() for m in messages]
        return NotValid(f"[Validation] {error.message}", pairs)
    id, kind = _about(operation, given)
    if isinstance(error, NotFound):
        return NotThere(error.message, id=id, kind=kind)
    if isinstance(error, Conflict):
        return Clash(error.message, id=id, kind=kind)
    return NotValid(f"[Validation] {error.message}")


def _about(operation: OperationModel, given: Mapping[str, Any]) -> tuple[str, str]:
    """What the call is about: the innermost resource its path names, else its operation."""
    shape = operation.input_shape
    members = shape.members if shape else {}
    named = [
        name
        for name, member in members.items()
        if member.serialization.get("location") == "uri" and name in given
    ]
    path = operation.http["requestUri"]
    named.sort(key=lambda name: path.index(f"{{{members[name].serialization['name']}}}"))
    if named:
        return str(given[named[-1]]), _KINDS.get(named[-1], "RESOURCE")
    return operation.name, "OPERATION"
