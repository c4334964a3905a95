"""Calls to an account of the AWS API: through a breaker, page by page, counted.

The client is one of boto3 (or behaves as one): it waits when it is told to slow down, and tries
again what may be tried again. Who uses it knows nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name
from botocore.exceptions import (
    ClientError,
    ConnectionError,
    HTTPClientError,
    ParamValidationError,
)

from wellarch.accounts.models import Organization
from wellarch.outgoing import breakers

PAGE = 50


class Refused(Exception):
    """The other side did not do it. code: its word for why."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {message}")
        self.operation, self.code, self.message = operation, code, message


@dataclass
class Remote:
    """One account of the API. calls: how many were made so far."""

    client: Any
    organization: Organization
    calls: int = field(default=0)

    @property
    def place(self) -> str:
        """Its address, by which copies are remembered."""
        return str(self.client.meta.endpoint_url).rstrip("/")

    def call(self, operation: str, **given: Any) -> dict[str, Any]:
        """What an operation answers. Refused when the other side says no (a wrong input, nothing
        there, not allowed); breakers.Open, or what botocore raises, when it is not well."""
        self.calls += 1
        method = getattr(self.client, xform_name(operation))
        try:
            found: dict[str, Any] = breakers.call(
                f"aws:{self.place}",
                method,
                label=self.place,
                organization=self.organization,
                is_failure=_is_failure,
                **given,
            )
        except ParamValidationError as error:
            raise Refused(operation, "ValidationException", str(error)) from error
        except ClientError as error:
            if _is_failure(error):
                raise
            told = error.response.get("Error", {})
            code, message = str(told.get("Code", "")), str(told.get("Message", ""))
            raise Refused(operation, code, message or code) from error
        return found

    def each(self, operation: str, member: str, **given: Any) -> Iterator[dict[str, Any]]:
        """The rows of a list, over all its pages."""
        token: dict[str, str] = {}
        while True:
            found = self.call(operation, MaxResults=PAGE, **given, **token)
            yield from found.get(member) or ()
            if not found.get("NextToken"):
                return
            token = {"NextToken": found["NextToken"]}


def _is_failure(error: Exception) -> bool:
    """Whether the other side is not well, rather than refusing this one call."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return bool(status >= 500 or status == 429)
    return isinstance(error, (HTTPClientError, ConnectionError)) or breakers.is_network_failure(
        error
    )
