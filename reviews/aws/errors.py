"""The errors of the API, as its model names them. The engine writes them; the core's own
refusals are translated in one place, engine.py."""

from __future__ import annotations

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
    """400. fields: name of the member → what is wrong with it."""

    code = "ValidationException"

    def __init__(self, message: str, fields: dict[str, str] | None = None) -> None:
        members: dict[str, Any] = {"Reason": "FIELD_VALIDATION_FAILED" if fields else "OTHER"}
        if fields:
            members["Fields"] = [{"Name": n, "Message": m} for n, m in fields.items()]
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
