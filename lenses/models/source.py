"""A source: where a lens is kept outside, and how the last look at it went."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lenses.models.lens import Lens
from wellarch import clock
from wellarch.accounts.actor import Actor


class SourceKind(models.TextChoices):
    """What kind of place it is."""

    FILE = "file", _("File on this server")
    URL = "url", _("Web address")


class SourceState(models.TextChoices):
    """How the last look went."""

    NEW = "new", _("Not looked at yet")
    SAME = "same", _("Up to date")
    CHANGED = "changed", _("New draft")
    WAITING = "waiting", _("Waits for your own draft")
    FAILED = "failed", _("Failed")


class LensSourceQuerySet(models.QuerySet["LensSource"]):
    """Scoped reads of sources."""

    def visible_to(self, actor: Actor) -> LensSourceQuerySet:
        """Those of the actor's organization."""
        return self.filter(organization=actor.organization)


class LensSource(models.Model):
    """A lens document that is kept elsewhere and followed.

    place: an https address, or a path below one of the roots the settings allow, as "root/path".
    A changed document becomes the lens's draft; it is published by people.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    # None until the first document came.
    lens = models.ForeignKey(
        Lens, null=True, blank=True, on_delete=models.SET_NULL, related_name="sources"
    )
    kind = models.CharField(_("kind"), max_length=4, choices=SourceKind)
    place = models.CharField(_("place"), max_length=2048)
    is_active = models.BooleanField(_("followed"), default=True)
    state = models.CharField(max_length=8, choices=SourceState, default=SourceState.NEW)
    # What is wrong with it, in sentences; empty unless failed.
    problem = models.TextField(blank=True)
    # Of the content that was dealt with last: it became the draft, or people kept theirs instead.
    # A draft of this digest is as the source wrote it; any other was touched by people.
    digest = models.CharField(max_length=64, blank=True)
    # The content that waits beside a draft of people's.
    waiting = models.JSONField(null=True, blank=True)
    etag = models.CharField(max_length=256, blank=True)
    # Somebody looks there now, so that two workers do not; given up after some minutes.
    claimed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[LensSourceQuerySet] = LensSourceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "place"], name="one_source_per_place")
        ]

    def __str__(self) -> str:
        return self.place
