"""What is one's own in JSON."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reviews.api.shapes.session import PointShape, SessionShape
from reviews.models import CalendarFeed
from reviews.reads.open_points import Mine
from reviews.reads.worksheet_tests import OwnTest


class OwnPointShape(PointShape):
    """A question that is assigned to the caller."""

    review = serializers.UUIDField(source="review_id")
    workload_name = serializers.CharField(source="workload")
    organization = serializers.CharField(help_text="Whose it is, when it is not yours.")


class OwnTestShape(serializers.Serializer[Any]):
    """A test of a worksheet that the caller looks after."""

    workload = serializers.UUIDField(source="workload_id")
    workload_name = serializers.CharField(source="workload")
    worksheet = serializers.CharField(source="kind")
    row = serializers.IntegerField(source="number")
    name = serializers.CharField(source="label")
    what = serializers.CharField(help_text="How such a test is called.")
    due_on = serializers.SerializerMethodField(help_text="null when it was never done.")

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_due_on(self, test: OwnTest) -> str | None:
        """Until when."""
        return test.due.on.isoformat() if test.due and test.due.on else None


class MyWorkShape(serializers.Serializer[Any]):
    """What waits for the caller in all workloads they see."""

    overdue = serializers.IntegerField(help_text="How many of the questions are late.")
    questions = OwnPointShape(many=True)
    sessions = SessionShape(many=True)
    tests = OwnTestShape(many=True)


class FeedShape(serializers.Serializer[Any]):
    """An address a calendar follows; nobody is told it twice."""

    exists = serializers.BooleanField()
    created_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewFeedShape(FeedShape):
    """A new address."""

    address = serializers.URLField(help_text="Shown this once.")


def work_of(mine: Mine) -> dict[str, Any]:
    """MyWorkShape."""
    return {
        "overdue": mine.late,
        "questions": OwnPointShape(mine.points, many=True).data,
        "sessions": SessionShape(mine.sessions, many=True).data,
        "tests": OwnTestShape(mine.tests, many=True).data,
    }


def feed_of(feed: CalendarFeed | None) -> dict[str, Any]:
    """FeedShape."""
    found = {
        "exists": feed is not None,
        "created_at": feed.created_at if feed else None,
        "last_used_at": feed.last_used_at if feed else None,
    }
    return FeedShape(found).data
