"""How a command ends: its exit code, and what is said when it could not be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from wellarch.cli.printing import plain

PASSED = 0
GATE_FAILED = 1
# 2 is click's own: an option or argument that is wrong.
NOT_DONE = 3
_LONGEST = 200  # characters of a value that are shown


class Failure(click.ClickException):
    """It could not be done: the server is not reached, or refuses. Ends with NOT_DONE."""

    exit_code = NOT_DONE

    def __init__(self, sentence: str, *, code: str = "", status: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status


def refusal(problem: Mapping[str, Any], status: int) -> Failure:
    """A problem document (RFC 9457) as a sentence, with a line for every field it names."""
    code = str(problem.get("code", ""))
    detail = str(problem.get("detail") or problem.get("title") or f"The server answered {status}.")
    lines = [plain(detail)]
    lines += [f"  {line}" for line in _error_lines(problem.get("errors"), detail)]
    lines += _both_versions(problem)
    if code == "stale":
        lines.append("Nothing was written. Read it again, then repeat your change.")
    if status == 401:
        lines.append("Sign in with: wellarch login URL")
    return Failure("\n".join(lines), code=code, status=status)


def _error_lines(errors: Any, detail: str) -> list[str]:
    """A line for each field; none for the only one, when the sentence already says it."""
    found = (
        [each for each in errors if isinstance(each, Mapping)] if isinstance(errors, list) else []
    )
    if len(found) == 1 and str(found[0].get("message", "")) in detail:
        return []
    return [_error_line(each) for each in found]


def _error_line(error: Mapping[str, Any]) -> str:
    where = str(error.get("path") or error.get("pointer") or "")
    message = str(error.get("message", ""))
    return plain(f"{where}: {message}" if where else message)


def _both_versions(problem: Mapping[str, Any]) -> list[str]:
    """Of a 412: who changed which field to what, beside what was to be written."""
    fields = problem.get("fields")
    if not isinstance(fields, Mapping):
        return []
    who = plain(str(problem.get("by") or "Somebody"))
    return [
        f"  {plain(str(name))}: {who} wrote {_short(both.get('theirs'))}, "
        f"you wanted {_short(both.get('mine'))}"
        for name, both in sorted(fields.items())
        if isinstance(both, Mapping)
    ]


def _short(value: Any) -> str:
    text = plain(value if isinstance(value, str) else repr(value))
    return f"“{text[:_LONGEST]}{'…' if len(text) > _LONGEST else ''}”"
