"""What can go wrong in the core, as exceptions with a code, a sentence and data.

The lowest module of the house: it imports nothing of ours. Services, access and policy raise
these; each door translates them in one place (pages: wellarch/pages.py, REST:
wellarch/rest/problems.py). No door raises its own words for a rule of the core.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class DomainError(Exception):
    """A refusal of the core.

    code: stable kebab-case word for programs. message: one sentence for people.
    data: values a door may show beside it (JSON-ready).
    """

    code = "refused"

    def __init__(self, message: str, *, code: str | None = None, **data: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.data: dict[str, Any] = data


class NotFound(DomainError):
    """It does not exist, or the actor may not know that it does."""

    code = "not-found"


class Forbidden(DomainError):
    """The actor may see it but not do this."""

    code = "forbidden"


class Conflict(DomainError):
    """The state of the thing does not allow it (duplicate name, already complete, …)."""

    code = "conflict"


class Stale(Conflict):
    """Somebody changed the same field since the actor read it; data holds both versions."""

    code = "stale"


class Invalid(DomainError):
    """The input is wrong. fields: path of the field → sentences, all problems at once."""

    code = "invalid"

    def __init__(
        self,
        message: str = "",
        *,
        fields: Mapping[str, Sequence[str]] | None = None,
        code: str | None = None,
        **data: Any,
    ) -> None:
        self.fields: dict[str, list[str]] = {key: list(v) for key, v in (fields or {}).items()}
        first = next((v[0] for v in self.fields.values() if v), "The input is not valid.")
        super().__init__(message or first, code=code, **data)
