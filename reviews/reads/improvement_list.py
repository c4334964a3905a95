"""The improvements of a workload as a list one can filter, sort and turn the pages of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from lenses.access import compiled
from reviews import access
from reviews.models import UNFINISHED, Improvement, ImprovementState, Level, RiskLevel, Workload
from reviews.reads import improvement_rows, names, people
from reviews.reads.answer_history import initials
from reviews.reads.improvement_rows import Person, Row
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User

PAGE_SIZE = 50
SORTS = ("due", "number", "risk", "impact", "effort", "owner", "state", "title", "changed")
RISKS = (RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW)
_LEVELS = (Level.HIGH, Level.MEDIUM, Level.LOW)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; words that are not known fall back to everything.

    state: a state, "unfinished" or "overdue". owner: a key, "me" or "nobody".
    """

    text: str = ""
    state: str = ""
    owner: str = ""
    pillar: str = ""
    risk: str = ""
    sort: str = "due"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the parameters of an address."""

        def one_of(key: str, allowed: Iterable[str], usual: str) -> str:
            value = query.get(key, "")
            return value if value in allowed else usual

        owner = query.get("owner", "")
        is_key = owner.isdecimal() and len(owner) < 19
        return cls(
            text=query.get("q", "").strip()[:100],
            state=one_of("state", ("unfinished", "overdue", *ImprovementState.values), ""),
            owner=owner if owner in ("me", "nobody") or is_key else "",
            pillar=query.get("pillar", "")[:128].replace("\0", ""),
            risk=one_of("risk", RISKS, ""),
            sort=one_of("sort", SORTS, "due"),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return any((self.text, self.state, self.owner, self.pillar, self.risk))


@dataclass(frozen=True, slots=True)
class ImprovementList:
    """What the list shows.

    counts: {state: number} of all there are, whatever is filtered; owners and pillars: those
    there are, to filter by; people: who could own one.
    """

    workload: Workload
    filters: Filters
    rows: tuple[Row, ...]
    page: Page[Improvement]
    counts: dict[str, int]
    overdue: int
    owners: tuple[Person, ...]
    pillars: tuple[tuple[str, str], ...]
    people: tuple[User, ...]

    @property
    def has_any(self) -> bool:
        """Whether there is any improvement, shown or not."""
        return bool(sum(self.counts.values()))

    @property
    def unfinished(self) -> int:
        """How many are still to be done."""
        return sum(self.counts[state] for state in UNFINISHED)


@dataclass(frozen=True, slots=True)
class Summary:
    """How the improvements of a workload stand. next: the unfinished one that is due first."""

    total: int
    unfinished: int
    overdue: int
    done: int
    accepted: int
    next: Row | None


def build(
    actor: Actor, workload_id: UUID, filters: Filters, page_number: str | int = 1
) -> ImprovementList:
    """One page of the list. Five queries, however many there are."""
    workload = access.workload_for(actor, workload_id)
    today = timezone.localdate()
    every = Improvement.objects.filter(workload=workload)
    found = narrowed(every, filters, actor, today)
    page = Paginator(improvement_rows.loaded(in_order(found, filters.sort)), PAGE_SIZE).get_page(
        page_number
    )
    facets = _facets(every, today)
    return ImprovementList(
        workload=workload,
        filters=filters,
        rows=improvement_rows.rows_of(page.object_list, today),
        page=page,
        counts={
            state: sum(f["n"] for f in facets if f["state"] == state)
            for state in ImprovementState.values
        },
        overdue=sum(f["late"] for f in facets),
        owners=_owners(facets),
        pillars=_pillars(facets),
        people=tuple(people.who_sees(workload)),
    )


def summary(workload: Workload) -> Summary:
    """The numbers for the workload's own page. Two queries."""
    today = timezone.localdate()
    every = Improvement.objects.filter(workload=workload)
    counted = every.aggregate(
        total=Count("pk"),
        unfinished=Count("pk", filter=Q(state__in=UNFINISHED)),
        overdue=Count("pk", filter=improvement_rows.overdue(today)),
        done=Count("pk", filter=Q(state=ImprovementState.DONE)),
        accepted=Count("pk", filter=Q(state=ImprovementState.ACCEPTED)),
    )
    waiting = in_order(every.filter(state__in=UNFINISHED), "due")
    first = improvement_rows.loaded(waiting).first()
    return Summary(**counted, next=improvement_rows.row(first, today) if first else None)


def narrowed(
    rows: QuerySet[Improvement], filters: Filters, actor: Actor, today: date
) -> QuerySet[Improvement]:
    """Those that pass the filters. A number finds the improvement that has it."""
    if filters.state == "unfinished":
        rows = rows.filter(state__in=UNFINISHED)
    elif filters.state == "overdue":
        rows = rows.filter(improvement_rows.overdue(today))
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.owner == "nobody":
        rows = rows.filter(owner=None)
    elif filters.owner == "me":
        rows = rows.filter(owner=actor.user) if actor.user else rows.none()
    elif filters.owner:
        rows = rows.filter(owner=int(filters.owner))
    if filters.pillar:
        rows = rows.filter(pillar_key=filters.pillar)
    if filters.risk:
        rows = rows.filter(risk=filters.risk)
    return with_words(rows, filters.text)


def with_words(rows: QuerySet[Improvement], text: str) -> QuerySet[Improvement]:
    """Those with all the words in title or recommendation, or with the number."""
    for word in text.replace("\0", "").split()[:8]:
        said = Q(title__icontains=word) | Q(recommendation__icontains=word)
        number = word.removeprefix("#")
        if number.isdecimal() and len(number) < 9:
            said |= Q(number=int(number))
        rows = rows.filter(said)
    return rows


def in_order(rows: QuerySet[Improvement], sort: str) -> QuerySet[Improvement]:
    """Sorted; what is without a date or an owner comes last, equal ones by their number."""
    keys: Mapping[str, Any] = {
        "due": F("due_on").asc(nulls_last=True),
        "owner": F("owner__name").asc(nulls_last=True),
        "risk": improvement_rows.ordered_by_word("risk", RISKS),
        "impact": improvement_rows.ordered_by_word("impact", _LEVELS),
        "effort": improvement_rows.ordered_by_word("effort", reversed(_LEVELS)),
        "state": improvement_rows.ordered_by_word("state", ImprovementState.values),
        "title": "title",
        "changed": "-changed_at",
        "number": "number",
    }
    first: list[Any] = []
    if sort == "due":  # what is done has no date that counts any more
        first = [improvement_rows.is_finished()]
    more = [keys["due"]] if sort in ("risk", "owner", "impact", "effort") else []
    return rows.order_by(*first, keys[sort], *more, "workload", "number")


def _facets(rows: QuerySet[Improvement], today: date) -> list[dict[str, Any]]:
    """How many there are of each kind, from which counts and choices of filters follow."""
    counted: Iterable[Any] = (
        rows.order_by()
        .values("state", "owner", "owner__name", "owner__email", "pillar_key")
        .annotate(
            version=F("review__lens_version"),
            n=Count("pk"),
            late=Count("pk", filter=improvement_rows.overdue(today)),
        )
    )
    return list(counted)


def _owners(facets: list[dict[str, Any]]) -> tuple[Person, ...]:
    named = {
        each["owner"]: each["owner__name"] or each["owner__email"]
        for each in facets
        if each["owner"] is not None
    }
    found = [Person(key, name, initials(name)) for key, name in named.items()]
    return tuple(sorted(found, key=lambda person: (person.name.lower(), person.id)))


def _pillars(facets: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for each in facets:
        key, version = each["pillar_key"], each["version"]
        if key and (version or key not in found):
            pillar = compiled(version).pillar.get(key) if version else None
            found[key] = pillar.name if pillar else str(names.PILLARS.get(key, key))
    return tuple(sorted(found.items(), key=lambda pair: pair[1]))
