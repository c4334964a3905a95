"""How reviews stand to their lens: the newest version, an older one, or the lens is gone.

The words are those of the reference product (facts: LensStatus of a review). Minor versions
are followed by themselves, so only a major one makes a review "not current".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from lenses.models import LensVersion, VersionStatus
from reviews.models import Review
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind, ShareStatus

CURRENT = "current"
NOT_CURRENT = "not_current"
RETIRED = "retired"
DELETED = "deleted"
UNSHARED = "unshared"
STATUSES = (CURRENT, NOT_CURRENT, RETIRED, DELETED, UNSHARED)


@dataclass(frozen=True, slots=True)
class LensStanding:
    """One review's. newest, newest_id: the version an upgrade would lead to, if not current."""

    status: str = CURRENT
    newest: str = ""
    newest_id: UUID | None = None
    workload_id: UUID | None = None

    @property
    def is_upgradable(self) -> bool:
        """Whether there is a newer version to go to."""
        return self.status == NOT_CURRENT

    @property
    def sentence(self) -> str:
        """What to say of it; nothing of a review that is current."""
        sentences = {
            NOT_CURRENT: _("There is a newer version of this lens: %(version)s.")
            % {"version": self.newest},
            RETIRED: _("This version of the lens is retired. The review goes on as it is."),
            DELETED: _("This lens was deleted. The review goes on as it is."),
            UNSHARED: _("This lens is no longer shared with you. The review goes on as it is."),
        }
        return sentences.get(self.status, "")


def of(review: Review) -> LensStanding:
    """How one review stands. One query."""
    return of_all(Review.objects.filter(pk=review.pk)).get(review.pk, LensStanding())


def of_all(reviews: QuerySet[Review]) -> Mapping[UUID, LensStanding]:
    """{review: how it stands}, for reviews that were reached through access. One query."""
    versions = LensVersion.objects.filter(lens=OuterRef("lens"))
    newest = versions.published()
    major = versions.filter(is_major=True).exclude(status=VersionStatus.DRAFT).order_by()
    rows = reviews.order_by().values(
        "pk",
        "workload_id",
        is_deleted=Q(lens__deleted_at__isnull=False),
        is_near=Q(lens__organization=None) | Q(lens__organization=F("organization")),
        is_shared=Exists(_shares_of_lens()),
        status_of_version=F("lens_version__status"),
        number=F("lens_version__number"),
        newest_id=Subquery(newest.values("pk")[:1]),
        newest=Subquery(newest.values("name")[:1]),
        newest_number=Subquery(newest.values("number")[:1]),
        major=Subquery(major.values("lens").annotate(last=Max("number")).values("last")),
    )
    return {row["pk"]: _standing(row) for row in rows}


def _standing(row: Mapping[str, Any]) -> LensStanding:
    number = row["number"]
    is_behind = (row["newest_number"] or 0) > number and (row["major"] or 0) > number
    if row["is_deleted"]:
        status = DELETED
    elif not row["is_near"] and not row["is_shared"]:
        status = UNSHARED
    elif is_behind:
        status = NOT_CURRENT
    else:
        is_retired = row["status_of_version"] == VersionStatus.RETIRED
        status = RETIRED if is_retired else CURRENT
    if status != NOT_CURRENT:
        return LensStanding(status, workload_id=row["workload_id"])
    return LensStanding(status, row["newest"], row["newest_id"], row["workload_id"])


def behind(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Those for whose lens there is a newer version to go to: `is_upgradable`, as a condition.

    reviews: without an order; as part of another query it may refer to that one.
    """
    newer = LensVersion.objects.filter(
        lens=OuterRef("lens"), number__gt=OuterRef("lens_version__number")
    ).order_by()
    near = Q(lens__organization=None) | Q(lens__organization=F("organization"))
    return reviews.filter(
        Exists(newer.filter(status=VersionStatus.PUBLISHED)),
        Exists(newer.filter(is_major=True).exclude(status=VersionStatus.DRAFT)),
        near | Exists(_shares_of_lens()),
        lens__deleted_at=None,
    )


def _shares_of_lens() -> QuerySet[Share]:
    """The accepted shares by which a review's organization has its lens."""
    reached = Q(target_organization=OuterRef("organization")) | Q(
        target_user__memberships__organization=OuterRef("organization")
    )
    return Share.objects.filter(
        reached, kind=ShareKind.LENS, subject_id=OuterRef("lens"), status=ShareStatus.ACCEPTED
    )
