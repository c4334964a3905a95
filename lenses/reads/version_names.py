"""How the next version of a lens may be called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBERS = re.compile(r"(?P<before>\D*)(?P<whole>\d+)(?P<dots>(?:\.\d+)*)$")


def proposed(names: Sequence[str], *, wanted: str, is_major: bool) -> str:
    """A name no version has yet: what the document asks for, else the one after the newest.

    names: of all versions, newest first. The next whole number for a major version, the next dot
    for a minor one. "" when the newest name counts nothing that could be counted on.
    """
    wanted = wanted.strip()
    if wanted and wanted not in names:
        return wanted
    if not names:
        return "1.0"
    found = _NUMBERS.fullmatch(names[0])
    candidates = _after(found, is_major=is_major) if found else _numbered(names[0])
    return next((name for name in candidates if name not in names and len(name) <= 32), "")


def _after(found: re.Match[str], *, is_major: bool) -> Iterable[str]:
    before, whole, dots = found["before"], int(found["whole"]), found["dots"]
    parts = [int(part) for part in dots.split(".")[1:]]
    for step in range(1, 1000):
        if is_major:
            yield f"{before}{whole + step}{'.0' if dots else ''}"
        else:
            last = [*parts[:-1], parts[-1] + step] if parts else [step]
            yield f"{before}{whole}." + ".".join(str(part) for part in last)


def _numbered(name: str) -> Iterable[str]:
    return (f"{name}-{number}" for number in range(2, 1000))
