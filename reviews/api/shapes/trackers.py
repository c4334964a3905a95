"""What trackers and issues look like over REST. No shape holds a token."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reviews.models import ImprovementState, PushState, Tracker, TrackerKind
from wellarch.rest.endpoint import Body


class TrackerShape(serializers.ModelSerializer[Tracker]):
    """A project of a tracker. `error`: what is wrong with it, empty if nothing is; `quiet_until`:
    nothing is sent there before, because it asked for patience."""

    labels = serializers.ListField(child=serializers.CharField(), help_text="Of every new issue.")
    states = serializers.DictField(
        child=serializers.ChoiceField(ImprovementState.choices),
        help_text="What a status there means here; without it the usual.",
    )

    class Meta:
        model = Tracker
        fields = (
            "id", "name", "kind", "base_url", "project", "issue_type", "labels", "states",
            "is_active", "error", "error_at", "quiet_until", "polled_at", "created_at",
        )  # fmt: skip


class WebhookShape(serializers.Serializer[Any]):
    """Where the tracker calls and with which secret it signs. Shown once."""

    url = serializers.URLField()
    secret = serializers.CharField()


class TrackerMade(TrackerShape):
    """A new tracker and the secret of its webhook."""

    webhook = WebhookShape()

    class Meta(TrackerShape.Meta):
        fields = (*TrackerShape.Meta.fields, "webhook")  # type: ignore[assignment]


class TrackerBody(Body):
    """A tracker to add."""

    name = serializers.CharField(max_length=80)
    kind = serializers.ChoiceField(TrackerKind.choices)
    base_url = serializers.CharField(max_length=500, help_text="Such as `https://github.com`.")
    project = serializers.CharField(
        max_length=200, help_text="The key of a Jira project, or `owner/repository`."
    )
    secret = serializers.CharField(max_length=2000, write_only=True, help_text="The token.")
    account = serializers.CharField(
        max_length=254, required=False, allow_blank=True, help_text="Jira Cloud: its e-mail."
    )
    issue_type = serializers.CharField(max_length=80, required=False, allow_blank=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=50), required=False)
    states = serializers.DictField(
        child=serializers.ChoiceField(ImprovementState.choices), required=False
    )


class TrackerChange(Body):
    """Some values of a tracker; what is not named stays."""

    name = serializers.CharField(max_length=80, required=False)
    base_url = serializers.CharField(max_length=500, required=False)
    project = serializers.CharField(max_length=200, required=False)
    secret = serializers.CharField(max_length=2000, required=False, write_only=True)
    account = serializers.CharField(max_length=254, required=False, allow_blank=True)
    issue_type = serializers.CharField(max_length=80, required=False, allow_blank=True)
    labels = serializers.ListField(child=serializers.CharField(max_length=50), required=False)
    states = serializers.DictField(
        child=serializers.ChoiceField(ImprovementState.choices), required=False
    )
    is_active = serializers.BooleanField(required=False, help_text="False: paused.")


class StandingShape(serializers.Serializer[Any]):
    """Who we are in a tracker, and what keeps us from making issues there."""

    name = serializers.CharField()
    problems = serializers.ListField(child=serializers.CharField())


class IssueBody(Body):
    """Where to send an improvement."""

    tracker = serializers.UUIDField(help_text="The id of a tracker.")


class IssueShape(serializers.Serializer[Any]):
    """An improvement's issue in a tracker."""

    id = serializers.UUIDField()
    tracker = serializers.UUIDField(source="tracker_id", help_text="The id of the tracker.")
    tracker_name = serializers.CharField(source="tracker")
    key = serializers.CharField(help_text="What the tracker calls it; empty until it is made.")
    url = serializers.CharField()
    status = serializers.CharField(help_text="The tracker's own word.")
    state = serializers.ChoiceField(PushState.choices, help_text="Of the newest change here.")
    error = serializers.CharField(help_text="What went wrong the last time.")
    retry_at = serializers.DateTimeField(
        allow_null=True, help_text="When it is tried again, if it failed and waits."
    )
    synced_at = serializers.DateTimeField(allow_null=True)


class IssueList(serializers.Serializer[Any]):
    """All issues of an improvement, on one page."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = IssueShape(many=True)
