"""What live updates ask of reviews: revisions of workloads, who is in a room, who still may be.

A topic is a workload; a room is a review, or a game day or a worksheet, in which nobody is told
who is there: what they write is named by their history. Set-based: the cost hardly grows with
the number of pages that are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from reviews.models import GameDay, Review, Visit, Workload, Worksheet
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, User
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Via
from wellarch.accounts.sign_in import second_factors
from wellarch.live.passes import Pass
from wellarch.live.source import Present

# A member who made nothing, is in no team, and with whom nothing is shared.
_ANYBODY = User(pk=-1)


def revisions(topics: Collection[UUID]) -> Mapping[UUID, int]:
    """{workload: its revision}; those that are gone are missing. One query."""
    return dict(Workload.objects.filter(pk__in=topics).values_list("pk", "revision"))


def people(rooms: Collection[UUID], since: datetime) -> Mapping[UUID, list[Present]]:
    """{review: who was there since}, in the order of their coming. One query."""
    # Plain values: of hundreds of people, read every second or two, model instances cost most.
    visits = (
        Visit.objects.filter(review_id__in=rooms, seen_at__gte=since)
        .order_by("started_at", "pk")
        .values_list(
            "review_id", "question_key", "user_id", "user__name", "user__email", "user__erased_at"
        )
    )
    found: dict[UUID, dict[int, Present]] = defaultdict(dict)
    for room, place, person, *named in visits:
        name, initials = _as_shown(*named)
        found[room][person] = Present(person, name, initials, place)
    return {room: list(there.values()) for room, there in found.items()}


@lru_cache(maxsize=10_000)
def _as_shown(name: str, email: str, erased_at: datetime | None) -> tuple[str, str]:
    """The name and initials of a person, as their row says them."""
    user = User(name=name, email=email, erased_at=erased_at)
    return str(user), user.initials


def admitted(passes: Collection[Pass]) -> set[Pass]:
    """Those of the passes whose person may still see the review or the game day.

    One query, two for each role in an organization, and two for each person who sees it on a
    ground of their own.
    """
    wanted: dict[tuple[int, UUID], list[Pass]] = defaultdict(list)
    for each in passes:
        wanted[each.person, each.organization].append(each)
    actors = {(actor.user_id, actor.organization.pk): actor for actor in _members(wanted)}
    asked = [(each, actors[key]) for key in wanted if key in actors for each in wanted[key]]
    # What a member without grounds of their own sees, everybody with this role sees.
    found: set[Pass] = set()
    for actor, theirs in _by_actor((each, replace(actor, user=_ANYBODY)) for each, actor in asked):
        found |= _seen(actor, theirs)
    for actor, theirs in _by_actor((each, actor) for each, actor in asked if each not in found):
        found |= _seen(actor, theirs)
    return found


def _seen(actor: Actor, passes: Collection[Pass]) -> set[Pass]:
    wanted = {p.room for p in passes}
    rows = Review.objects.visible_to(actor).attached().filter(pk__in=wanted)
    seen = set(rows.order_by().values_list("pk", "workload_id"))
    if wanted - {room for room, _workload in seen}:
        rehearsed = GameDay.objects.visible_to(actor).filter(pk__in=wanted)
        seen |= set(rehearsed.order_by().values_list("pk", "workload_id"))
    if wanted - {room for room, _workload in seen}:
        filled = Worksheet.objects.visible_to(actor).filter(pk__in=wanted)
        seen |= set(filled.order_by().values_list("pk", "workload_id"))
    return {each for each in passes if (each.room, each.topic) in seen}


def _by_actor(asked: Iterable[tuple[Pass, Actor]]) -> list[tuple[Actor, list[Pass]]]:
    found: dict[Actor, list[Pass]] = defaultdict(list)
    for each, actor in asked:
        found[actor].append(each)
    return list(found.items())


def _members(wanted: Collection[tuple[int, UUID]]) -> list[Actor]:
    """The actors of those who are still members, can sign in and lack no second factor."""
    rows = (
        Membership.objects.select_related("user", "organization")
        .annotate(has_second_factor=second_factors.exists_for("user"))
        .filter(
            user__in={person for person, _organization in wanted},
            organization__in={organization for _person, organization in wanted},
            user__is_active=True,
        )
    )
    actors = [
        member_actor(row, Via.BROWSER)
        for row in rows
        if (row.user_id, row.organization_id) in wanted
    ]
    return [actor for actor in actors if policy.allows(actor, Action.READ)]
