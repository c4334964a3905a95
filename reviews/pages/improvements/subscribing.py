"""The secret address a calendar follows: what the buttons of the pages do about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wellarch.pages import MemberRequest


def act(request: MemberRequest, workload_id: UUID | None) -> str:
    """Make, renew or revoke (`do`); the new address, empty when there is none any more."""
    return ""


def context(request: MemberRequest, workload_id: UUID | None, address: str) -> dict[str, Any]:
    """What reviews/improvements/subscribe.html shows."""
    return {"feed": None, "address": address, "action": request.path}
