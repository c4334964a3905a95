"""What each role may do: the one table, and the one question every service asks first."""

from __future__ import annotations

import logging
from enum import StrEnum

from django.utils.translation import gettext as _

from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Role, Scope
from wellarch.errors import Forbidden

logger = logging.getLogger("wellarch.security")


class Action(StrEnum):
    """Everything that can be allowed or refused."""

    READ = "read"
    ANSWER = "answer"  # answers, notes, findings
    DISCUSS = "discuss"  # comments, evidence; park, assign and confirm answers
    SESSION_WRITE = "session.write"  # plan, begin and end review sessions
    WORKLOAD_CREATE = "workload.create"
    WORKLOAD_WRITE = "workload.write"  # edit; attach and remove lenses
    WORKLOAD_ARCHIVE = "workload.archive"  # put away and bring back
    WORKLOAD_DELETE = "workload.delete"
    REVIEW_COMPLETE = "review.complete"
    MILESTONE_RECORD = "milestone.record"
    IMPROVEMENT_WRITE = "improvement.write"  # improvements, trade-offs, maturity
    WORKSHEET_WRITE = "worksheet.write"  # worksheets and the values measured for them
    GAME_DAY_WRITE = "game_day.write"  # plan, run and learn from game days
    RISK_ACCEPT = "risk.accept"  # live with a risk, with a reason and until a day
    REPORT_REQUEST = "report.request"
    VIEW_WRITE = "view.write"  # one's own saved views and calendar address
    VIEW_SHARE = "view.share"  # a saved view for everybody
    LENS_WRITE = "lens.write"  # import, edit, publish, retire, delete
    SOURCE_WRITE = "source.write"  # where lenses are followed from
    TEMPLATE_WRITE = "template.write"  # make, edit, propose, delete review templates
    PROFILE_WRITE = "profile.write"  # make, edit, delete profiles
    MAPPING_WRITE = "mapping.write"  # what profile answers mean in this organization
    SHARE_WRITE = "share.write"  # offer, change, revoke
    SHARE_ANSWER = "share.answer"  # accept or reject for the organization
    OFFER_ANSWER = "offer.answer"  # accept, reject or leave what is offered to oneself
    TOKEN_WRITE = "token.write"  # noqa: S105  one's own tokens and access keys
    ORGANIZATION_WRITE = "organization.write"
    MEMBER_WRITE = "member.write"  # invite, change role, remove
    TEAM_WRITE = "team.write"
    TRACKER_WRITE = "tracker.write"  # to which trackers improvements are pushed
    WEBHOOK_WRITE = "webhook.write"  # who is told of changes, and the state of outgoing calls
    AUDIT_READ = "audit.read"


_VIEWER = frozenset({Action.READ, Action.TOKEN_WRITE, Action.OFFER_ANSWER, Action.VIEW_WRITE})
_CONTRIBUTOR = _VIEWER | {
    Action.ANSWER,
    Action.DISCUSS,
    Action.IMPROVEMENT_WRITE,
    Action.WORKSHEET_WRITE,
    Action.GAME_DAY_WRITE,
}
_ARCHITECT = _CONTRIBUTOR | {
    Action.SESSION_WRITE,
    Action.WORKLOAD_CREATE,
    Action.WORKLOAD_WRITE,
    Action.WORKLOAD_ARCHIVE,
    Action.WORKLOAD_DELETE,
    Action.REVIEW_COMPLETE,
    Action.MILESTONE_RECORD,
    Action.RISK_ACCEPT,
    Action.REPORT_REQUEST,
    Action.VIEW_SHARE,
    Action.LENS_WRITE,
    Action.TEMPLATE_WRITE,
    Action.PROFILE_WRITE,
    Action.SHARE_WRITE,
    Action.SHARE_ANSWER,
}

TABLE: dict[Role, frozenset[Action]] = {
    Role.VIEWER: _VIEWER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.ARCHITECT: _ARCHITECT,
    Role.ADMIN: frozenset(Action),
}

_ADMINISTRATION = frozenset(
    {
        Action.ORGANIZATION_WRITE,
        Action.MEMBER_WRITE,
        Action.TEAM_WRITE,
        Action.TOKEN_WRITE,
        Action.AUDIT_READ,
        Action.SOURCE_WRITE,
        Action.MAPPING_WRITE,
        Action.TRACKER_WRITE,
        Action.WEBHOOK_WRITE,
    }
)
# What a token may do at most. A token never makes tokens unless its scope is admin.
SCOPES: dict[Scope, frozenset[Action]] = {
    Scope.READ: frozenset({Action.READ}),
    Scope.WRITE: frozenset(Action) - _ADMINISTRATION,
    Scope.ADMIN: frozenset(Action),
}
# What a token that is restricted to some workloads may do: nothing that reaches beyond them.
RESTRICTED = frozenset(Action) - _ADMINISTRATION - {
    Action.WORKLOAD_CREATE,
    Action.LENS_WRITE,
    Action.TEMPLATE_WRITE,
    Action.PROFILE_WRITE,
    Action.SHARE_ANSWER,
    Action.OFFER_ANSWER,
    Action.VIEW_WRITE,
    Action.VIEW_SHARE,
}  # fmt: skip


def allows(actor: Actor, action: Action) -> bool:
    """True if the actor's role and, for a token, its scope and restriction allow `action`."""
    return (
        action in TABLE[actor.role]
        and action in SCOPES[actor.scope]
        and (actor.workloads is None or action in RESTRICTED)
        and not actor.lacks_second_factor
    )


def require_second_factor(actor: Actor) -> None:
    """Raise Forbidden `second-factor-required` when the organization asks for one in vain."""
    if actor.lacks_second_factor:
        message = _("%(organization)s asks its members for a second factor. Set one up to go on.")
        raise Forbidden(
            message % {"organization": actor.organization.name}, code="second-factor-required"
        )


def require(actor: Actor, action: Action) -> None:
    """Raise Forbidden unless `allows`; the message names what is missing."""
    if allows(actor, action):
        return
    # Ids and words of ours only: nothing in this line was typed by somebody.
    logger.warning(
        "refused action=%s role=%s scope=%s user=%s organization=%s via=%s credential=%s ip=%s",
        action,
        actor.role,
        actor.scope,
        actor.user.pk if actor.user else "-",
        actor.organization.pk,
        actor.via,
        actor.credential or "-",
        actor.ip or "-",
    )
    require_second_factor(actor)
    if action not in TABLE[actor.role]:
        message = _(
            "Your role, %(role)s, does not allow this. Ask an admin of %(organization)s."
        ) % {
            "role": Role(actor.role).label.lower(),
            "organization": actor.organization.name,
        }
    elif action not in SCOPES[actor.scope]:
        message = _("This token's scope does not allow it.")
    else:
        message = _("This token is restricted to some workloads.")
    raise Forbidden(message, action=str(action))
