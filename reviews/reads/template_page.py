"""A template's own page: its lenses, and the workloads made from it with what changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from reviews.models import Template, TemplateUse, Workload
from reviews.reads import template_drift, template_list
from reviews.reads.template_drift import Drift
from reviews.reads.template_list import Card
from reviews.template_access import template_for
from wellarch.accounts.actor import Actor

USES_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class UseRow:
    """One workload made from the template, by one lens of it."""

    use: TemplateUse
    drift: Drift
    is_waiting: bool  # the newest changes were proposed and nobody has decided yet
    is_declined: bool  # the team decided to keep its own

    @property
    def may_propose(self) -> bool:
        """There is something new that was not proposed yet."""
        return bool(self.drift.by_template) and not self.is_waiting and not self.is_declined


@dataclass(frozen=True, slots=True)
class TemplatePage:
    """Everything the page shows. is_own: of the actor's organization."""

    template: Template
    card: Card
    uses: tuple[UseRow, ...]
    page: Page[TemplateUse]
    is_own: bool

    @property
    def may_propose(self) -> bool:
        """Some workload has not heard of changes yet."""
        return any(row.may_propose for row in self.uses)


def build(actor: Actor, template_id: UUID, *, number: int | str = 1) -> TemplatePage:
    """The page of a template. Nine queries, whatever is in it. NotFound for outsiders."""
    template = template_for(actor, template_id)
    rows = uses_of(actor, template)
    page = Paginator(rows, USES_PER_PAGE).get_page(number)
    return TemplatePage(
        template=template,
        card=template_list.cards_of(actor, [template])[0],
        uses=use_rows(list(page.object_list)),
        page=page,
        is_own=template.organization_id == actor.organization.pk,
    )


def uses_of(actor: Actor, template: Template) -> QuerySet[TemplateUse]:
    """The uses of a template in workloads the actor sees, newest first."""
    return (
        template.uses.filter(
            workload__in=Workload.objects.visible_to(actor), review__removed_at=None
        )
        .select_related("workload", "review__lens", "review__lens_version", "template")
        .defer("review__lens_version__document")
        .order_by("-applied_at", "-pk")
    )


def use_rows(uses: Sequence[TemplateUse]) -> tuple[UseRow, ...]:
    """Uses with what changed on both sides. Three queries."""
    drift = template_drift.of_uses(uses)
    return tuple(_use_row(use, drift[use.pk]) for use in uses)


def _use_row(use: TemplateUse, drift: Drift) -> UseRow:
    revision = use.template.revision
    is_declined = use.declined_revision is not None and use.declined_revision >= revision
    is_waiting = bool(
        drift.by_template
        and not is_declined
        and use.proposed_revision is not None
        and use.proposed_revision >= revision
    )
    return UseRow(use, drift, is_waiting, is_declined)
