"""Trackers: where an organization's improvements are worked on outside of WellArch."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from reviews.models.improvement import Improvement
from wellarch import clock
from wellarch.accounts.actor import Actor


class TrackerKind(models.TextChoices):
    """The trackers that are spoken to."""

    JIRA_CLOUD = "jira_cloud", _("Jira Cloud")
    JIRA_SERVER = "jira_server", _("Jira Data Center or Server")
    GITHUB = "github", _("GitHub Issues")


class TrackerQuerySet(models.QuerySet["Tracker"]):
    """Scoped reads of trackers."""

    def visible_to(self, actor: Actor) -> TrackerQuerySet:
        """Those of the actor's organization."""
        return self.filter(organization=actor.organization)


class Tracker(models.Model):
    """A project of a tracker to which improvements are pushed.

    project: a Jira project key, or owner/repository. account: the e-mail of a Jira Cloud account.
    secret: the API token, encrypted (accounts/credentials/keyring.py). issue_type: of Jira.
    states: {status of the tracker, lower case: state of the improvement}; empty takes the usual.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12, choices=TrackerKind)
    base_url = models.URLField(_("address"), max_length=500)
    project = models.CharField(_("project"), max_length=200)
    account = models.CharField(_("account"), max_length=254, blank=True)
    secret = models.TextField()
    issue_type = models.CharField(_("issue type"), max_length=80, blank=True)
    labels = models.JSONField(_("labels"), default=list, blank=True)
    states = models.JSONField(_("states"), default=dict, blank=True)
    # What a webhook of the tracker is checked with, encrypted.
    webhook_secret = models.TextField(blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(default=clock.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    polled_at = models.DateTimeField(null=True, blank=True)
    # Nothing is sent there before this time: it asked for patience, or failed often in a row.
    quiet_until = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    error_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[TrackerQuerySet] = TrackerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="tracker_name")
        ]

    def __str__(self) -> str:
        return self.name


class PushState(models.TextChoices):
    """How far the newest state of an improvement is on its way to the tracker."""

    QUEUED = "queued", _("Waiting")
    PUSHED = "pushed", _("Sent")
    FAILED = "failed", _("Failed")


class TrackerLink(models.Model):
    """An improvement and its issue in a tracker.

    marker stands in the issue's text, so that one that was made by a worker that died before it
    could say so is found instead of made twice. pushed_revision: the improvement's revision the
    tracker has. remote_status: the tracker's word.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    improvement = models.ForeignKey(
        Improvement, on_delete=models.CASCADE, related_name="tracker_links"
    )
    tracker = models.ForeignKey(Tracker, on_delete=models.CASCADE, related_name="links")
    marker = models.UUIDField(default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=100, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    remote_status = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=PushState, default=PushState.QUEUED)
    error = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    pushed_revision = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField(default=clock.now)
    # When it may be tried again, and when an issue was first asked for: from then on it may be
    # there, even if nobody heard of it.
    next_at = models.DateTimeField(default=clock.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    # A digest of the text the tracker has from here: what people write there meanwhile stays
    # until the text changes here.
    pushed_text = models.CharField(max_length=64, blank=True)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    synced_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["improvement", "tracker"], name="one_issue_per_tracker")
        ]
        indexes = [
            models.Index(fields=["state", "next_at"], name="tracker_link_waiting"),
            models.Index(fields=["tracker", "key"], name="tracker_link_key"),
        ]

    def __str__(self) -> str:
        return self.key or str(self.marker)
