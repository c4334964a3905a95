"""Markdown that people write, as HTML that is safe to show."""

from __future__ import annotations

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Headings are left out: a note must not break into the outline of the page around it.
_TAGS = {
    "a", "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_WRITER = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable(["image", "heading", "lheading"])
)


def to_html(text: str) -> SafeString:
    """The text as HTML: links, emphasis, lists, code, quotes and tables; nothing that runs.

    HTML in it is shown as it was typed, pictures and headings are not made; links open apart
    and give nothing away about the page they were on.
    """
    clean = nh3.clean(
        _WRITER.render(text),
        tags=_TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return mark_safe(clean)  # noqa: S308 (cleaned above)
