"""The Jira issues of what is done about the questions of a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lenses.document import web_address
from reviews.models import TrackerKind, TrackerLink

_JIRA = (TrackerKind.JIRA_CLOUD, TrackerKind.JIRA_SERVER)


@dataclass(frozen=True, slots=True)
class Issue:
    """Where it is, and when both sides were last the same."""

    url: str
    synced_at: datetime | None


def of(review_id: UUID, question: str | None = None) -> dict[str, Issue]:
    """{question: the newest issue of an improvement of it}, of a review that access has given.

    Of one question only if it is named. One query.
    """
    rows = TrackerLink.objects.filter(
        improvement__review=review_id, tracker__kind__in=_JIRA
    ).exclude(url="")
    if question is not None:
        rows = rows.filter(improvement__question_key=question)
    found = rows.order_by("queued_at", "pk").values_list(
        "improvement__question_key", "url", "synced_at"
    )
    return {key: Issue(url, at) for key, url, at in found if web_address(url)}
