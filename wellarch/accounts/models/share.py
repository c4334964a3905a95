"""A share: something of one organization that others may see, and perhaps answer."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.models.organization import Organization, Team
from wellarch.accounts.models.people import User
from wellarch.accounts.roles import Permission, ShareKind, ShareStatus


class ShareQuerySet(models.QuerySet["Share"]):
    """Shares by what they mean now."""

    def reaching(self, user: User | None, organization: Organization) -> ShareQuerySet:
        """Accepted shares that give this person, acting in this organization, access."""
        to_them = Q(target_organization=organization)
        if user is not None:
            to_them |= Q(target_user=user) | Q(
                target_team__members__membership__user=user,
                target_team__organization=organization,
            )
        return self.filter(to_them, status=ShareStatus.ACCEPTED)


class Share(models.Model):
    """One offer of one thing to one target.

    The ground knows lenses and workloads by kind and id only. Exactly one target is set:
    `email` for a person who has no account yet, which becomes `target_user` when they come.
    An offer nobody answered within its time is shown as expired; nothing has to run for that.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="shares")
    kind = models.CharField(max_length=10, choices=ShareKind)
    subject_id = models.UUIDField()
    permission = models.CharField(
        _("permission"), max_length=12, choices=Permission, default=Permission.READ
    )
    target_user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.CASCADE, related_name="shares"
    )
    target_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="shares"
    )
    target_organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="received"
    )
    email = models.EmailField(blank=True)
    status = models.CharField(
        max_length=10, choices=ShareStatus, default=ShareStatus.PENDING, db_index=True
    )
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ShareQuerySet] = ShareQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id", "status"], name="share_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(target_user=None, target_team=None, target_organization=None) & ~Q(email="")
                )
                | Q(target_user__isnull=False, target_team=None, target_organization=None, email="")
                | Q(target_user=None, target_team__isnull=False, target_organization=None, email="")
                | Q(
                    target_user=None, target_team=None, target_organization__isnull=False, email=""
                ),
                name="share_has_one_target",
            ),
            *(
                models.UniqueConstraint(
                    fields=["kind", "subject_id", target],
                    condition=Q(status__in=("pending", "accepted")),
                    name=f"one_open_share_per_{name}",
                )
                for target, name in (
                    ("target_user", "user"),
                    ("target_team", "team"),
                    ("target_organization", "organization"),
                )
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "email"],
                condition=Q(status__in=("pending", "accepted")) & ~Q(email=""),
                name="one_open_share_per_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} ({self.status})"

    @property
    def state(self) -> str:
        """The status as people mean it: an offer whose time has passed is "expired"."""
        is_late = self.status == ShareStatus.PENDING and self.expires_at <= clock.now()
        return "expired" if is_late else self.status
