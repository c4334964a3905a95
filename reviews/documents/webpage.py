"""A document as one HTML file that needs nothing beside it: styles and pictures are inside."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from reviews.documents import pdf

_ICON = re.compile(r'url\("icon:([a-z_-]+)(?:/([0-9a-f]{6}))?"\)')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


def style(own: str = "") -> SafeString:
    """The stylesheet of documents with its icons inside, and rules of one document after it."""
    sheets = "".join(
        _sheet(path, path.stat().st_mtime_ns) for path in map(pdf.path_of, pdf.STYLESHEETS)
    )
    # Rules of ours and a colour that was checked; nothing here was typed by anybody.
    return mark_safe((sheets + own).replace("</", "<\\/"))  # noqa: S308


@lru_cache(maxsize=8)
def _sheet(path: Path, _changed: int) -> str:
    return _ICON.sub(_inside, _COMMENT.sub("", path.read_text(encoding="utf-8")))


def _inside(found: re.Match[str]) -> str:
    data = base64.b64encode(pdf.icon(*found.groups(""))).decode()
    return f'url("data:image/svg+xml;base64,{data}")'
