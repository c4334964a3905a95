"""Refusals of the AWS door, as a client sees them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError


@contextmanager
def refused(code: str, says: str = "", **members: Any) -> Iterator[dict[str, Any]]:
    """Expects this error, with this in its message and these members. Gives the whole answer."""
    answer: dict[str, Any] = {}
    with pytest.raises(ClientError) as caught:
        yield answer
    answer |= caught.value.response
    assert answer["Error"]["Code"] == code, answer
    assert says in answer["Error"]["Message"], answer["Error"]["Message"]
    assert {name: answer.get(name) for name in members} == members


NOT_THERE = "ResourceNotFoundException"
NOT_ALLOWED = "AccessDeniedException"
NOT_VALID = "ValidationException"
CLASH = "ConflictException"
QUOTA = "ServiceQuotaExceededException"
