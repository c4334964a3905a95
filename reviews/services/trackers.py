"""The trackers of an organization: named, tried out, paused, removed. For admins.

The token is encrypted the moment it arrives and never shown again; neither log nor history holds
it. Who points a tracker to another server gives the token again: it goes to nobody else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reviews import tracking
from reviews.models import ImprovementState, Tracker, TrackerKind
from reviews.services import tracker_clients, tracker_patience
from reviews.tracker_access import tracker_for
from reviews.tracking import states as tracker_states
from reviews.tracking import web
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid
from wellarch.events import log
from wellarch.outgoing import breakers

MAX_TRACKERS = 50
MAX_STATES = 100
FIELDS = (
    "name", "kind", "base_url", "project", "account", "secret", "issue_type", "labels", "states",
)  # fmt: skip
_SHOWN = ("name", "base_url", "project", "issue_type", "labels", "states")
_LIMITS = {"name": 80, "base_url": 500, "project": 200, "account": 254, "issue_type": 80}
_REPOSITORY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})/[A-Za-z0-9._-]{1,100}")
_PROJECT = re.compile(r"[A-Z][A-Z0-9_]{1,49}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def create(actor: Actor, *, values: Mapping[str, Any]) -> tuple[Tracker, str]:
    """A tracker, and the secret of its webhook, which is shown once. Nothing is sent yet.

    Invalid names every wrong field at once.
    """
    policy.require(actor, Action.TRACKER_WRITE)
    tracker = Tracker(organization=actor.organization, created_by=actor.user)
    _fill(tracker, values, is_new=True)
    clear = _new_webhook_secret(tracker)
    with transaction.atomic():
        if Tracker.objects.visible_to(actor).count() >= MAX_TRACKERS:
            raise Conflict(_("There cannot be more trackers. Remove one first."), code="too-many")
        _save(tracker)
        log.record(actor, "tracker.added", tracker, data=about(tracker))
    return tracker, clear


def edit(actor: Actor, tracker_id: UUID, *, values: Mapping[str, Any]) -> Tracker:
    """Change some values; what is not named stays, and so does a token that is left empty.

    Invalid `secret` when another server, kind or account is named without the token for it, and
    `project` when issues stand in the present one.
    """
    with transaction.atomic():
        tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE, lock=True)
        before = {field: getattr(tracker, field) for field in (*_SHOWN, "account", "secret")}
        _fill(tracker, values, is_new=False)
        changes = {
            field: (before[field], getattr(tracker, field))
            for field in before
            if before[field] != getattr(tracker, field)
        }
        if not changes:
            return tracker
        tracker.error, tracker.error_at = "", None
        tracker.failures, tracker.quiet_until = 0, None
        _save(tracker)
        breakers.remove(tracker_clients.breaker_key(tracker), tracker.organization)
        hidden = ("account", "secret")
        data = about(tracker)
        log.record(actor, "tracker.changed", tracker, changes=changes, hidden=hidden, data=data)
    return tracker


def pause(actor: Actor, tracker_id: UUID) -> Tracker:
    """Send nothing there and hear nothing from there until it is resumed. What changes waits."""
    return _switch(actor, tracker_id, is_active=False)


def resume(actor: Actor, tracker_id: UUID) -> Tracker:
    """Go on; what waited is sent."""
    return _switch(actor, tracker_id, is_active=True)


def remove(actor: Actor, tracker_id: UUID) -> None:
    """Forget the tracker and which issues are whose. The issues there stay."""
    with transaction.atomic():
        tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE, lock=True)
        log.record(actor, "tracker.removed", tracker, data=about(tracker))
        breakers.remove(tracker_clients.breaker_key(tracker), tracker.organization)
        tracker.delete()


def renew_webhook_secret(actor: Actor, tracker_id: UUID) -> tuple[Tracker, str]:
    """Another secret for the webhook, shown once; the former one is refused from now on."""
    with transaction.atomic():
        tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE, lock=True)
        clear = _new_webhook_secret(tracker)
        tracker.save(update_fields=["webhook_secret"])
        log.record(actor, "tracker.webhook_renewed", tracker, data=about(tracker))
    return tracker, clear


def test(actor: Actor, tracker_id: UUID) -> tracking.Standing:
    """Ask the tracker who we are there and whether we may make issues. Nothing is made.

    Conflict `tracker-refused` or `tracker-unavailable`, with what it said, if it does not answer.
    """
    tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE)
    try:
        standing = tracker_clients.speaking_to(tracker).standing()
    except tracking.Problem as problem:
        tracker_patience.went_wrong(tracker, problem)
        code = "refused" if isinstance(problem, tracking.Refused) else "unavailable"
        raise Conflict(problem.message, code=f"tracker-{code}") from None
    tracker_patience.went_well(tracker)
    return standing


def about(tracker: Tracker) -> dict[str, Any]:
    """A tracker as the log keeps it."""
    return {"name": tracker.name, "kind": tracker.kind, "host": _host(tracker.base_url)}


def _switch(actor: Actor, tracker_id: UUID, *, is_active: bool) -> Tracker:
    with transaction.atomic():
        tracker = tracker_for(actor, tracker_id, need=Action.TRACKER_WRITE, lock=True)
        if tracker.is_active != is_active:
            tracker.is_active = is_active
            tracker.save(update_fields=["is_active"])
            verb = "tracker.resumed" if is_active else "tracker.paused"
            log.record(actor, verb, tracker, data=about(tracker))
    return tracker


def _fill(tracker: Tracker, values: Mapping[str, Any], *, is_new: bool) -> None:
    """Set checked values. Invalid with all that is wrong."""
    wrong: dict[str, list[str]] = {
        field: [_("There is no such field.")] for field in values if field not in FIELDS
    }
    before = (tracker.kind, _host(tracker.base_url), tracker.account)
    project = tracker.project
    for field in _LIMITS:
        if field in values:
            text = str(values[field] or "").strip()
            if len(text) > _LIMITS[field] or _CONTROL.search(text):
                wrong[field] = [_("Use at most %(n)d characters.") % {"n": _LIMITS[field]}]
            setattr(tracker, field, text)
    if "kind" in values:
        if not is_new and values["kind"] != tracker.kind:
            wrong["kind"] = [_("The kind stays. Make another tracker.")]
        tracker.kind = str(values["kind"])
    if "labels" in values:
        tracker.labels = _labels(values["labels"], wrong)
    if "states" in values:
        tracker.states = _states(values["states"], wrong)
    for field, sentence in _missing(tracker):
        wrong.setdefault(field, [sentence])
    if not is_new and tracker.project != project and tracker.links.exclude(key="").exists():
        wrong["project"] = [_("There are issues in the present project. Make another tracker.")]
    is_elsewhere = before != (tracker.kind, _host(tracker.base_url), tracker.account)
    _fill_secret(tracker, values, wrong, is_needed=is_new or is_elsewhere)
    if wrong:
        raise Invalid(fields=wrong)


def _fill_secret(
    tracker: Tracker, values: Mapping[str, Any], wrong: dict[str, list[str]], *, is_needed: bool
) -> None:
    clear = str(values.get("secret") or "").strip()
    if clear and (len(clear) > 2000 or _CONTROL.search(clear) or not clear.isascii()):
        wrong["secret"] = [_("This is not a token.")]
    elif clear:
        tracker.secret = tracker_clients.sealed(tracker, "secret", clear)
    elif is_needed:
        wrong["secret"] = [_("Give the token for this server and account.")]


def _missing(tracker: Tracker) -> Iterable[tuple[str, str]]:
    """(field, sentence) of what does not fit together."""
    if not tracker.name:
        yield "name", _("Give it a name.")
    if tracker.kind not in TrackerKind.values:
        yield "kind", _("Choose one of the kinds.")
    try:
        web.checked(tracker.base_url)
    except tracking.Refused as refusal:
        yield "base_url", refusal.message
    if tracker.kind == TrackerKind.GITHUB:
        if not _REPOSITORY.fullmatch(tracker.project):
            yield "project", _("Write owner/repository.")
    elif not _PROJECT.fullmatch(tracker.project):
        yield "project", _("Write the key of the project, such as PAY.")
    if tracker.kind == TrackerKind.JIRA_CLOUD and "@" not in tracker.account:
        yield "account", _("Give the e-mail address of the account the token belongs to.")


def _labels(value: Any, wrong: dict[str, list[str]]) -> list[str]:
    labels = [str(each).strip() for each in value] if isinstance(value, list | tuple) else []
    labels = list(dict.fromkeys(filter(None, labels)))
    if len(labels) > 10 or any(len(each) > 50 or re.search(r"\s", each) for each in labels):
        wrong["labels"] = [_("Use at most ten labels of up to 50 characters without blanks.")]
    return labels


def _states(value: Any, wrong: dict[str, list[str]]) -> dict[str, str]:
    if not isinstance(value, Mapping):
        wrong["states"] = [_("Say which status there is which state here.")]
        return {}
    found = {" ".join(str(key).lower().split()): str(state) for key, state in value.items()}
    if len(found) > MAX_STATES or any(not key or len(key) > 100 for key in found):
        wrong["states"] = [_("Name each status in up to 100 characters.")]
    if unknown := sorted(set(found.values()) - set(tracker_states.STATES)):
        text = _("“%(state)s” is no state. Use one of: %(list)s.")
        known = ", ".join(ImprovementState.values)
        wrong["states"] = [text % {"state": state, "list": known} for state in unknown]
    return found


def _new_webhook_secret(tracker: Tracker) -> str:
    clear = secrets.token_urlsafe(32)
    tracker.webhook_secret = tracker_clients.sealed(tracker, "webhook_secret", clear)
    return clear


def _host(base_url: str) -> str:
    try:
        return urlsplit(base_url).netloc.lower()
    except ValueError:
        return ""


def _save(tracker: Tracker) -> None:
    try:
        with transaction.atomic():
            tracker.save()
    except IntegrityError:
        message = _("Your organization has a tracker of this name.")
        raise Invalid(fields={"name": [message]}) from None
