"""Versions of resources in headers: ETag out, If-Match and If-None-Match in. Pure parsing.

Three kinds of tags, told apart by nobody but us:
`"12"` the revision of a resource that counts them, `"12-20261121"` with the day where what is
shown depends on it, and `"5f0c….91d2…"` a digest where nothing counts. The part before the `-`
or the `.` stands for what can be edited, and If-Match compares no more than that: a number
that changed elsewhere, or the day, is no edit that could be lost. If-None-Match compares all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection
from datetime import date
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

_STRONG = re.compile(r'"(\d{1,10})(?:-\d{8})?"')
_OURS = re.compile(r'"(?:\d{1,10}(?:-\d{8})?|[0-9a-f]{16}(?:\.[0-9a-f]{16})?)"')


def etag(revision: int, day: date | None = None) -> str:
    """The strong entity tag of a revision; with the day where what is shown depends on it."""
    return f'"{revision}"' if day is None else f'"{revision}-{day:%Y%m%d}"'


def weak(*parts: object) -> str:
    """A weak entity tag: same tag, same meaning, perhaps other bytes."""
    return 'W/"' + "-".join(str(part) for part in parts) + '"'


def digest(data: dict[str, Any], moving: Collection[str] = ()) -> str:
    """The strong entity tag of a representation.

    moving: names of what changes without anybody editing the resource, such as counts.
    """
    edited = _hash({key: value for key, value in data.items() if key not in moving})
    if not moving:
        return f'"{edited}"'
    return f'"{edited}.{_hash({key: value for key, value in data.items() if key in moving})}"'


def names(header: str, tag: str) -> bool:
    """True when If-Match names this version of what can be edited, or any (`*`).

    A weak tag names none (RFC 9110, 13.1.1), nor does anything that is no tag of ours.
    """
    if header.strip() == "*":
        return True
    sent = [each.strip() for each in header.split(",")]
    return any(_edited(each) == _edited(tag) for each in sent if _OURS.fullmatch(each))


def unchanged(request: Request | HttpRequest, tag: str) -> bool:
    """True when the client has the version `tag` already (If-None-Match)."""
    sent = request.headers.get("If-None-Match", "")
    known = {each.strip().removeprefix("W/") for each in sent.split(",")}
    return "*" in known or tag.removeprefix("W/") in known


def parse_if_match(header: str | None) -> int | None:
    """The revision a change is based on, None when any will do (no header, or `*`).

    Raises ValueError for a tag that is none of ours. Of several the newest counts.
    """
    if header is None or header.strip() == "*":
        return None
    found = [_STRONG.fullmatch(each.strip()) for each in header.split(",")]
    if not all(found):
        raise ValueError(header)
    return max(int(match[1]) for match in found if match)


def _edited(tag: str) -> str:
    return re.split(r"[-.]", tag.strip('"'))[0]


def _hash(data: Any) -> str:
    text = json.dumps(data, cls=JSONEncoder, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
