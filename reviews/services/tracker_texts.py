"""What an improvement says in a tracker. No names of people: they do not leave this server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews.models import Improvement, RiskLevel, TrackerLink
from reviews.tracking import Draft, Part

_TITLE = 250  # characters; Jira takes 255


def draft_of(improvement: Improvement, link: TrackerLink) -> Draft:
    """The issue as the improvement would have it."""
    title = " ".join(improvement.title.split())
    title = title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
    return Draft(title=title, parts=tuple(_parts(improvement)), marker=link.marker.hex)


def digest_of(draft: Draft) -> str:
    """A digest of what is said, so that the same is not said twice."""
    text = json.dumps(asdict(draft), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _parts(improvement: Improvement) -> Iterator[Part]:
    yield Part(text="\n".join(_facts(improvement)), url=address_of(improvement))
    texts = (
        (_("Recommendation"), improvement.recommendation),
        (_("Best practices"), "\n".join(f"- {title}" for title in _practices(improvement))),
        (_("Steps"), improvement.steps),
        (_("Success criteria"), improvement.success_criteria),
        (_("Resources"), improvement.resources),
    )
    for heading, text in texts:
        if text.strip():
            yield Part(heading, text.strip())
    for place, each in enumerate(improvement.links):
        heading = "" if place else _("Links")
        title, url = each.get("title", ""), each.get("url", "")
        yield Part(heading, "" if title == url else title, url)


def address_of(improvement: Improvement) -> str:
    """Where the improvement is, for people who follow the issue back."""
    place = reverse("improvement-detail", args=[improvement.workload_id, improvement.number])
    return f"{settings.WELLARCH_URL}{place}"


def _facts(improvement: Improvement) -> Iterator[str]:
    yield _("Workload: %(name)s") % {"name": improvement.workload.name}
    if improvement.review is not None and improvement.question_key:
        yield _("Lens: %(name)s") % {"name": improvement.review.lens.name}
        asked = compiled(improvement.review.lens_version_id).questions.get(improvement.question_key)
        if asked is not None:
            yield _("Question: %(title)s") % {"title": f"{asked.code} {asked.title}".strip()}
    if improvement.risk:
        yield _("Risk: %(risk)s") % {"risk": RiskLevel(improvement.risk).label}
    yield _("Impact: %(impact)s, effort: %(effort)s") % {
        "impact": improvement.get_impact_display(),
        "effort": improvement.get_effort_display(),
    }
    if improvement.due_on:
        yield _("Due: %(day)s") % {"day": improvement.due_on.isoformat()}


def _practices(improvement: Improvement) -> list[str]:
    if improvement.review is None:
        return []
    asked = compiled(improvement.review.lens_version_id).questions.get(improvement.question_key)
    if asked is None:
        return []
    return [each.title for each in asked.practices if each.id in improvement.choices]
