"""The errors of the API, as its model names them. The engine writes them; the core's own
refusals are translated in one place, refusing.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):
    """A modelled error. members: what its shape holds besides the message."""

    code = "InternalServerException"

    def __init__(self, message: str, **members: Any) -> None:
        super().__init__(message)
        self.message = message
        self.members = members


class NotThere(Refusal):
    """404: also for what the caller may not see."""

    code = "ResourceNotFoundException"

    def __init__(self, message: str, *, id: str, kind: str) -> None:
        super().__init__(message, ResourceId=id, ResourceType=kind)


class Clash(Refusal):
    """409: the state of the resource does not allow it."""

    code = "ConflictException"

    def __init__(self, message: str, *, id: str, kind: str) -> None:
        super().__init__(message, ResourceId=id, ResourceType=kind)


class NotAllowed(Refusal):
    """403: the caller may see it, but not do this."""

    code = "AccessDeniedException"


class NotValid(Refusal):
    """400. fields: name of the member → what is wrong with it; pairs, if one has several."""

    code = "ValidationException"

    def __init__(
        self,
        message: str,
        fields: Mapping[str, str] | Sequence[tuple[str, str]] | None = None,
        *,
        reason: str = "",
    ) -> None:
        members: dict[str, Any] = {
            "Reason": reason or ("FIELD_VALIDATION_FAILED" if fields else "OTHER")
        }
        if fields:
            pairs = fields.items() if isinstance(fields, Mapping) else fields
            members["Fields"] = [{"Name": n, "Message": m} for n, m in pairs]
        super().__init__(message, **members)


class QuotaReached(Refusal):
    """402: more than the quotas of this installation allow."""

    code = "ServiceQuotaExceededException"

    def __init__(self, message: str, *, id: str, kind: str, quota: str) -> None:
        super().__init__(
            message,
            ResourceId=id,
            ResourceType=kind,
            QuotaCode=quota,
            ServiceCode="wellarchitected",
        )


class TooManyCalls(Refusal):
    """429: more calls in a minute than a key may make. seconds: when to come again."""

    code = "ThrottlingException"

    def __init__(self, seconds: int) -> None:
        super().__init__("Rate exceeded", QuotaCode="calls", ServiceCode="wellarchitected")
        self.seconds = seconds


class FrontDoor(Refusal):
    """What AWS's front door refuses before a service hears of it; no model lists these.

    code: as AWS writes it. status: its HTTP status.
    """

    def __init__(self, code: str, message: str, *, status: int = 403) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
