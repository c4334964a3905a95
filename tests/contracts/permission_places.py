"""Where the arguments of routes lead: one thing of every kind in an organization."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile

from lenses.models import Lens, LensSource
from lenses.services import imports
from reviews import profiling
from reviews.models import (
    Improvement,
    Profile,
    ProfileVersion,
    Report,
    ReportSchedule,
    ReportStatus,
)
from reviews.services import (
    comments,
    evidence,
    game_day_findings,
    game_day_run,
    game_days,
    improvements,
    milestones,
    readings,
    reports,
    review_plans,
    sessions,
    template_uses,
    templates,
    tracker_links,
    trackers,
    tradeoffs,
    views,
    worksheets,
)
from tests.builders import SMALL_LENS, publish_lens, select, start_review, start_workload
from tests.contracts.permission_outgoing import outgoing
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import Share, Team, User
from wellarch.accounts.roles import ShareKind
from wellarch.accounts.tenancy import invitations


def belongings(
    actor: Actor,
    *,
    owner: Actor | None = None,
    member: User | None = None,
    name: str = "Checkout",
    alias: str = "small",
) -> dict[str, Any]:
    """Things of the actor's organization by the names of the arguments that lead to them.

    owner: whose token and key these are; member: whom routes about a member mean.
    """
    token, _clear = tokens.create(owner or actor, name="t", scope="read")
    key, _secret = access_keys.create(owner or actor, name="t", scope="read")
    session = UserSession.objects.create(
        user=(owner or actor).user,
        session_key=f"{name}-of-{actor.organization.slug}"[:40],
        ip="192.0.2.1",
        user_agent="",
        data={},
    )
    team = Team.objects.create(
        organization=actor.organization, name=f"Team of {name}", normalized_name=name.lower()
    )
    invitation = invitations.invite(actor, email=f"{name.lower()}@invited.example")
    return {
        "question": "locks",
        "pillar": "doors",
        "format": "json",
        "at": "pillars/doors",
        "number": 1,
        "user_id": (member or actor.user).pk,  # type: ignore[union-attr]
        "team_id": team.pk,
        "invitation_id": invitation.pk,
        "token_id": token.pk,
        "key_id": key.key_id,
        "session_id": session.pk,
        **_lens(actor, alias),
        "source_id": _source(actor, name),
        "view_id": views.make(actor, name=f"View of {name}", is_shared=True).pk,
        "schedule_id": _schedule(actor),
        **(places := _workload(actor, name, alias)),
        **_shares(actor, places["workload_id"], alias, (owner or actor).user),
        **_template(actor, places, name, alias),
        **_profile(actor, name),
        **outgoing(actor),
    }


def _template(actor: Actor, places: dict[str, Any], name: str, alias: str) -> dict[str, Any]:
    """A template made from the review and applied to its workload."""
    made = templates.from_reviews(
        actor, values={"name": f"Template of {name}"}, review_ids=[places["review_id"]]
    )
    template_uses.apply(actor, places["workload_id"], template_id=made.pk)
    found = {"template_id": made.pk, "template_lens": alias, "use_id": made.uses.get().pk}
    return found | {"template_share_id": _offer(actor, ShareKind.TEMPLATE, made.pk)}


def _profile(actor: Actor, name: str) -> dict[str, Any]:
    """A profile, offered to an address."""
    normalized = f"profileof{name.lower()}"
    made = Profile.objects.create(
        organization=actor.organization, name=f"Profile of {name}", normalized_name=normalized
    )
    found = profiling.to_dict(profiling.outcome(profiling.builtin(), {}))
    ProfileVersion.objects.create(profile=made, number=1, outcome=found)
    share = _offer(actor, ShareKind.PROFILE, made.pk)
    return {"profile_id": made.pk, "profile_share_id": share}


def _shares(actor: Actor, workload_id: Any, alias: str, user: User | None) -> dict[str, Any]:
    """Workload and lens offered to an address, and the workload to a person."""
    lens = Lens.objects.get(organization=actor.organization, alias=alias)
    return {
        "share_id": _offer(actor, ShareKind.WORKLOAD, workload_id),
        "lens_share_id": _offer(actor, ShareKind.LENS, lens.pk),
        "offer_id": _offer(actor, ShareKind.WORKLOAD, workload_id, target_user=user),
    }


def _offer(actor: Actor, kind: ShareKind, subject_id: Any, **target: Any) -> Any:
    """A share that waits for an answer, with an address unless a target is named."""
    made, _is_new = Share.objects.get_or_create(
        organization=actor.organization,
        kind=kind,
        subject_id=subject_id,
        defaults={"expires_at": clock.now() + timedelta(days=7)},
        **(target or {"email": "asked@example.com"}),
    )
    return made.pk


def _lens(actor: Actor, alias: str) -> dict[str, Any]:
    """A published lens with a draft for its next version."""
    document = {**SMALL_LENS, "alias": alias}
    if not Lens.objects.filter(organization=actor.organization, alias=alias).exists():
        publish_lens(actor, document)
        imports.import_document(actor, data=json.dumps({**document, "description": "New"}))
    return {"alias": alias, "lens": alias}


def _source(actor: Actor, name: str) -> Any:
    """A place that is followed."""
    return LensSource.objects.create(
        organization=actor.organization, kind="file", place=f"standards/{name.lower()}.yaml"
    ).pk


def _schedule(actor: Actor) -> Any:
    """A report of the portfolio that comes by itself, one day."""
    on = clock.now().date() + timedelta(days=30)
    return ReportSchedule.objects.create(
        organization=actor.organization, user=actor.user, kind="portfolio", rhythm="weekly",
        next_on=on,
    ).pk  # fmt: skip


def _workload(actor: Actor, name: str, alias: str) -> dict[str, Any]:
    """A workload with a review, an answer, a milestone and a failed report."""
    workload = start_workload(actor, name)
    lens = Lens.objects.get(organization=actor.organization, alias=alias)
    review = start_review(actor, workload, lens)
    select(actor, review, "locks", "locks_dog")
    milestones.record(actor, workload.pk, name="First")
    report = reports.request(actor, workload.pk)
    Report.objects.filter(pk=report.pk).update(status=ReportStatus.FAILED)
    comment = comments.write(actor, review.pk, "locks", text="Which doors?")
    file = SimpleUploadedFile("keys.txt", b"The keys are counted.")
    shown = evidence.add_file(actor, review.pk, "locks", file=file)
    improvement = improvements.make_from_question(actor, review.pk, "locks")
    tradeoffs.make(actor, workload.pk, title="Fit two locks")
    review_plans.make(actor, workload.pk, title="Before the doors open")
    moment = _worksheet(actor, workload.pk)
    meeting = sessions.plan(actor, review.pk, values={"title": "The session"})
    game_days.plan(actor, workload.pk, title="Somebody rattles at the door")
    game_day_run.start(actor, workload.pk, 1)
    entry = game_day_run.note(actor, workload.pk, 1, text="The dog barks")
    game_day_findings.add(actor, workload.pk, 1, text="Nobody hears the dog")
    return {
        "entry_id": entry.pk,
        "finding": 1,
        "workload_id": workload.pk,
        "meeting_id": meeting.pk,
        "review_id": review.pk,
        "report_id": report.pk,
        "job_id": report.pk,
        "comment_id": comment.pk,
        "evidence_id": shown.pk,
        "kind": "performance",
        "moment": moment,
        **_tracker(actor, improvement, name),
    }


def _worksheet(actor: Actor, workload_id: Any) -> str:
    """A performance budget of which something was measured, and when."""
    worksheets.start(actor, workload_id, "cost")
    worksheets.start(actor, workload_id, "performance")
    moment = "2026-01-01T00:00:00Z"
    readings.record(actor, workload_id, "performance", 1, readings=[{"at": moment, "value": "200"}])
    return moment


def _tracker(actor: Actor, improvement: Improvement, name: str) -> dict[str, Any]:
    """A tracker that cannot be reached, and the improvement's issue there."""
    values = {
        "name": f"Tracker of {name}", "kind": "github", "base_url": "https://127.0.0.1:1",
        "project": "northwind/payments", "secret": "s",
    }  # fmt: skip
    tracker, _secret = trackers.create(actor, values=values)
    link = tracker_links.push(
        actor, improvement.workload_id, improvement.number, tracker_id=tracker.pk
    )
    return {"tracker_id": tracker.pk, "link_id": link.pk}
