"""What a handler is given: who asks, for what, with which input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from wellarch.accounts.actor import Actor


@dataclass(frozen=True)
class Call:
    """One call of an operation, its signature checked and its input valid for the model.

    given: members of the operation's input shape under their own names, from the path, the query
    and the body alike; what was not sent is not there.
    """

    actor: Actor
    operation: str
    given: Mapping[str, Any]

    @property
    def account(self) -> str:
        """The twelve digits of the caller's organization."""
        return self.actor.organization.number


Handler = Callable[[Call], "Mapping[str, Any] | None"]
"""Gives the members of the output shape (datetimes as datetimes, None for "not there"), or None
for an operation without an output."""
