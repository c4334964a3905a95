"""Texts, ids and links made to fit the reference format, and a note of everything changed."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection

from lenses.document import strict
from lenses.document.model import Link
from lenses.document.problems import Problem
from lenses.rules import is_none_choice

_REPLACED = str.maketrans(
    {
        **dict.fromkeys('"“”„«»`´‘‹›', "'"),
        **dict.fromkeys("–—−~=", "-"),
        **dict.fromkeys("[{<", "("),
        **dict.fromkeys("]}>", ")"),
        **dict.fromkeys("|\\", "/"),
        **dict.fromkeys("\u00a0\u2028\u2029", " "),
        ";": ",",
        "…": "...",
        "%": " percent",
        "*": "-",
        "•": "-",
        "×": "x",
        "→": "-",
    }
)


class Fit:
    """Makes values fit and remembers what had to change."""

    def __init__(self, description: int = strict.TEXT, longest: int = strict.TEXT) -> None:
        self.description = description
        self.longest = longest
        self.problems: list[Problem] = []
        # Where the whole text of what is being written can be read; empty if nowhere.
        self.page = ""
        self._dropped: dict[tuple[str, str], tuple[str, int]] = {}

    def note(self, pointer: str, code: str, message: str, *, error: bool = False) -> None:
        """One thing a person should know about the export."""
        self.problems.append(Problem(pointer, message, "error" if error else "warning", code))

    def dropped(self, kind: str, key: str, pointer: str) -> None:
        """A part the format does not know; said once per kind of object."""
        first, count = self._dropped.get((kind, key), (pointer, 0))
        self._dropped[kind, key] = (first, count + 1)

    def all(self) -> tuple[Problem, ...]:
        """Every note, what was dropped last."""
        for (kind, key), (pointer, count) in self._dropped.items():
            where = f"a {kind}" if count == 1 else f"{count} {kind}s"
            message = f"“{key}” of {where} is not part of the AWS format and is left out."
            self.note(pointer, "aws-left-out", message)
        self._dropped.clear()
        return tuple(self.problems)

    def words(self, pointer: str, text: str, limit: int, stand_in: str = "") -> str:
        """A name, title or description: refused characters replaced, then shortened."""
        kept = text
        if strict.REFUSED_CHARACTERS.search(kept):
            kept = html.unescape(text).translate(_REPLACED)
            kept = strict.REFUSED_CHARACTERS.sub("", kept)
            self.note(pointer, "aws-characters", "Characters that AWS refuses were replaced.")
        return self.shortened(pointer, kept if kept.strip() else stand_in, limit)

    def shortened(self, pointer: str, text: str, limit: int) -> str:
        """A text cut at a blank, with three dots, when it is longer than the limit.

        Where there is room for it, the page with the whole text is named at the end.
        """
        limit = min(limit, self.longest)
        if len(text) <= limit:
            return text
        message = f"The text of {len(text):,} characters was shortened to {limit:,}."
        self.note(pointer, "aws-shortened", message)
        end = f"... {self.page}" if self.page and len(self.page) < limit // 4 else "..."
        cut = text[: limit - len(end)]
        at_blank = cut.rfind(" ")
        return (cut[:at_blank] if at_blank > limit // 2 else cut).rstrip() + end

    def link(self, pointer: str, link: Link | None, stand_in: str) -> dict[str, str]:
        """A link with a text beside every address; {} when nothing is left."""
        if link is None:
            return {}
        for key in link.extra:
            self.dropped("link", key, f"{pointer}/{key}")
        url = link.url
        if url and not strict.ADDRESS.fullmatch(url):
            self.note(f"{pointer}/url", "aws-url", f"“{url}” is no http address and is left out.")
            url = ""
        text = link.text if link.text.strip() else (stand_in if url else "")
        result = {"displayText": self.shortened(f"{pointer}/displayText", text, strict.TEXT)}
        if url:
            result["url"] = url
        return result if text else {}

    def id(self, pointer: str, wanted: str, taken: Collection[str]) -> str:
        """An id of letters, digits and underscores that is not taken yet.

        “None of these” stays what it is, and nothing else becomes it.
        """
        if strict.ID.fullmatch(wanted) and wanted not in taken:
            return wanted
        stem, suffix = (wanted[:-3], "_no") if is_none_choice(wanted) else (wanted, "")
        ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^A-Za-z0-9_]", "_", ascii_only) or "x"
        while len(stem) + len(suffix) < 3:
            stem += "_"
        if not suffix and is_none_choice(stem):
            stem += "_"
        found, number = stem[: 128 - len(suffix)] + suffix, 2
        while found in taken:
            found = f"{stem[: 120 - len(suffix)]}_{number}{suffix}"
            number += 1
        self.note(f"{pointer}/id", "aws-id", f"The id “{wanted}” became “{found}”.")
        return found
