"""Are the milestones still what was recorded? Every chain is walked and every break named.

Three witnesses have to agree: the content with its digest, the digest of the milestone before,
and what the log of changes says was recorded. So the last milestone of a workload cannot be taken
away unseen, nor a whole chain made anew, as long as `manage.py verify_audit` finds the log sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from reviews import milestone_numbers, sealing
from reviews.models import Milestone, Workload
from wellarch.accounts.models import Organization
from wellarch.events.models import Event


@dataclass(frozen=True, slots=True)
class Break:
    """What is wrong with a milestone. number and name are its own, as far as they are known."""

    workload: str
    workload_id: UUID
    number: int
    name: str
    message: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the log says of a milestone."""

    name: str
    digest: str


Log = Mapping[UUID, Mapping[int, Recorded]]


def log_of(organization: Organization) -> Log:
    """What was recorded, by workload and number; the newest digest where names were removed."""
    events = Event.objects.filter(
        organization=organization,
        verb__in=("milestone.recorded", "milestone.names_removed"),
        workload_id__isnull=False,
    )
    found: dict[UUID, dict[int, Recorded]] = {}
    rows = events.order_by("pk").values_list("workload_id", "data", "changes")
    for workload_id, data, changes in rows.iterator():
        digest = data.get("digest") or changes.get("digest", {}).get("after", "")
        if workload_id is not None:
            found.setdefault(workload_id, {})[data["number"]] = Recorded(data["name"], digest)
    return found


def workloads_of(organization: Organization, log: Log) -> Iterator[Workload]:
    """The workloads that have milestones, or had some."""
    having = set(
        Milestone.objects.filter(organization=organization)
        .order_by()
        .values_list("workload_id", flat=True)
        .distinct()
    )
    rows = Workload.objects.filter(organization=organization).order_by("pk")
    for workload in rows.iterator():
        if workload.pk in having or workload.pk in log:
            yield workload


def breaks(workload: Workload, log: Log) -> Iterator[Break]:
    """What is wrong with the milestones of a workload, in the order of their numbers.

    One milestone is held at a time: each holds a whole workload.
    """

    def found(number: int, name: str, message: str) -> Break:
        return Break(workload.name, workload.pk, number, name, message)

    told = log.get(workload.pk, {})
    rows = Milestone.objects.filter(workload=workload).order_by("number")
    expected, previous = 1, ""
    for milestone in rows.iterator(chunk_size=1):
        number, name = milestone.number, milestone.name
        for missing in range(expected, number):
            yield found(missing, _name(told, missing), "is missing")
        if milestone.previous_digest != previous:
            yield found(number, name, "does not follow the milestone before it")
        yield from (found(number, name, message) for message in _wrong_in(milestone))
        yield from (found(number, name, message) for message in _unlike(told, milestone))
        expected, previous = number + 1, milestone.digest
    for missing in sorted(number for number in told if number >= expected):
        yield found(missing, _name(told, missing), "is missing")


def _wrong_in(milestone: Milestone) -> Iterator[str]:
    content = milestone.content
    try:
        if sealing.digest(content, milestone.previous_digest) != milestone.digest:
            yield "its content is not what its digest was made of"
        numbers = milestone_numbers.stored(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        yield "its content cannot be read"
        return
    if milestone.numbers != numbers:
        yield "its numbers do not follow from its content"
    if milestone.counts != milestone_numbers.read(numbers).counts.as_dict():
        yield "its counts do not follow from its content"


def _unlike(told: Mapping[int, Recorded], milestone: Milestone) -> Iterator[str]:
    recorded = told.get(milestone.number)
    if recorded is None:
        yield "the log of changes does not know it"
    elif recorded.digest != milestone.digest:
        yield "its digest is not the one in the log of changes"


def _name(told: Mapping[int, Recorded], number: int) -> str:
    return told[number].name if number in told else ""
