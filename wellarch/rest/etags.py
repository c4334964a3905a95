"""Versions of resources in headers: ETag out, If-Match and If-None-Match in. Pure parsing."""

from __future__ import annotations

import re
from datetime import date

from django.http import HttpRequest
from rest_framework.request import Request

_STRONG = re.compile(r'"(\d{1,10})(?:-\d{8})?"')


def etag(revision: int, day: date | None = None) -> str:
    """The strong entity tag of a revision; with the day where what is shown depends on it."""
    return f'"{revision}"' if day is None else f'"{revision}-{day:%Y%m%d}"'


def weak(*parts: object) -> str:
    """A weak entity tag: same tag, same meaning, perhaps other bytes."""
    return 'W/"' + "-".join(str(part) for part in parts) + '"'


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
