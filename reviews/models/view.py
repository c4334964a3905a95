"""Saved views: a way of looking at the portfolio that has a name."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.actor import Actor


class ViewQuerySet(models.QuerySet["SavedView"]):
    """Scoped reads of views."""

    def visible_to(self, actor: Actor) -> ViewQuerySet:
        """The actor's own and those shared with everybody in their organization."""
        mine = Q(is_shared=True) | Q(user=actor.user) if actor.user else Q(is_shared=True)
        return self.filter(mine, organization=actor.organization)


class SavedView(models.Model):
    """The filters of the portfolio under a name. query: the parameters of its address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(_("for everybody in the organization"), default=False)
    created_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[ViewQuerySet] = ViewQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "user", "name"], name="view_name")
        ]

    def __str__(self) -> str:
        return self.name
