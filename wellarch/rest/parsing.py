"""Bodies of requests: JSON that can be kept, and documents as they are.

Refuses what no field of ours can hold (400) and what is larger than a server should read (413),
so that no layer below has to ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser, JSONParser

# PostgreSQL stores neither a NUL nor half of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Twice what the deepest body of ours, a lens, may have; far from where Python stops to recurse.
_LEVELS = 100
_TOO_DEEP = "This JSON is nested too deeply."


class TooLarge(APIException):
    """The body has more bytes than a request may have."""

    status_code = 413
    default_detail = "The body of this request is too large."
    default_code = "too-large"


class StorableJSONParser(JSONParser):
    """JSON without NUL or half characters, not nested without end."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The parsed body; ParseError says what is wrong with it, TooLarge that it was not read."""
        body = _read(stream)
        try:
            data = super().parse(BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError(_TOO_DEEP) from None
        if _is_too_deep(data):
            raise ParseError(_TOO_DEEP)
        # Both can only come from an escape: a look at the bytes spares most bodies the walk.
        if b"\\u" in body and _has_unstorable(data):
            raise ParseError("A text holds a NUL or half of a character, which cannot be kept.")
        return data


class YAMLDocumentParser(BaseParser):
    """The raw bytes of a YAML document."""

    media_type = "application/yaml"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body, untouched; TooLarge when it was not read to its end."""
        return _read(stream)


class TextDocumentParser(YAMLDocumentParser):
    """The same as text/plain, text/yaml and other texts."""

    media_type = "text/*"


def _read(stream: IO[Any]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    body = bytes(stream.read(limit + 1))
    if len(body) > limit:
        raise TooLarge()
    return body


def _is_too_deep(data: Any) -> bool:
    """Whether lists and objects stand in each other further than any layer below can walk."""
    level = [data]
    for _ in range(_LEVELS):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return True


def _children(item: Any) -> Iterable[Any]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _has_unstorable(data: Any) -> bool:
    if isinstance(data, str):
        return bool(_UNSTORABLE.search(data))
    if isinstance(data, dict):
        return any(_has_unstorable(key) or _has_unstorable(v) for key, v in data.items())
    if isinstance(data, list):
        return any(_has_unstorable(item) for item in data)
    return False
