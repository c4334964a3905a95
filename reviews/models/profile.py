"""A profile: business context, answered once, that says what matters most in a review."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind


class ProfileQuerySet(models.QuerySet["Profile"]):
    """Scoped reads of profiles."""

    def visible_to(self, actor: Actor) -> ProfileQuerySet:
        """The built-in ones, those of the actor's organization and those shared with them."""
        seen = Q(organization=None) | Q(organization=actor.organization)
        if actor.user is not None:
            shares = Share.objects.reaching(actor.user, actor.organization)
            seen |= Q(pk__in=shares.filter(kind=ShareKind.PROFILE).values("subject_id"))
        return self.filter(seen, deleted_at=None)


class Profile(models.Model):
    """A business context over time. Without an organization it is built in (and has a slug)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", null=True, on_delete=models.CASCADE, related_name="+"
    )
    slug = models.SlugField(max_length=64, blank=True)
    name = models.CharField(_("name"), max_length=100)
    # Lower case, without blanks: names are unique per organization ignoring both.
    normalized_name = models.CharField(max_length=100, editable=False)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    tags = models.JSONField(_("tags"), default=dict, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Workloads that have a deleted profile keep it; nobody else can choose it.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ProfileQuerySet] = ProfileQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "normalized_name"],
                condition=Q(deleted_at=None),
                name="profile_name_per_organization",
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=~Q(slug=""), name="builtin_profile_slug"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_builtin(self) -> bool:
        """True for a profile that comes with WellArch."""
        return self.organization_id is None


class ProfileVersion(models.Model):
    """One state of a profile's answers with what followed from them; never changes again.

    answers: {question: [option, …]}. outcome: the order of pillars and what is prioritized why,
    computed with the mapping of its day (reviews/profiling/outcome.py says its shape); empty
    where a migration made the row, until the next start of the server computes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["profile", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "number"], name="version_number_per_profile")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} v{self.number}"


class ProfileMapping(models.Model):
    """What an organization's profile answers mean; without a row the built-in mapping holds."""

    organization = models.OneToOneField(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=clock.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.organization_id} r{self.revision}"
