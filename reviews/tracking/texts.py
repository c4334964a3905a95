"""An issue's text as each tracker writes it: Markdown (GitHub), ADF (Jira Cloud), wiki (Jira).

What people wrote here must not do anything there: nobody is told because their name stands in a
recommendation, and no macro runs.
"""

from __future__ import annotations

import re
from typing import Any

from reviews.tracking.shapes import Draft, Part

_MENTION = re.compile(r"(?<![\w.+-])@(?=\w)")
_WIKI = re.compile(r"([{}\[\]|\\])")
# A word of its own, so that a search for it finds nothing else.
_WORD = "wellarch{}"


def marker_word(marker: str) -> str:
    """The word in the text by which an issue is found again."""
    return _WORD.format(marker)


def markdown(draft: Draft) -> str:
    """For GitHub. The marker stands in a comment that nobody sees."""
    said = []
    for part in draft.parts:
        if part.heading:
            said.append(f"### {_plain(part.heading)}")
        if part.text:
            said.append(_MENTION.sub("@\u200b", part.text.replace("<!--", "&lt;!--")))
        if part.url:
            said.append(f"<{part.url}>")
    said.append(f"<!-- {marker_word(draft.marker)} -->")
    return "\n\n".join(said)


def wiki(draft: Draft) -> str:
    """For Jira Data Center and Server (version 2 of its interface)."""
    said = []
    for part in draft.parts:
        if part.heading:
            said.append(f"h3. {_escaped(_plain(part.heading))}")
        if part.text:
            said.append(_escaped(part.text))
        if part.url:
            said.append(f"[{part.url}]")
    said.append(marker_word(draft.marker))
    return "\n\n".join(said)


def adf(draft: Draft) -> dict[str, Any]:
    """For Jira Cloud (version 3): Atlassian Document Format."""
    content: list[dict[str, Any]] = []
    for part in draft.parts:
        content += _adf_part(part)
    content.append(_paragraph([_text(marker_word(draft.marker))]))
    return {"version": 1, "type": "doc", "content": content}


def _adf_part(part: Part) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if heading := _plain(part.heading):
        found.append({"type": "heading", "attrs": {"level": 3}, "content": [_text(heading)]})
    for block in re.split(r"\n\s*\n", part.text.replace("\r\n", "\n")):
        inner: list[dict[str, Any]] = []
        for line in filter(str.strip, block.split("\n")):
            inner += [{"type": "hardBreak"}] * bool(inner)
            inner.append(_text(line))
        if inner:
            found.append(_paragraph(inner))
    if part.url:
        link = [{"type": "link", "attrs": {"href": part.url}}]
        found.append(_paragraph([{**_text(part.url), "marks": link}]))
    return found


def _paragraph(content: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "paragraph", "content": content}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _plain(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return _WIKI.sub(r"\\\1", text)
