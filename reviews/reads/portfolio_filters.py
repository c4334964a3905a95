"""Which workloads the portfolio is about: the parameters of its address, and their condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, F, FloatField, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast, NullIf

from reviews.models import Environment, PracticeGap, Review, WorkloadSummary
from reviews.reads import lens_standing
from wellarch import clock
from wellarch.accounts.actor import Actor

SORTS = ("risk", "name", "recent", "in_place", "quiet")
SHOWN = ("active", "archived", "all")
STALE_DAYS = (90, 180, 365)
"""After how many days without an answer or milestone a review may be called stale."""
USUAL_STALE_DAYS = 180
_TEXT = 100  # letters of a text that is looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """A best practice by its keys, as an address names it: lens:question:choice."""

    lens: UUID
    question: str
    choice: str

    @classmethod
    def of(cls, text: str) -> Gap | None:
        """From an address; None for what names none."""
        lens, _sep, rest = text.partition(":")
        question, _sep, choice = rest.partition(":")
        found = uuid_of(lens)
        return cls(found, question, choice) if found and question and choice else None

    def __str__(self) -> str:
        return f"{self.lens}:{self.question}:{self.choice}"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; words that are not known fall back to the usual.

    own: those of one's organization; shared: those of others. tag: a key, or key=value. lens:
    workloads reviewed with it. columns: the lens whose pillars the heat map shows. gap: workloads
    that lack this best practice.
    """

    text: str = ""
    tag: str = ""
    environment: str = ""
    industry: str = ""
    owner: str = ""
    lens: UUID | None = None
    team: UUID | None = None
    show: str = "active"
    behind: bool = False
    shared: bool = False
    own: bool = False
    overdue: bool = False
    stale: bool = False
    stale_days: int = USUAL_STALE_DAYS
    gap: Gap | None = None
    sort: str = "risk"
    columns: UUID | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filters:
        """From the parameters of an address."""

        def one_of(key: str, allowed: Iterable[str], usual: str) -> str:
            value = query.get(key, "")
            return value if value in allowed else usual

        def words(key: str) -> str:
            return query.get(key, "").replace("\x00", "").strip()[:_TEXT]

        def is_on(key: str) -> bool:
            return query.get(key, "") in ("1", "on", "true")

        days = [str(each) for each in STALE_DAYS]
        return cls(
            text=words("q"),
            tag=words("tag"),
            environment=one_of("environment", Environment.values, ""),
            industry=words("industry"),
            owner=words("owner"),
            lens=uuid_of(query.get("lens", "")),
            team=uuid_of(query.get("team", "")),
            show=one_of("show", SHOWN, "active"),
            behind=is_on("behind"),
            shared=is_on("shared"),
            own=is_on("own"),
            overdue=is_on("overdue"),
            stale=is_on("stale"),
            stale_days=int(one_of("stale_days", days, str(USUAL_STALE_DAYS))),
            gap=Gap.of(query.get("gap", "").replace("\x00", "")[:400]),
            sort=one_of("sort", SORTS, "risk"),
            columns=uuid_of(query.get("columns", "")),
        )

    def as_query(self) -> dict[str, str]:
        """The parameters that say the same, without those that are as usual."""
        usual = Filters()
        found = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if value != getattr(usual, each.name):
                name = "q" if each.name == "text" else each.name
                found[name] = "1" if value is True else str(value)
        return found

    @property
    def address(self) -> str:
        """The parameters as they stand in an address, without a question mark."""
        return urlencode(self.as_query())

    @property
    def narrow(self) -> Filters:
        """These without what only arranges the page: order and columns."""
        return replace(self, sort="risk", columns=None, stale_days=USUAL_STALE_DAYS)

    @property
    def are_usual(self) -> bool:
        """Whether nothing is left out but what is archived."""
        return self.narrow == Filters()

    @property
    def number_beside(self) -> int:
        """How many narrow it beside words and environment, for the button of more filters."""
        shown = replace(self.narrow, text="", environment="", gap=None)
        return len(shown.as_query())


def uuid_of(text: str) -> UUID | None:
    """The id a text is; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def found(actor: Actor, filters: Filters) -> QuerySet[WorkloadSummary]:
    """The summaries of the workloads the actor sees and the filters let pass, in no order."""
    rows: QuerySet[WorkloadSummary] = WorkloadSummary.objects.visible_to(actor)
    rows = rows.filter(_properties(filters))
    if filters.show != "all":
        rows = rows.filter(workload__archived_at__isnull=filters.show == "active")
    if filters.tag:
        rows = _tagged(rows, filters.tag)
    if filters.shared:
        rows = rows.exclude(organization=actor.organization)
    if filters.own:
        rows = rows.filter(organization=actor.organization)
    reviews = Review.objects.attached().filter(workload=OuterRef("workload")).order_by()
    if filters.lens:
        rows = rows.filter(Exists(reviews.filter(lens=filters.lens)))
    if filters.behind:
        rows = rows.filter(Exists(lens_standing.behind(reviews)))
    if filters.overdue:
        rows = rows.filter(overdue(clock.now().date()))
    if filters.stale:
        rows = rows.filter(stale(clock.now(), filters.stale_days))
    if filters.gap:
        gaps = PracticeGap.objects.filter(
            lens=filters.gap.lens,
            question_key=filters.gap.question,
            choice_key=filters.gap.choice,
        )
        rows = rows.filter(workload__in=gaps.values("workload"))
    return rows


def _properties(filters: Filters) -> Q:
    """What is asked of columns of the workload."""
    wanted = Q()
    if filters.environment:
        wanted &= Q(workload__environment=filters.environment)
    if filters.team:
        wanted &= Q(workload__team=filters.team)
    if filters.industry:
        wanted &= Q(workload__industry__icontains=filters.industry) | Q(
            workload__industry_type__icontains=filters.industry
        )
    if filters.owner:
        wanted &= Q(workload__review_owner__icontains=filters.owner)
    for word in filters.text.split():
        wanted &= (
            Q(workload__name__icontains=word)
            | Q(workload__team__name__icontains=word)
            | Q(workload__review_owner__icontains=word)
        )
    return wanted


class TagValue(Func):
    """The value of a tag of the workload; nothing for those without. Any key is only a key.

    A path into JSON takes one of digits for a place in a list, and stumbles over quotes.
    """

    output_field = TextField()

    def __init__(self, key: str) -> None:
        super().__init__(F("workload__tags"), Cast(Value(key), TextField()))

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """For PostgreSQL."""
        return super().as_sql(compiler, connection, function="JSONB_EXTRACT_PATH_TEXT", **more)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """For SQLite."""
        more |= {
            "template": "(SELECT value FROM JSON_EACH(%(expressions)s)",
            "arg_joiner": ") WHERE key = ",
        }
        return super().as_sql(compiler, connection, **more)


def _tagged(rows: QuerySet[WorkloadSummary], tag: str) -> QuerySet[WorkloadSummary]:
    """Those with a tag of this key; with key=value, with this value too."""
    key, sign, value = tag.partition("=")
    rows = rows.alias(tagged=TagValue(key.strip()))
    return rows.filter(tagged=value.strip()) if sign else rows.filter(tagged__isnull=False)


def overdue(today: date) -> Q:
    """The condition on summaries of workloads with an improvement that is overdue."""
    return Q(next_due_on__lt=today)


def stale(now: datetime, days: int) -> Q:
    """The condition on summaries of active workloads whose reviews nobody looks after.

    The day of the next review has passed; or there is a review, but for so many days neither an
    answer nor a milestone, and the workload is older than that.
    """
    before = now - timedelta(days=days)
    quiet = (
        Q(review_count__gt=0, workload__created_at__lt=before)
        & (Q(answered_at=None) | Q(answered_at__lt=before))
        & (Q(milestone_at=None) | Q(milestone_at__lt=before))
    )
    return Q(workload__archived_at=None) & (Q(workload__next_review_on__lt=now.date()) | quiet)


def ordered(rows: QuerySet[WorkloadSummary], sort: str) -> QuerySet[WorkloadSummary]:
    """In the order of a word of SORTS; the same order every time."""
    name = ("workload__normalized_name", "pk")
    if sort == "name":
        return rows.order_by(*name)
    if sort == "recent":
        return rows.order_by("-workload__updated_at", "pk")
    if sort == "quiet":
        return rows.order_by(F("answered_at").asc(nulls_first=True), *name)
    if sort == "in_place":
        share = Cast("in_place", FloatField()) / NullIf(
            Cast("applicable", FloatField()), Value(0.0)
        )
        return rows.order_by(OrderBy(share, nulls_last=True), *name)
    return rows.order_by("-high", "-medium", *name)
