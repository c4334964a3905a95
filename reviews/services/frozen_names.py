"""Names of people in milestones: the one thing of them that may be taken out again.

A milestone keeps who answered what. Digests of format 2 do not cover names of people, so they
stay as they are. One of format 1 does: it is made anew, like those that follow it, if it was
right before; the log keeps both, so that nobody takes it for tampering.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from uuid import UUID

from django.db.models import Q

from reviews import milestone_numbers, sealing
from reviews.models import AnswerChange, Milestone
from wellarch.accounts.actor import system_actor
from wellarch.accounts.models import User
from wellarch.accounts.persons.privacy import addresses_of
from wellarch.events import log


def words_of(user: User, organizations: Collection[UUID]) -> set[str]:
    """Name and addresses of a person, in lower case, less those of others who are there.

    A text with the name of two people may mean the one who stays; and nobody takes a
    colleague out of history by calling themselves the same before they go.
    """
    others = User.objects.filter(
        memberships__organization__in=organizations, erased_at=None
    ).exclude(pk=user.pk)
    taken = {name.lower() for name in others.values_list("name", flat=True)}
    return {word.lower() for word in {user.name, *addresses_of(user)} - {""}} - taken


def called(words: Collection[str], path: str) -> Q:
    """The condition that the text at `path` is nothing but one of these words."""
    found = Q(pk__in=[])
    for word in words:
        found |= Q(**{f"{path}__iexact": word})
    return found


def forget(user: User, former: str, organizations: Collection[UUID]) -> None:
    """Replace a person by `former` in every milestone that names them."""
    Milestone.objects.filter(user=user).update(recorded_by=former)
    answered = AnswerChange.objects.filter(user=user).values("answer__review__workload")
    words = words_of(user, organizations)
    owning = Milestone.objects.filter(
        called(words, "content__properties__review_owner"), organization__in=organizations
    ).values("workload")
    touched = Milestone.objects.filter(Q(workload__in=answered) | Q(workload__in=owning))
    found = set(touched.order_by().values_list("workload_id", flat=True).distinct())
    for workload_id in sorted(found | _naming(user)):
        _forget_in(workload_id, user, words, former)


def _naming(user: User) -> set[UUID]:
    """The workloads whose milestones name the person by their id, as guests everywhere.

    Content is not read, only the ids that are kept beside it.
    """
    rows = Milestone.objects.order_by()
    named = rows.values_list("workload_id", "numbers__people").iterator(chunk_size=1000)
    return {workload_id for workload_id, ids in named if user.pk in (ids or ())}


def _forget_in(workload_id: UUID, user: User, words: Set[str], former: str) -> None:
    theirs = {
        (str(review_id), question, at.isoformat())
        for review_id, question, at in AnswerChange.objects.filter(
            user=user, answer__review__workload_id=workload_id
        ).values_list("answer__review_id", "answer__question_key", "at")
    }
    rows = Milestone.objects.select_for_update(of=("self",)).filter(workload_id=workload_id)
    ids = list(rows.order_by("number").values_list("pk", flat=True))
    renewed: dict[str, str] = {}  # digests of format 1, and what they are now
    for key in ids:  # one at a time: each holds a whole workload
        milestone = rows.select_related("organization").get(pk=key)
        was_right = milestone.digest == _digest(milestone)
        is_touched = sealing.replace_person(milestone.content, theirs, words, former, user.pk)
        old = milestone.digest
        follows = milestone.previous_digest
        milestone.previous_digest = renewed.get(follows, follows)
        if was_right:
            milestone.digest = _digest(milestone)
        if is_touched or milestone.digest != old:
            milestone.numbers = milestone_numbers.stored(milestone.content)
            milestone.save(update_fields=["content", "numbers", "previous_digest", "digest"])
        if milestone.digest != old:
            renewed[old] = milestone.digest
            log.record(
                system_actor(milestone.organization),
                "milestone.names_removed",
                milestone,
                workload_id=workload_id,
                changes={"digest": (old, milestone.digest)},
                data={"number": milestone.number, "name": milestone.name},
            )


def _digest(milestone: Milestone) -> str:
    return sealing.digest(milestone.content, milestone.previous_digest)
