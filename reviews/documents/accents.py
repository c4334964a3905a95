"""The colour of an organization in its documents, over ours (static/css/document.css). Risks and
everything that means something by its colour stay as they are."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def rules(accent: str) -> str:
    """Rules that stand after those of every document; empty without a colour of its own.

    accent: was checked when it was chosen (wellarch/accounts/colours.py). What is no colour all
    the same is not written, for these rules are not escaped.
    """
    if not _COLOUR.fullmatch(accent):
        return ""
    return (
        f".chapter, .note {{ border-color: {accent} }}\n"
        f".cover__head {{ border-color: {accent} }}\n"
        f".cover__kind, .todos a {{ color: {accent} }}\n"
        f"@media screen {{ .toc a {{ color: {accent} }} }}\n"
    )
