"""Why some functions of the core are not called by the REST door, and where some things are read.

A key is a function, a module, or the beginning of a name with a star.
"""

from __future__ import annotations

_INSIDE = "is a part of other functions of the core"
_AWS = "speaks the language of the AWS door, which has operations of its own"
_COMMAND = "is for whoever runs the server, by a command"
_FORM = "gives a form of a page its choices; programs read the lists themselves"

NOT_OVER_REST: dict[str, str] = {
    # The AWS door and what moves between accounts.
    "lenses.services.aws_imports": _AWS,
    "lenses.services.exports.reference": _AWS,
    "lenses.services.deletion.withdraw": _AWS,
    "lenses.services.tags.put": _AWS + "; here all tags are set at once",
    "lenses.services.tags.drop": _AWS + "; here all tags are set at once",
    "reviews.services.tags": _AWS + "; here tags are a property of each thing",
    "reviews.services.aws_*": _AWS,
    "reviews.services.reports_at_once": _AWS + "; here a report is made after the answer",
    "reviews.services.selections": _AWS + "; here each practice is a path of its own",
    "reviews.services.tracker_batches": _AWS + "; here each improvement is pushed",
    "reviews.services.milestones.bring": _COMMAND,
    # Parts of what REST calls.
    "lenses.services.draft_rows": _INSIDE,
    "reviews.services.answers.write": _INSIDE,
    "reviews.services.game_day_history": _INSIDE,
    "reviews.services.imported_sheets": _INSIDE,
    "reviews.services.imported_work": _INSIDE,
    "reviews.services.improvement_history": _INSIDE,
    "reviews.services.improvement_making": _INSIDE,
    "reviews.services.improvement_tidings": _INSIDE,
    "reviews.services.report_portfolio": _INSIDE,
    "reviews.services.review_plan_links": _INSIDE,
    "reviews.services.template_lenses.put": _INSIDE,
    "reviews.services.template_notes": _INSIDE,
    "reviews.services.template_uses.begin": _INSIDE,
    "reviews.services.workloads.create": _INSIDE,
    "reviews.services.worksheet_contents": _INSIDE,
    "reviews.services.worksheet_history": _INSIDE,
    "wellarch.accounts.credentials.listing.checked": _INSIDE,
    "wellarch.accounts.credentials.listing.own": _INSIDE,
    "wellarch.accounts.credentials.listing.revocable": _INSIDE,
    "wellarch.accounts.sharing.shares": _INSIDE,
    "wellarch.accounts.sharing.targets": _INSIDE,
    "wellarch.accounts.tenancy.invitations.revoke_those_by": _INSIDE,
    "wellarch.events.log": _INSIDE,
    "wellarch.events.webhooks.access": _INSIDE,
    # What pages need and programs do not.
    "reviews.services.answers.set_whole": "is for forms, which send every field",
    "reviews.services.improvements.set_whole": "is for forms, which send every field",
    "reviews.services.improvements.make_from_question": "is make_many with one question",
    "wellarch.accounts.credentials.listing.workloads_for": _FORM,
    "wellarch.accounts.tenancy.organizations.lens_choices": _FORM,
    "wellarch.accounts.tenancy.teams.rosters": "is the page of teams, with the names of members",
    "wellarch.accounts.tenancy.teams.workloads": "is workloads_list with the team",
    "wellarch.accounts.tenancy.members.without_second_factor": "is said of each in members_list",
    "wellarch.accounts.persons.tours": "is about a tour of the pages",
    "wellarch.accounts.sharing.offers.incoming": "is shares_list in the order of the page",
    "wellarch.accounts.sharing.offers.waiting": "is a number in the menu of the pages",
    "wellarch.events.auditing.reading.page": "is audit_list in the order of the page",
    "wellarch.events.webhooks.reading.build": "is webhooks_list as the page shows it",
    "wellarch.events.webhooks.reading.detail": "is webhooks_read as the page shows it",
    # Commands.
    "lenses.services.source_pulls.pull_all": _COMMAND,
    "wellarch.accounts.tenancy.members.admit": _COMMAND,
}

# Addresses that only change something → the operation that shows what they change.
READ_ELSEWHERE: dict[str, str] = {
    "/reviews/{review_id}/answers/{question}/confirm/": "answers_attention",
    "/reviews/{review_id}/answers/{question}/park/": "answers_attention",
    "/teams/{team_id}/members/{user_id}/": "team_members_list",
    "/workloads/{workload_id}/game-days/{number}/learn/": "game_days_read",
    "/workloads/{workload_id}/profile/": "workloads_read",
    "/workloads/{workload_id}/worksheets/{kind}/rows/{number}/readings/{moment}/": (
        "worksheets_readings_list"
    ),
}


def reason_for(deed: str) -> str:
    """Why a function of the core is not called over REST; empty without a reason."""
    return next((why for key, why in NOT_OVER_REST.items() if covers(key, deed)), "")


def covers(key: str, deed: str) -> bool:
    """Whether a key of NOT_OVER_REST means this function."""
    if key.endswith("*"):
        return deed.startswith(key[:-1])
    return deed == key or deed.startswith(f"{key}.")
