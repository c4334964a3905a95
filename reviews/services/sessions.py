"""Sessions: the meetings in which a review is held. Planned, begun, timed, noted, ended.

A session holds no answers. Those are changed as always; what changed between its beginning and
its end is told by reviews/reads/session_minutes.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Review, ReviewSession
from reviews.profile_access import order_of
from reviews.reads import people
from reviews.services import agenda, review_plan_links
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.events import log

MAX_TITLE = 120
MAX_NOTES = 20_000
MAX_SPENT = 300  # seconds of one report: a page reports every few seconds
_SLACK = 30  # seconds by which clocks of browsers may be ahead of ours
_EDITABLE = ("title", "planned_at", "agenda")


def plan(
    actor: Actor,
    review_id: UUID,
    *,
    values: Mapping[str, Any],
    invited: Iterable[int] = (),
    planned: int | None = None,
) -> ReviewSession:
    """A new session of a review: title, planned_at, agenda; whom to have in it.

    Without an agenda it gets the proposed one. planned: the number of the planned review it is
    held for, where its time counts. Invalid names every wrong field.
    """
    with transaction.atomic():
        review = access.review_for(
            actor, review_id, need=Action.SESSION_WRITE, lock=planned is not None
        )
        session = ReviewSession(
            organization_id=review.organization_id, review=review, facilitator=actor.user
        )
        proposal = proposed(review) if values.get("agenda") is None else None
        asked = {**values, "agenda": proposal} if proposal is not None else values
        _assign(review, session, {"title": "", **asked})
        guests = _guests(review, invited)
        session.save()
        session.invited.set(guests)
        _keep(actor, session, "session.planned")
        if planned is not None:
            review_plan_links.session_planned(actor, review.workload, session, planned)
    return session


def edit(
    actor: Actor,
    review_id: UUID,
    meeting_id: UUID,
    *,
    values: Mapping[str, Any],
    invited: Iterable[int] | None = None,
) -> ReviewSession:
    """Change title, time or agenda of a session that has not ended, and who is invited."""
    with transaction.atomic():
        session = _locked(actor, review_id, meeting_id)
        _refuse_ended(session)
        before = {key: getattr(session, key) for key in _EDITABLE}
        _assign(session.review, session, values)
        changes = {
            key: (value, getattr(session, key))
            for key, value in before.items()
            if getattr(session, key) != value
        }
        session.save(update_fields=list(_EDITABLE))
        if invited is not None:
            changes |= _invite(session, invited)
        if changes:
            # What people wrote in an agenda is not repeated in the log.
            _keep(actor, session, "session.changed", changes=changes, hidden=("agenda",))
    return session


def start(actor: Actor, review_id: UUID, meeting_id: UUID) -> ReviewSession:
    """Begin a session. One at a time runs in a review: Conflict `session-running` otherwise."""
    try:
        with transaction.atomic():
            session = _locked(actor, review_id, meeting_id)
            _refuse_ended(session)
            if session.started_at is None:
                session.started_at = clock.now()
                session.facilitator = actor.user or session.facilitator
                session.save(update_fields=["started_at", "facilitator"])
                _keep(actor, session, "session.started")
    except IntegrityError:
        raise Conflict(
            _("Another session of this review is running. End it first."), code="session-running"
        ) from None
    return session


def spend(
    actor: Actor, review_id: UUID, meeting_id: UUID, *, pillar: str, seconds: int
) -> ReviewSession:
    """Add seconds for which a pillar was on the screen of a running session.

    Never more than has passed since it began, whatever browsers report. Invalid for a pillar
    or a number that cannot be; Conflict when the session is not running.
    """
    with transaction.atomic():
        session = _locked(actor, review_id, meeting_id)
        if session.started_at is None or session.ended_at is not None:
            raise Conflict(_("This session is not running."), code="session-not-running")
        if pillar and pillar not in compiled(session.review.lens_version_id).pillar:
            raise Invalid(fields={"pillar": [_("There is no such pillar in this lens.")]})
        if not 0 < seconds <= MAX_SPENT:
            raise Invalid(fields={"seconds": [_("Use 1 to %(n)d seconds.") % {"n": MAX_SPENT}]})
        passed = (clock.now() - session.started_at).total_seconds() + _SLACK
        room = max(0, int(passed) - sum(session.spent.values()))
        session.spent[pillar] = session.spent.get(pillar, 0) + min(seconds, room)
        session.save(update_fields=["spent"])
    return session


def write_notes(
    actor: Actor, review_id: UUID, meeting_id: UUID, *, notes: str, seen: str | None = None
) -> ReviewSession:
    """Write what was said, also after the session.

    seen: the notes as the actor saw them; Stale, and nothing written, when somebody else has
    changed them since to something else.
    """
    notes = notes.strip()
    if len(notes) > MAX_NOTES:
        raise Invalid(fields={"notes": [_("Use at most %(n)d characters.") % {"n": MAX_NOTES}]})
    with transaction.atomic():
        session = _locked(actor, review_id, meeting_id)
        if seen is not None and session.notes not in (seen.strip(), notes):
            raise Stale(_("Somebody else wrote notes meanwhile."), notes=session.notes)
        if session.notes != notes:
            session.notes = notes
            session.save(update_fields=["notes"])
            _keep(actor, session, "session.changed", changes={"notes": ("", "")}, hidden=("notes",))
    return session


def end(actor: Actor, review_id: UUID, meeting_id: UUID) -> ReviewSession:
    """End a running session; once more changes nothing."""
    with transaction.atomic():
        session = _locked(actor, review_id, meeting_id)
        if session.started_at is None:
            raise Conflict(_("This session has not begun."), code="session-not-running")
        if session.ended_at is None:
            session.ended_at = clock.now()
            session.save(update_fields=["ended_at"])
            _keep(actor, session, "session.ended")
    return session


def delete(actor: Actor, review_id: UUID, meeting_id: UUID) -> None:
    """Call off a session that has not begun. One that was held stays, with its minutes."""
    with transaction.atomic():
        session = _locked(actor, review_id, meeting_id)
        if session.started_at is not None:
            raise Conflict(_("This session was held: its minutes are kept."), code="session-held")
        _keep(actor, session, "session.deleted")
        session.delete()


def proposed(review: Review) -> list[agenda.Item]:
    """The agenda that makes sense for a review as it stands. One query."""
    rows = review.answers.only("pillar_key", "risk", "parked_at").order_by("position")
    lens = compiled(review.lens_version_id)
    return agenda.propose(lens, rows, order_of(review.workload))


def _locked(actor: Actor, review_id: UUID, meeting_id: UUID) -> ReviewSession:
    # The workload is not locked: a timer that reports must not wait for those who answer.
    review = access.review_for(actor, review_id, need=Action.SESSION_WRITE)
    rows = ReviewSession.objects.select_for_update().filter(review=review, pk=meeting_id)
    session = rows.first()
    if session is None:
        raise NotFound(_("There is no such session."))
    session.review = review
    return session


def _assign(review: Review, session: ReviewSession, values: Mapping[str, Any]) -> None:
    wrong: dict[str, Sequence[str]] = {}
    if "title" in values:
        session.title = " ".join(str(values["title"] or "").split()) or _("Review session")
        if len(session.title) > MAX_TITLE:
            wrong["title"] = [_("Use at most %(n)d characters.") % {"n": MAX_TITLE}]
    if "planned_at" in values:
        session.planned_at = values["planned_at"]
    if "agenda" in values:
        try:
            session.agenda = agenda.checked(compiled(review.lens_version_id), values["agenda"])
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(fields=wrong)


def _guests(review: Review, user_ids: Iterable[int]) -> list[User]:
    wanted = set(user_ids)
    found = list(people.who_sees(review.workload).filter(pk__in=wanted)) if wanted else []
    if len(found) != len(wanted):
        raise Invalid(fields={"invited": [_("Choose people who see this workload.")]})
    return found


def _invite(session: ReviewSession, user_ids: Iterable[int]) -> dict[str, tuple[Any, Any]]:
    before = set(session.invited.values_list("pk", flat=True))
    guests = _guests(session.review, user_ids)
    after = {person.pk for person in guests}
    session.invited.set(guests)
    return {"invited": (sorted(before), sorted(after))} if before != after else {}


def _refuse_ended(session: ReviewSession) -> None:
    if session.ended_at is not None:
        raise Conflict(_("This session has ended."), code="session-ended")


def _keep(
    actor: Actor,
    session: ReviewSession,
    verb: str,
    *,
    changes: log.Changes | None = None,
    hidden: tuple[str, ...] = (),
) -> None:
    log.record(
        actor,
        verb,
        session,
        workload_id=session.review.workload_id,
        changes=changes,
        hidden=hidden,
        data={"title": session.title, "review": str(session.review_id)},
    )
