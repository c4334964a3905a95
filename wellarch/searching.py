"""One search over everything somebody sees: what the ground knows, and what the apps add to it.

The ground knows the apps by name only: an app's AppConfig may name a function of its own,

    search      (actor, words, limit, wants) → iterable of Found, at most `limit` of each kind

which looks only for the kinds that `wants` (kind → bool) says yes to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.persons.privacy import contributions
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import members, teams
from wellarch.errors import Invalid

KINDS = (
    "workload", "improvement", "tradeoff", "game_day", "milestone", "template", "profile",
    "lens", "lens_text", "member", "team",
)  # fmt: skip
"""What can be found, in the order in which it is told."""

LIMIT, MOST = 10, 50
MAX_TEXT, MAX_WORDS, SHOWN = 200, 8, 240

M = TypeVar("M", bound=Model)
Wants = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that has the words. keys: what leads to it; workload: the name of its workload."""

    kind: str
    name: str
    text: str = ""
    keys: Mapping[str, Any] = field(default_factory=dict)
    workload: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, by kind. more: the kinds of which there is more than is shown."""

    query: str
    found: tuple[Found, ...]
    more: tuple[str, ...]


def search(actor: Actor, query: str, *, kinds: Collection[str] = (), limit: int = LIMIT) -> Results:
    """Everything the actor sees that has all the words, at most `limit` of each kind.

    kinds: only these of KINDS; all without it. An empty query finds nothing. A fixed number of
    queries for each kind. Invalid for a kind there is not and a limit beyond MOST.
    """
    policy.require(actor, Action.READ)
    _check(kinds, limit)
    query = " ".join(query.split())[:MAX_TEXT]
    words = re.findall(r"\w+", query)[:MAX_WORDS]
    if not words:
        return Results(query, (), ())
    rows = list(_all(actor, words, limit + 1, lambda kind: not kinds or kind in kinds))
    counted: Counter[str] = Counter()
    shown = []
    for row in sorted(rows, key=lambda row: KINDS.index(row.kind)):
        counted[row.kind] += 1
        if counted[row.kind] <= limit:
            shown.append(row)
    more = tuple(kind for kind in KINDS if counted[kind] > limit)
    return Results(query, tuple(shown), more)


def having(rows: QuerySet[M], words: Iterable[str], *fields: str) -> QuerySet[M]:
    """The rows in which every word stands in one of the fields."""
    return rows.filter(
        reduce(
            and_,
            (reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)) for word in words),
        )
    )


def shortened(text: str) -> str:
    """The beginning of a text, cut at a word, for one who looks through what was found."""
    one_line = " ".join(text.split())
    if len(one_line) <= SHOWN:
        return one_line
    return one_line[:SHOWN].rpartition(" ")[0] + "…"


def _all(actor: Actor, words: list[str], limit: int, wants: Wants) -> Iterator[Found]:
    if wants("member"):
        for member in members.of(actor, search=" ".join(words))[:limit]:
            keys = {"user_id": member.user_id}
            yield Found("member", str(member.user), member.user.email, keys)
    if wants("team"):
        for team in having(teams.of(actor), words, "name", "description")[:limit]:
            yield Found("team", team.name, shortened(team.description), {"team_id": team.pk})
    for look in contributions("search"):
        yield from look(actor, words, limit, wants)


def _check(kinds: Collection[str], limit: int) -> None:
    fields: dict[str, list[str]] = {}
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        fields["kind"] = [_("Use one of: %(kinds)s.") % {"kinds": ", ".join(KINDS)}]
    if not 1 <= limit <= MOST:
        fields["limit"] = [_("Use a number from 1 to %(n)d.") % {"n": MOST}]
    if fields:
        raise Invalid(fields=fields)
