"""What each role may do: the one table, and the one question every service asks first."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _

from wellarch.accounts.actor import Actor
from wellarch.accounts.roles import Role, Scope
from wellarch.errors import Forbidden


class Action(StrEnum):
    """Everything that can be allowed or refused."""

    READ = "read"
    ANSWER = "answer"  # answers, notes, findings
    WORKLOAD_WRITE = "workload.write"  # create, edit, archive; attach and remove lenses
    WORKLOAD_DELETE = "workload.delete"
    REVIEW_COMPLETE = "review.complete"
    MILESTONE_RECORD = "milestone.record"
    REPORT_REQUEST = "report.request"
    LENS_WRITE = "lens.write"  # import, publish, retire
    TOKEN_WRITE = "token.write"  # noqa: S105  one's own tokens
    ORGANIZATION_WRITE = "organization.write"
    MEMBER_WRITE = "member.write"


_VIEWER = frozenset({Action.READ, Action.TOKEN_WRITE})
_CONTRIBUTOR = _VIEWER | {Action.ANSWER}
_ARCHITECT = _CONTRIBUTOR | {
    Action.WORKLOAD_WRITE,
    Action.WORKLOAD_DELETE,
    Action.REVIEW_COMPLETE,
    Action.MILESTONE_RECORD,
    Action.REPORT_REQUEST,
    Action.LENS_WRITE,
}

TABLE: dict[Role, frozenset[Action]] = {
    Role.VIEWER: _VIEWER,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.ARCHITECT: _ARCHITECT,
    Role.ADMIN: frozenset(Action),
}

_ADMINISTRATION = frozenset({Action.ORGANIZATION_WRITE, Action.MEMBER_WRITE, Action.TOKEN_WRITE})
# What a token may do at most. A token never makes tokens unless its scope is admin.
SCOPES: dict[Scope, frozenset[Action]] = {
    Scope.READ: frozenset({Action.READ}),
    Scope.WRITE: frozenset(Action) - _ADMINISTRATION,
    Scope.ADMIN: frozenset(Action),
}


def allows(actor: Actor, action: Action) -> bool:
    """True if the actor's role and, for a token, its scope allow `action`."""
    return action in TABLE[actor.role] and action in SCOPES[actor.scope]


def require(actor: Actor, action: Action) -> None:
    """Raise Forbidden unless `allows`; the message names the role or scope that is too small."""
    if allows(actor, action):
        return
    if action not in TABLE[actor.role]:
        message = _("As a %(role)s you cannot do this. Ask an admin of %(organization)s.") % {
            "role": Role(actor.role).label.lower(),
            "organization": actor.organization.name,
        }
    else:
        message = _("This token's scope does not allow it.")
    raise Forbidden(message, action=str(action))
