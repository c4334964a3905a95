"""A form field for links, written one per line: an address, or a title, a bar and an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviews.pages.workloads.lines import LinesField


class LinksField(LinesField):
    """A list of {"title", "url"}. Whether an address is one is the service's business."""

    def prepare_value(self, value: Any) -> Any:
        """Links as lines; what was typed as it was typed."""
        if not isinstance(value, list):
            return value
        return "\n".join(_line(link) for link in value if isinstance(link, Mapping))

    def to_python(self, value: Any) -> Any:
        """The lines as links."""
        if isinstance(value, list) and all(isinstance(each, Mapping) for each in value):
            return value
        return [_link(line) for line in super().to_python(value)]


def _line(link: Mapping[str, str]) -> str:
    title, url = link.get("title", ""), link.get("url", "")
    return url if title in ("", url) else f"{title} | {url}"


def _link(line: str) -> dict[str, str]:
    title, bar, url = (part.strip() for part in line.rpartition("|"))
    return {"title": title if bar else "", "url": url}
