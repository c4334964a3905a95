"""What programs sign in with: tokens for the REST API, access keys for the AWS API."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.models.organization import Organization
from wellarch.accounts.models.people import User
from wellarch.accounts.roles import Scope


class Credential(models.Model):
    """What both have: an owner, one organization, a scope, perhaps an end and some workloads.

    workload_ids: None for all its owner sees; a list (even an empty one) for those only.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="%(class)ss")
    name = models.CharField(_("name"), max_length=100)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope, default=Scope.READ)
    workload_ids = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def workloads(self) -> frozenset[UUID] | None:
        """The only workloads it may touch, None for no restriction."""
        if self.workload_ids is None:
            return None
        return frozenset(UUID(str(key)) for key in self.workload_ids)


class Token(Credential):
    """A bearer token: shown once, kept as a digest."""

    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class AccessKey(Credential):
    """An AWS-style key: its secret signs requests, so it is kept encrypted, not digested."""

    key_id = models.CharField(max_length=20, unique=True)
    secret = models.TextField()  # encrypted; see wellarch/accounts/credentials/keyring.py

    def __str__(self) -> str:
        return f"{self.name} ({self.key_id})"
