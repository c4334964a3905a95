"""The templates somebody may use, as cards: lenses, how much is answered, where they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from lenses.access import compiled
from lenses.models import LensVersion, VersionStatus
from lenses.rules import Risk
from reviews import changes, scoring
from reviews.models import Template, TemplateAnswer, TemplateReview
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.accounts.tenancy import teams

MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class LensRow:
    """One lens of a template with its progress. newest: the number of its newest version."""

    part: TemplateReview
    answered: int
    total: int
    newest: int
    address: str  # how addresses below the template name the lens

    @property
    def is_current(self) -> bool:
        """The template speaks of the newest published version of the lens."""
        return self.part.lens_version.number >= self.newest

    @property
    def is_full(self) -> bool:
        """Every question is answered."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True)
class Card:
    """A template in a list. shared_by: the organization it comes from, empty for one's own."""

    template: Template
    shared_by: str
    lenses: tuple[LensRow, ...]
    workloads: int

    @property
    def key(self) -> str:
        """The id as forms send it."""
        return str(self.template.pk)

    @property
    def answered(self) -> int:
        """Questions answered in all its lenses."""
        return sum(row.answered for row in self.lenses)

    @property
    def total(self) -> int:
        """Questions of all its lenses."""
        return sum(row.total for row in self.lenses)

    @property
    def is_current(self) -> bool:
        """No lens of it has a newer version."""
        return all(row.is_current for row in self.lenses)


@dataclass(frozen=True, slots=True)
class TemplateList:
    """The page of templates."""

    own: tuple[Card, ...]
    shared: tuple[Card, ...]
    query: str
    is_cut: bool  # there are more than are shown

    @property
    def is_empty(self) -> bool:
        """Nothing to show."""
        return not self.own and not self.shared


def build(actor: Actor, query: str = "") -> TemplateList:
    """All templates the actor sees whose name, description or lens has the words. Four queries."""
    rows = list(visible(actor, query)[: MAX_SHOWN + 1])
    cards = cards_of(actor, rows[:MAX_SHOWN])
    return TemplateList(
        own=tuple(card for card in cards if not card.shared_by),
        shared=tuple(card for card in cards if card.shared_by),
        query=query.strip(),
        is_cut=len(rows) > MAX_SHOWN,
    )


def visible(actor: Actor, query: str = "") -> QuerySet[Template]:
    """The templates the actor sees, by name."""
    policy.require(actor, Action.READ)
    rows = Template.objects.visible_to(actor).select_related("organization")
    for word in query.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(pk__in=TemplateReview.objects.filter(lens__name__icontains=word).values("template"))
        )
    return rows.order_by("normalized_name", "pk")


def count_own(actor: Actor) -> int:
    """How many templates the actor's organization has."""
    return Template.objects.filter(organization=actor.organization).count()


def is_taken(organization_id: UUID, name: str, *, but: UUID | None = None) -> bool:
    """Whether a template of the organization (other than `but`) has this name."""
    wanted = teams.normalize(name)[:100]
    rows = Template.objects.filter(organization=organization_id, normalized_name=wanted)
    return (rows.exclude(pk=but) if but else rows).exists()


def cards_of(actor: Actor, rows: Iterable[Template]) -> tuple[Card, ...]:
    """Cards of templates the actor sees. Three queries, whatever their number."""
    templates = list(rows)
    lenses = lens_rows(templates)
    used = dict(
        Template.objects.filter(pk__in=[row.pk for row in templates])
        .annotate(
            n=Count(
                "uses__workload",
                filter=Q(
                    uses__workload__organization=actor.organization, uses__review__removed_at=None
                ),
                distinct=True,
            )
        )
        .values_list("pk", "n")
    )
    own = actor.organization.pk
    return tuple(
        Card(
            template=row,
            shared_by="" if row.organization_id == own else row.organization.name,
            lenses=tuple(lenses.get(row.pk, ())),
            workloads=used.get(row.pk, 0),
        )
        for row in templates
    )


def lens_rows(templates: Iterable[Template]) -> dict[UUID, list[LensRow]]:
    """{template: its lenses by name, with progress}. Two queries."""
    by_key = {row.pk: row for row in templates}
    parts = (
        TemplateReview.objects.filter(template__in=list(by_key))
        .select_related("lens", "lens_version")
        .defer("lens_version__document")
        .annotate(
            newest=Max(
                "lens__versions__number", filter=Q(lens__versions__status=VersionStatus.PUBLISHED)
            )
        )
        .order_by("lens__name", "pk")
    )
    found: dict[UUID, list[LensRow]] = {}
    rows = list(parts)
    answered = _answered(rows)
    aliases = Counter((part.template_id, part.lens.alias) for part in rows)
    for part in rows:
        part.template = by_key[part.template_id]
        row = LensRow(
            part=part,
            answered=answered.get(part.pk, 0),
            total=_total(part.lens_version),
            newest=getattr(part, "newest", None) or 0,
            address=(
                part.lens.alias
                if aliases[part.template_id, part.lens.alias] == 1
                else str(part.lens_id)
            ),
        )
        found.setdefault(part.template_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class LensChoice:
    """A lens that can be put into a template."""

    key: str
    name: str
    description: str
    version: str
    is_builtin: bool
    questions: int


def lens_choices(actor: Actor, template: Template | None = None) -> tuple[LensChoice, ...]:
    """Published lenses of the organization and built-in ones that are not in it. Two queries."""
    policy.require(actor, Action.READ)
    own = Q(lens__organization=actor.organization) | Q(lens__organization=None)
    rows = LensVersion.objects.filter(own, lens__deleted_at=None).published().defer("document")
    there: set[UUID] = set()
    if template is not None:
        there = set(template.reviews.values_list("lens_id", flat=True))
    newest: dict[UUID, LensVersion] = {}
    for version in rows.select_related("lens"):
        newest.setdefault(version.lens_id, version)
    found = [_choice(row) for key, row in newest.items() if key not in there]
    return tuple(sorted(found, key=lambda one: (one.is_builtin, one.name.casefold())))


def is_answered(version_id: UUID, question: str, row: TemplateAnswer) -> bool:
    """Whether what a template says answers the question, as it would in a review."""
    asked = compiled(version_id).questions.get(question)
    state = changes.flatten(row.choices, row.is_applicable, row.reason, "")
    return asked is not None and scoring.risk_of(asked, state) != Risk.UNANSWERED


def _answered(parts: Iterable[TemplateReview]) -> Mapping[UUID, int]:
    versions = {part.pk: part.lens_version_id for part in parts}
    found: dict[UUID, int] = {}
    for row in TemplateAnswer.objects.filter(review__in=list(versions)).defer("notes"):
        if is_answered(versions[row.review_id], row.question_key, row):
            found[row.review_id] = found.get(row.review_id, 0) + 1
    return found


def _choice(version: LensVersion) -> LensChoice:
    lens = version.lens
    return LensChoice(
        key=str(lens.pk),
        name=lens.name,
        description=lens.description,
        version=version.name,
        is_builtin=lens.is_builtin,
        questions=version.question_count,
    )


def _total(version: LensVersion) -> int:
    return version.question_count
