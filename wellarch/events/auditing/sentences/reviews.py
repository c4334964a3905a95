"""Sentences of what is done to workloads, reviews and what belongs to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences.verb import Group, Verb

_A, _R, _I, _W, _M = (
    Group.ANSWERS,
    Group.REVIEWS,
    Group.IMPROVEMENTS,
    Group.WORKSHEETS,
    Group.RECORDS,
)

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
    "calendar_feed.made": Verb(_I, _("{who} made an address for a calendar of improvements")),
    "calendar_feed.revoked": Verb(_I, _("{who} revoked an address for a calendar of improvements")),
    "report.made": Verb(_M, _("A report on {workload} was made")),
    "portfolio_report.made": Verb(_M, _("A report on the portfolio was made")),
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
}
