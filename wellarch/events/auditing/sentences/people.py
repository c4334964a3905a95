"""Sentences of people, how they come in, and the organization."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences.verb import Group, Verb

_P, _C, _O = Group.PEOPLE, Group.ACCESS, Group.ORGANIZATION

VERBS: dict[str, Verb] = {
    "tracker.added": Verb(_O, _("{who} added the tracker {name}")),
    "tracker.changed": Verb(
        _O,
        _("{who} changed {fields} of the tracker {name}"),
        _("{who} changed {fields} of the tracker {name} from {from} to {to}"),
    ),
    "tracker.paused": Verb(_O, _("{who} paused the tracker {name}")),
    "tracker.resumed": Verb(_O, _("{who} resumed the tracker {name}")),
    "tracker.removed": Verb(_O, _("{who} removed the tracker {name}")),
    "tracker.webhook_renewed": Verb(
        _O, _("{who} made another secret for the webhook of the tracker {name}")
    ),
    "member.added": Verb(_P, _("{who} added {person} as {role}")),
    "member.joined": Verb(_P, _("{who} joined as {role}")),
    "member.role_changed": Verb(
        _P,
        _("{who} changed the role of {person}"),
        _("{who} changed the role of {person} from {from} to {to}"),
    ),
    "member.removed": Verb(_P, _("{who} ended the membership of {person}")),
    "invitation.sent": Verb(_P, _("{who} invited {email} as {role}")),
    "invitation.resent": Verb(_P, _("{who} invited {email} again, as {role}")),
    "invitation.link_made": Verb(_P, _("{who} made a link by which people join as {role}")),
    "invitation.revoked": Verb(_P, _("{who} revoked an invitation")),
    "invitation.declined": Verb(_P, _("{who} declined an invitation")),
    "team.created": Verb(_P, _("{who} created the team {name}")),
    "team.changed": Verb(
        _P,
        _("{who} changed {fields} of the team {name}"),
        _("{who} changed {fields} of the team {name} from {from} to {to}"),
    ),
    "team.deleted": Verb(_P, _("{who} deleted the team {name}")),
    "team.member_added": Verb(_P, _("{who} put {person} into the team {name}")),
    "team.member_removed": Verb(_P, _("{who} took {person} out of the team {name}")),
    "profile.changed": Verb(_P, _("{who} changed {fields} of their profile")),
    "mail_preferences.changed": Verb(_P, _("{who} changed which mails they get")),
    "person.signed_in": Verb(_C, _("{who} signed in")),
    "person.sign_in_failed": Verb(_C, _("Somebody could not sign in as {person}")),
    "person.signed_out_elsewhere": Verb(_C, _("{who} signed out elsewhere")),
    "person.email_confirmed": Verb(_C, _("{who} confirmed an e-mail address")),
    "person.email_changed": Verb(_C, _("{who} changed their e-mail address")),
    "person.email_removed": Verb(_C, _("{who} removed an e-mail address")),
    "person.password_changed": Verb(_C, _("{who} changed their password")),
    "person.second_factor_added": Verb(_C, _("{who} added a second factor")),
    "person.second_factor_removed": Verb(_C, _("{who} removed a second factor")),
    "person.recovery_codes_made": Verb(_C, _("{who} made new recovery codes")),
    "person.provider_connected": Verb(_C, _("{who} connected a sign-in provider")),
    "person.provider_disconnected": Verb(_C, _("{who} disconnected a sign-in provider")),
    "person.erased": Verb(_C, _("{who} deleted their account")),
    "token.created": Verb(_C, _("{who} made the API token {prefix}")),
    "token.revoked": Verb(_C, _("{who} revoked the API token {prefix}")),
    "access_key.created": Verb(_C, _("{who} made the access key {key_id}")),
    "access_key.revoked": Verb(_C, _("{who} revoked the access key {key_id}")),
    "organization.created": Verb(_O, _("{who} founded the organization {name}")),
    "organization.changed": Verb(
        _O,
        _("{who} changed {fields} of the organization"),
        _("{who} changed {fields} of the organization from {from} to {to}"),
    ),
    "audit.exported": Verb(_O, _("{who} exported the audit log")),
}
