"""How permission_table.py says who gets in: a rule per route, made by a few short words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from wellarch.accounts.policy import TABLE, Action
from wellarch.accounts.roles import Role

# "Got in": what came of the request is the business of other tests.
IN = frozenset({200, 201, 202, 204, 302, 303, 400, 409, 412, 415, 422})
HIDDEN = frozenset({404})
REFUSED = frozenset({403})

EVERYONE = ("ada", "ben", "cleo", "vic")
ANSWERING = ("ada", "ben", "cleo")
ARCHITECTS = ("ada", "ben")
ADMINS = ("ada",)

ROLES = {
    "ada": Role.ADMIN,
    "ben": Role.ARCHITECT,
    "cleo": Role.CONTRIBUTOR,
    "vic": Role.VIEWER,
}


@dataclass(frozen=True)
class Rule:
    """What a route needs, who gets in besides, and a body with which the request makes sense.

    need: the Action, None if being signed in is enough. also: persons of the cast for whom it
    is their own. is_only: nobody but them, for others it does not exist; is_theirs: others
    see it and are refused. is_own: about the actor's own organization or self. is_at_home: who
    sees the thing, be it shared with them, does this in their own organization. is_whole: about
    all one sees, so not for a token that is restricted to some workloads.
    """

    need: Action | None = None
    also: tuple[str, ...] = ()
    is_own: bool = False
    is_only: bool = False
    is_theirs: bool = False
    is_at_home: bool = False
    is_whole: bool = False
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def free(self) -> bool:
        """True if being signed in is enough."""
        return self.is_own and self.need is None

    @property
    def may(self) -> tuple[str, ...]:
        """The people of Northwind who get in."""
        if self.is_only or self.is_theirs:
            return self.also
        return tuple(
            name
            for name, role in ROLES.items()
            if self.need is None or self.need in TABLE[role] or name in self.also
        )


def own(*who: Action | str | None, **body: Any) -> Rule:
    """About the actor's own organization or self: an outsider meets their own."""
    return Rule(*_split(who), is_own=True, body=body)


def of(*who: Action | str | None, **body: Any) -> Rule:
    """About one thing of an organization: for an outsider it does not exist."""
    return Rule(*_split(who), body=body)


def home(*who: Action | str, **body: Any) -> Rule:
    """Takes a thing that one sees home: the role in one's own organization counts."""
    return Rule(*_split(who), is_at_home=True, body=body)


def only(*who: Action | str, **body: Any) -> Rule:
    """The own thing of the people named: for everybody else it does not exist."""
    return Rule(*_split(who, names_are_people=True), is_only=True, body=body)


def whole(rule: Rule) -> Rule:
    """The same, but not for a token that is restricted to some workloads."""
    return replace(rule, is_whole=True)


def by(*who: Action | str, **body: Any) -> Rule:
    """What the people named wrote: others who see it are refused."""
    return Rule(*_split(who, names_are_people=True), is_theirs=True, body=body)


def _split(
    who: tuple[Action | str | None, ...], *, names_are_people: bool = False
) -> tuple[Action | None, tuple[str, ...]]:
    """The Action and the persons; EVERYONE and the like alone mean the least they may all do."""
    people = tuple(str(w) for w in who if w is not None and not isinstance(w, Action))
    for need in (w for w in who if isinstance(w, Action)):
        return need, people
    if names_are_people or not people:
        return None, people
    if people not in _ALIKE:
        raise ValueError(f"Name the Action this route needs, not {people}.")
    return _ALIKE[people], ()


_ALIKE = {
    EVERYONE: Action.READ,
    ANSWERING: Action.ANSWER,
    ARCHITECTS: Action.WORKLOAD_WRITE,
    ADMINS: Action.ORGANIZATION_WRITE,
}
