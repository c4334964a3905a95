"""Every verb of the log in words: the one table, by which the audit page and its filter speak.

A sentence names what it needs in braces: {who}; {workload}, {person}, {fields}, {question}, {lens},
{shared} and {target}, found for it; {from} and {to} of a single change; anything else is taken
from the event's data. A service that records a new verb adds its row here (tested).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Group(models.TextChoices):
    """What verbs are about, as the filter offers it."""

    ANSWERS = "answers", _("Answers and findings")
    REVIEWS = "reviews", _("Workloads and reviews")
    IMPROVEMENTS = "improvements", _("Improvements")
    WORKSHEETS = "worksheets", _("Worksheets and game days")
    RECORDS = "records", _("Milestones and reports")
    LENSES = "lenses", _("Lenses")
    TEMPLATES = "templates", _("Review templates")
    SHARING = "sharing", _("Sharing")
    PEOPLE = "people", _("Members and teams")
    ACCESS = "access", _("Sign-in, tokens and keys")
    ORGANIZATION = "organization", _("Organization")


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb is said. single: the sentence when exactly one short value changed."""

    group: Group
    sentence: str | StrPromise
    single: str | StrPromise = ""


_A, _R, _M, _L = Group.ANSWERS, Group.REVIEWS, Group.RECORDS, Group.LENSES
_T, _I, _W = Group.TEMPLATES, Group.IMPROVEMENTS, Group.WORKSHEETS
_S, _P, _C, _O = Group.SHARING, Group.PEOPLE, Group.ACCESS, Group.ORGANIZATION

VERBS: dict[str, Verb] = {
    "answer.changed": Verb(_A, _("{who} answered {question} in {workload}")),
    "answer.parked": Verb(_A, _("{who} put {question} in {workload} on the list to talk about")),
    "answer.unparked": Verb(
        _A, _("{who} took {question} in {workload} off the list to talk about")
    ),
    "answer.assigned": Verb(_A, _("{who} changed who looks into {question} in {workload}")),
    "answer.confirmed": Verb(_A, _("{who} confirmed the answer to {question} in {workload}")),
    "answer.unconfirmed": Verb(_A, _("{who} took back confirming {question} in {workload}")),
    "comment.written": Verb(_A, _("{who} commented on {question} in {workload}")),
    "comment.edited": Verb(_A, _("{who} edited a comment on {question} in {workload}")),
    "comment.deleted": Verb(_A, _("{who} took back a comment on {question} in {workload}")),
    "comment.resolved": Verb(_A, _("{who} resolved a discussion of {question} in {workload}")),
    "comment.reopened": Verb(_A, _("{who} reopened a discussion of {question} in {workload}")),
    "evidence.added": Verb(_A, _("{who} added the evidence {title} to {question} in {workload}")),
    "evidence.removed": Verb(
        _A, _("{who} removed the evidence {title} from {question} in {workload}")
    ),
    "evidence.infected": Verb(
        _A, _("{who} deleted the file {title} of {question} in {workload}: a virus was found")
    ),
    "finding.changed": Verb(_A, _("{who} changed the finding on {pillar} in {workload}")),
    "review.notes_changed": Verb(_A, _("{who} changed the notes on {lens} in {workload}")),
    "workload.created": Verb(_R, _("{who} created the workload {name}")),
    "workload.imported": Verb(_R, _("{who} made the workload {name} from a report")),
    "workload.changed": Verb(
        _R,
        _("{who} changed {fields} of {workload}"),
        _("{who} changed {fields} of {workload} from {from} to {to}"),
    ),
    "workload.archived": Verb(_R, _("{who} archived {workload}")),
    "workload.restored": Verb(_R, _("{who} brought {workload} back from the archive")),
    "workload.deleted": Verb(_R, _("{who} deleted the workload {name}")),
    "review.attached": Verb(_R, _("{who} attached the lens {lens} to {workload}")),
    "review.reattached": Verb(_R, _("{who} attached the lens {lens} to {workload} again")),
    "review.removed": Verb(_R, _("{who} took the lens {lens} off {workload}")),
    "review.completed": Verb(_R, _("{who} completed the review of {workload} with {lens}")),
    "review.reopened": Verb(_R, _("{who} reopened the review of {workload} with {lens}")),
    "review.upgraded": Verb(
        _R, _("{who} upgraded the review of {workload} to version {version} of the lens {lens}")
    ),
    "review.followed": Verb(
        _R, _("The review of {workload} followed the lens {lens} to its minor version {version}")
    ),
    "workload.profile_upgraded": Verb(
        _R, _("{who} took version {version} of the profile {profile} over for {workload}")
    ),
    "business_profile.created": Verb(_R, _("{who} made the profile {name}")),
    "business_profile.changed": Verb(
        _R,
        _("{who} changed {fields} of the profile {name}"),
        _("{who} changed {fields} of the profile {name} from {from} to {to}"),
    ),
    "business_profile.deleted": Verb(_R, _("{who} deleted the profile {name}")),
    "view.made": Verb(_R, _("{who} saved the view {name} of the portfolio")),
    "view.changed": Verb(
        _R,
        _("{who} changed {fields} of the view {name}"),
        _("{who} changed {fields} of the view {name} from {from} to {to}"),
    ),
    "view.deleted": Verb(_R, _("{who} deleted the view {name}")),
    "profile_mapping.changed": Verb(_R, _("{who} changed what the answers of profiles mean")),
    "profile_mapping.reset": Verb(
        _R, _("{who} took back the own meaning of the answers of profiles")
    ),
    "session.planned": Verb(_R, _("{who} planned the session {title} on {workload}")),
    "session.changed": Verb(_R, _("{who} changed {fields} of the session {title} on {workload}")),
    "session.started": Verb(_R, _("{who} began the session {title} on {workload}")),
    "session.ended": Verb(_R, _("{who} ended the session {title} on {workload}")),
    "session.deleted": Verb(_R, _("{who} called off the session {title} on {workload}")),
    "milestone.names_removed": Verb(
        _M,
        _("{who} took the name of a former member out of milestone {number} of {workload}"),
    ),
    "milestone.recorded": Verb(_M, _("{who} recorded milestone {number}, {name}, of {workload}")),
    "improvement.made": Verb(_I, _("{who} made the improvement {number} · {title} of {workload}")),
    "improvement.changed": Verb(
        _I, _("{who} changed {fields} of the improvement {number} · {title} of {workload}")
    ),
    "improvement.moved": Verb(
        _I,
        _("{who} moved the improvement {number} · {title} of {workload} on"),
        _("{who} moved the improvement {number} · {title} of {workload} from {from} to {to}"),
    ),
    "improvement.ranked": Verb(
        _I, _("{who} put the improvement {number} · {title} of {workload} elsewhere in its column")
    ),
    "improvement.accepted": Verb(
        _I, _("{who} accepted the risk of the improvement {number} · {title} of {workload}")
    ),
    "improvement.reopened": Verb(
        _I,
        _("{who} reopened the improvement {number} · {title} of {workload}: its time was over"),
    ),
    "improvement.deleted": Verb(
        _I, _("{who} deleted the improvement {number} · {title} of {workload}")
    ),
    "improvement.practices_ticked": Verb(
        _I,
        _("{who} ticked what the improvement {number} · {title} of {workload} has put in place"),
    ),
    "improvement.pushed": Verb(
        _I,
        _("{who} asked for an issue in {tracker} for improvement {number} · {title} of {workload}"),
    ),
    "improvement.issue_made": Verb(
        _I,
        _("{who} made the issue {issue} in {tracker} for {number} · {title} of {workload}"),
    ),
    "improvement.issue_let_go": Verb(
        _I,
        _("{who} let go of the issue {issue} in {tracker} of improvement {number} of {workload}"),
    ),
    "tradeoff.made": Verb(_I, _("{who} wrote down the trade-off {number} · {title} of {workload}")),
    "tradeoff.changed": Verb(
        _I, _("{who} changed {fields} of the trade-off {number} · {title} of {workload}")
    ),
    "tradeoff.decided": Verb(_I, _("{who} decided the trade-off {number} · {title} of {workload}")),
    "tradeoff.taken_back": Verb(
        _I, _("{who} took back the trade-off {number} · {title} of {workload}")
    ),
    "tradeoff.deleted": Verb(_I, _("{who} deleted the trade-off {number} · {title} of {workload}")),
    "worksheet.started": Verb(_W, _("{who} started the worksheet {worksheet} of {workload}")),
    "worksheet.changed": Verb(
        _W, _("{who} changed {fields} of the worksheet {worksheet} of {workload}")
    ),
    "worksheet.row_added": Verb(
        _W, _("{who} added {label} to the worksheet {worksheet} of {workload}")
    ),
    "worksheet.row_changed": Verb(
        _W, _("{who} changed {fields} of {label} in the worksheet {worksheet} of {workload}")
    ),
    "worksheet.row_moved": Verb(
        _W, _("{who} moved {label} within the worksheet {worksheet} of {workload}")
    ),
    "worksheet.row_removed": Verb(
        _W, _("{who} removed {label} from the worksheet {worksheet} of {workload}")
    ),
    "worksheet.replaced": Verb(
        _W, _("{who} replaced all of the worksheet {worksheet} of {workload}")
    ),
    "worksheet.deleted": Verb(_W, _("{who} deleted the worksheet {worksheet} of {workload}")),
    "worksheet.readings_recorded": Verb(
        _W, _("{who} recorded what was measured of {label} in {worksheet} of {workload} ({count})")
    ),
    "worksheet.reading_removed": Verb(
        _W, _("{who} took back what was measured of {label} in {worksheet} of {workload}")
    ),
    "game_day.planned": Verb(_I, _("{who} planned the game day {number} · {title} on {workload}")),
    "game_day.changed": Verb(
        _I, _("{who} changed {fields} of the game day {number} · {title} on {workload}")
    ),
    "game_day.called_off": Verb(
        _I, _("{who} called off the game day {number} · {title} on {workload}")
    ),
    "game_day.deleted": Verb(_I, _("{who} deleted the game day {number} · {title} on {workload}")),
    "game_day.started": Verb(_I, _("{who} began the game day {number} · {title} on {workload}")),
    "game_day.noted": Verb(
        _I, _("{who} wrote into the timeline of the game day {number} · {title} on {workload}")
    ),
    "game_day.note_corrected": Verb(
        _I, _("{who} corrected the timeline of the game day {number} · {title} on {workload}")
    ),
    "game_day.ended": Verb(_I, _("{who} ended the game day {number} · {title} on {workload}")),
    "game_day.stopped": Verb(
        _I, _("{who} stopped the game day {number} · {title} on {workload} early")
    ),
    "game_day.learned": Verb(
        _I, _("{who} wrote down {fields} of the game day {number} · {title} on {workload}")
    ),
    "game_day.finding_added": Verb(
        _I, _("{who} added finding {finding} of the game day {number} · {title} on {workload}")
    ),
    "game_day.finding_changed": Verb(
        _I, _("{who} changed finding {finding} of the game day {number} · {title} on {workload}")
    ),
    "game_day.finding_removed": Verb(
        _I, _("{who} took back finding {finding} of the game day {number} · {title} on {workload}")
    ),
    "game_day.improvement_made": Verb(
        _I, _("{who} made improvement {improvement} of the game day {number} on {workload}")
    ),
    "review_plan.planned": Verb(_R, _("{who} planned the review {number} · {title} of {workload}")),
    "review_plan.changed": Verb(
        _R, _("{who} changed {fields} of the planned review {number} · {title} of {workload}")
    ),
    "review_plan.removed": Verb(
        _R, _("{who} took the review {number} · {title} off the plan of {workload}")
    ),
    "review_plan.recorded": Verb(
        _R,
        _("{who} recorded the review {number} · {title} of {workload} as milestone {milestone}"),
    ),
    "maturity.changed": Verb(_I, _("{who} said how mature {pillar} of {workload} is")),
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
    "calendar_feed.made": Verb(_I, _("{who} made an address for a calendar of improvements")),
    "calendar_feed.revoked": Verb(_I, _("{who} revoked an address for a calendar of improvements")),
    "report.requested": Verb(_M, _("{who} asked for a report on {workload}")),
    "report.retried": Verb(_M, _("{who} tried a report on {workload} again")),
    "report.cancelled": Verb(_M, _("{who} cancelled a report on {workload}")),
    "report.deleted": Verb(_M, _("{who} deleted a report on {workload}")),
    "portfolio_report.requested": Verb(_M, _("{who} asked for a report on the portfolio")),
    "portfolio_report.retried": Verb(_M, _("{who} tried a report on the portfolio again")),
    "portfolio_report.cancelled": Verb(_M, _("{who} cancelled a report on the portfolio")),
    "portfolio_report.deleted": Verb(_M, _("{who} deleted a report on the portfolio")),
    "report_schedule.set_up": Verb(_M, _("{who} set up reports that come by themselves")),
    "report_schedule.changed": Verb(_M, _("{who} changed reports that come by themselves")),
    "report_schedule.stopped": Verb(_M, _("{who} stopped reports that came by themselves")),
    "lens.created": Verb(_L, _("{who} began the lens {alias}")),
    "lens.copied": Verb(_L, _("{who} copied the lens {source} as {alias}")),
    "lens.draft_opened": Verb(_L, _("{who} began a draft of the lens {alias}")),
    "lens.edited": Verb(_L, _("{who} edited the draft of the lens {alias}")),
    "lens.draft_discarded": Verb(_L, _("{who} discarded the draft of the lens {alias}")),
    "lens.imported": Verb(_L, _("{who} imported a draft of the lens {alias}")),
    "lens.published": Verb(_L, _("{who} published version {version} of the lens {alias}")),
    "lens.retired": Verb(_L, _("{who} retired version {version} of the lens {alias}")),
    "lens.deleted": Verb(_L, _("{who} deleted the lens {name}")),
    "lens.source_added": Verb(_L, _("{who} began to follow lenses from {place}")),
    "lens.source_moved": Verb(
        _L,
        _("{who} changed from where a lens is followed"),
        _("{who} changed from where a lens is followed, from {from} to {to}"),
    ),
    "lens.source_stopped": Verb(_L, _("{who} stopped following {place}")),
    "lens.source_resumed": Verb(_L, _("{who} follows {place} again")),
    "lens.source_removed": Verb(_L, _("{who} removed the source {place}")),
    "lens.source_pulled": Verb(_L, _("{who} brought a new draft of the lens {alias} from {place}")),
    "lens.source_waiting": Verb(
        _L, _("{who} found a new text of the lens {alias} at {place}, which waits beside the draft")
    ),
    "lens.source_declined": Verb(
        _L, _("{who} kept the draft of the lens {alias} instead of the text from {place}")
    ),
    "lens.source_failed": Verb(_L, _("{who} found something wrong at {place}")),
    "template.created": Verb(_T, _("{who} made the template {name}")),
    "template.changed": Verb(
        _T,
        _("{who} changed {fields} of the template {name}"),
        _("{who} changed {fields} of the template {name} from {from} to {to}"),
    ),
    "template.deleted": Verb(_T, _("{who} deleted the template {name}")),
    "template.lens_added": Verb(_T, _("{who} put the lens {lens} into the template {name}")),
    "template.lens_removed": Verb(_T, _("{who} took the lens {lens} out of the template {name}")),
    "template.lens_upgraded": Verb(
        _T, _("{who} upgraded the template {name} to version {version} of the lens {lens}")
    ),
    "template.notes_changed": Verb(
        _T, _("{who} changed the notes on {lens} in the template {name}")
    ),
    "template.answer_changed": Verb(_T, _("{who} answered {code} in the template {name}")),
    "template.applied": Verb(_T, _("{who} applied the template {name} to {workload}")),
    "template.proposed": Verb(_T, _("{who} proposed changes of the template {name} to {workload}")),
    "template.accepted": Verb(
        _T, _("{who} decided on changes of the template {name} in {workload}")
    ),
    "template.declined": Verb(_T, _("{who} declined changes of the template {name} in {workload}")),
    "share.offered": Verb(_S, _("{who} offered to share {shared} with {target}")),
    "share.resent": Verb(_S, _("{who} sent the offer to share {shared} with {target} again")),
    "share.changed": Verb(_S, _("{who} changed what sharing {shared} with {target} allows")),
    "share.accepted": Verb(_S, _("{who} accepted that {shared} is shared with {target}")),
    "share.rejected": Verb(_S, _("{who} rejected that {shared} is shared with {target}")),
    "share.left": Verb(_S, _("{who} gave back that {shared} was shared with {target}")),
    "share.revoked": Verb(_S, _("{who} ended sharing {shared} with {target}")),
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
UNKNOWN = Verb(_O, _("{who}: {verb}"))


def verbs_of(group: str) -> list[str]:
    """The verbs of a group; all of them for no group."""
    return [verb for verb, said in VERBS.items() if group in ("", said.group)]


def verbs_saying(text: str) -> list[str]:
    """The verbs whose sentence, or name, has all the words of `text`, ignoring case."""
    words = text.casefold().split()
    return [
        verb
        for verb, said in VERBS.items()
        if all(word in f"{said.sentence} {verb}".casefold() for word in words)
    ]
