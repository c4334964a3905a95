"""Writes docs/permissions.md: `python -m tests.contracts.permissions_page`.

Everything in it comes from the tables that decide and from the table that is tried out, so the
page cannot say anything else than the code. test_permissions_page.py fails when it is old.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tests.contracts import permission_prose as prose  # noqa: E402
from tests.contracts.permission_stage import SEATS, TOKEN_SEATS  # noqa: E402
from tests.contracts.permission_table import API, PAGES, PUBLIC, SIGN_IN, Rule  # noqa: E402
from wellarch.accounts.policy import RESTRICTED, SCOPES, TABLE, Action  # noqa: E402
from wellarch.accounts.roles import Role, Scope  # noqa: E402

PAGE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
ROLES = (Role.ADMIN, Role.ARCHITECT, Role.CONTRIBUTOR, Role.VIEWER)
YES, NO = "●", "·"


def cases() -> tuple[int, int, int]:
    """How many requests the matrix makes: of pages, of REST, around the sign-in."""
    # Every seat, nobody, and for pages somebody without an organization.
    return (
        len(PAGES) * (len(SEATS) + 2),
        len(API) * (len(SEATS) + len(TOKEN_SEATS) + 1),
        len(SIGN_IN),
    )


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            prose.TOP.format(cases=f"{sum(cases()):,}", routes=len(PAGES) + len(API)),
            *_roles(),
            prose.WORKLOADS,
            *_tokens(),
            prose.SECOND_FACTOR,
            prose.TRIED.format(pages=f"{cases()[0]:,}", rest=f"{cases()[1]:,}", sign_in=cases()[2]),
            *_seats(),
            "",
            "## Every page",
            "",
            *_routes(PAGES),
            "",
            "## Every operation of the REST API",
            "",
            *_routes(API),
            "",
            prose.OPEN,
            ", ".join(f"`{name}`" for name in sorted(PUBLIC)) + ".",
            "",
            "| page around the sign-in | for whom |",
            "|---|---|",
            *(f"| `{name}` | {prose.SIGN_IN[kind]} |" for name, kind in sorted(SIGN_IN.items())),
            "",
        ]
    )


def _mark(is_allowed: bool) -> str:
    return YES if is_allowed else NO


def _roles() -> Iterator[str]:
    yield "| | " + " | ".join(str(role.label) for role in ROLES) + " |"
    yield "|---|" + ":-:|" * len(ROLES)
    for action in Action:
        marks = " | ".join(_mark(action in TABLE[role]) for role in ROLES)
        yield f"| {prose.ACTIONS[action]} `{action}` | {marks} |"
    yield ""


def _tokens() -> Iterator[str]:
    yield prose.TOKENS
    scopes = (Scope.READ, Scope.WRITE, Scope.ADMIN)
    yield "| | " + " | ".join(f"`{scope}`" for scope in scopes) + " | for some workloads only |"
    yield "|---|" + ":-:|" * (len(scopes) + 1)
    for action in Action:
        marks = [_mark(action in SCOPES[scope]) for scope in scopes]
        marks.append(_mark(action in RESTRICTED))
        yield f"| {prose.ACTIONS[action]} | {' | '.join(marks)} |"
    yield ""


def _seats() -> Iterator[str]:
    yield "| who comes | what they are on the workload |"
    yield "|---|---|"
    for seat in (*SEATS.values(), *TOKEN_SEATS.values()):
        what = str(seat.at.label) if seat.at else "it does not exist for them"
        if seat.lacks_factor:
            what = "nothing, until they set one up"
        yield f"| {seat.label} | {what} |"


def _routes(table: dict[tuple[str, str], Rule]) -> Iterator[str]:
    yield "| route | | needs | " + " | ".join(str(role.label) for role in ROLES) + " | outsiders |"
    yield "|---|---|---|" + ":-:|" * len(ROLES) + "---|"
    for (method, name), rule in table.items():
        if rule.is_only or rule.is_theirs:
            marks, needs = ["owner"] * len(ROLES), "one's own"
        else:
            marks = [_mark(rule.need is None or rule.need in TABLE[role]) for role in ROLES]
            needs = f"`{rule.need}`" if rule.need else "signed in"
        outsiders = "their own" if rule.is_own else "404"
        yield f"| `{name}` | {method} | {needs} | {' | '.join(marks)} | {outsiders} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
