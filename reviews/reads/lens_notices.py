"""What an account should know of the lenses it reviews with: newer versions, and those that are
gone. Four queries at most, whatever the number of workloads."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from lenses.models import Lens, LensVersion, VersionStatus
from reviews.models import Review, Template, TemplateReview, Workload
from reviews.reads import lens_standing
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class Notice:
    """One review or template whose lens went on or ended. latest: empty when it ended."""

    subject: Workload | Template
    lens: Lens
    current: str
    latest: str

    @property
    def is_ended(self) -> bool:
        """Its lens or version is used for nothing new any more."""
        return not self.latest


def of_workloads(actor: Actor, *, workload_id: UUID | None = None) -> tuple[Notice, ...]:
    """Of the workloads the actor sees, or of one of them, by name."""
    policy.require(actor, Action.READ)
    workloads = Workload.objects.visible_to(actor)
    if workload_id is not None:
        workloads = workloads.filter(pk=workload_id)
    reviews = Review.objects.attached().filter(workload__in=workloads)
    found = reviews.filter(
        Q(pk__in=lens_standing.behind(reviews.order_by()).values("pk"))
        | Q(lens_version__status=VersionStatus.RETIRED)
        | Q(lens__deleted_at__isnull=False)
    )
    standing = lens_standing.of_all(found)
    rows = (
        found.select_related("workload", "lens__organization", "lens_version")
        .defer("lens_version__document")
        .order_by("workload__name", "workload_id", "lens__name", "pk")
    )
    return tuple(
        Notice(
            row.workload,
            row.lens,
            row.lens_version.name,
            standing[row.pk].newest if standing[row.pk].is_upgradable else "",
        )
        for row in rows
        if standing[row.pk].status != lens_standing.UNSHARED
    )


def of_templates(actor: Actor, *, template_id: UUID | None = None) -> tuple[Notice, ...]:
    """Of the actor's own templates, or of one of them, by name."""
    policy.require(actor, Action.READ)
    templates = Template.objects.filter(organization=actor.organization)
    if template_id is not None:
        templates = templates.filter(pk=template_id)
    newest = LensVersion.objects.filter(lens=OuterRef("lens")).published()
    rows: QuerySet[TemplateReview] = (
        TemplateReview.objects.filter(template__in=templates)
        .annotate(
            newest=Subquery(newest.values("name")[:1]),
            newest_number=Subquery(newest.values("number")[:1]),
        )
        .select_related("template__organization", "lens__organization", "lens_version")
        .defer("lens_version__document")
        .order_by("template__name", "template_id", "lens__name", "pk")
    )
    return tuple(notice for row in rows if (notice := _of_part(row)) is not None)


def _of_part(row: TemplateReview) -> Notice | None:
    version = row.lens_version
    is_gone = row.lens.deleted_at is not None
    if not is_gone and (getattr(row, "newest_number", None) or 0) > version.number:
        return Notice(row.template, row.lens, version.name, getattr(row, "newest", ""))
    if is_gone or version.status == VersionStatus.RETIRED:
        return Notice(row.template, row.lens, version.name, "")
    return None
