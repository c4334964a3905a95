"""Who can see a workload: the people one can assign something to, mention or invite."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from reviews.models import Workload
from wellarch.accounts.models import Membership, Share, User
from wellarch.accounts.roles import Role, ShareKind, ShareStatus, Visibility


def who_sees(workload: Workload) -> QuerySet[User]:
    """Active people who see the workload from inside or by an accepted share, by name.

    One query. The rule is that of reviews/models/visibility.py, asked from the other end.
    """
    inside = Membership.objects.filter(organization=workload.organization_id)
    if workload.visibility == Visibility.TEAM:
        near = Q(role=Role.ADMIN) | Q(user=workload.created_by_id)
        if workload.team_id is not None:  # asked for None, the query finds who is in no team
            near |= Q(teams__team=workload.team_id)
        inside = inside.filter(near)
    shares = Share.objects.filter(
        kind=ShareKind.WORKLOAD, subject_id=workload.pk, status=ShareStatus.ACCEPTED
    )
    return (
        User.objects.filter(
            Q(pk__in=inside.values("user"))
            | Q(pk__in=shares.values("target_user"))
            | Q(memberships__teams__team__in=shares.values("target_team"))
            | Q(memberships__organization__in=shares.values("target_organization")),
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )
