"""Who gets in at the REST API: more rows of permission_table.py, those that pages had first."""

from __future__ import annotations

from tests.contracts.permission_rules import Rule, of, only, own, whole
from wellarch.accounts.policy import Action

MORE: dict[tuple[str, str], Rule] = {
    # What the caller sees and is.
    ("GET", "api-search"): own(Action.READ),
    ("PATCH", "api-me"): own(Action.TOKEN_WRITE, time_zone="Europe/Berlin"),
    ("GET", "api-my-work"): own(Action.READ),
    ("GET", "api-my-calendar"): own(Action.READ),
    ("POST", "api-my-calendar"): own(Action.VIEW_WRITE),
    ("DELETE", "api-my-calendar"): own(Action.VIEW_WRITE),
    ("POST", "api-demo"): own(Action.WORKLOAD_CREATE),
    # The organization.
    ("GET", "api-organization-logo"): own(Action.READ),
    ("PUT", "api-organization-logo"): own(Action.ORGANIZATION_WRITE),
    ("DELETE", "api-organization-logo"): own(Action.ORGANIZATION_WRITE),
    ("GET", "api-organization-token-list"): own(Action.MEMBER_WRITE),
    ("GET", "api-organization-access-key-list"): own(Action.MEMBER_WRITE),
    ("GET", "api-member"): of(Action.READ),
    ("GET", "api-token"): only(Action.TOKEN_WRITE, "vic", "ada"),
    ("GET", "api-access-key"): only(Action.TOKEN_WRITE, "vic", "ada"),
    ("POST", "api-audit-export"): own(Action.AUDIT_READ),
    ("POST", "api-profile-mapping-preview"): own(Action.READ, document={}),
    # Shares, one by one.
    ("GET", "api-share"): only(Action.READ, "ada", "ben"),
    ("GET", "api-lens-share"): only(Action.READ, "ada", "ben"),
    ("GET", "api-template-share"): only(Action.READ, "ada", "ben"),
    ("GET", "api-profile-share"): only(Action.READ, "ada", "ben"),
    # Lenses.
    ("PATCH", "api-lens"): of(Action.LENS_WRITE, tags={"kind": "house"}),
    ("GET", "api-lens-search"): own(Action.READ),
    ("POST", "api-lens-document-check"): own(Action.READ, document={"name": "x"}),
    ("GET", "api-lens-starter"): own(Action.READ),
    ("POST", "api-lens-try"): of(Action.READ, version="1", answers={}),
    ("GET", "api-lens-uses"): of(Action.LENS_WRITE),
    ("GET", "api-lens-anti-patterns"): of(Action.READ),
    ("GET", "api-lens-question"): of(Action.READ),
    ("GET", "api-lens-export-notes"): of(Action.READ),
    # Workloads and reviews.
    ("GET", "api-workload-calendar"): of(Action.READ),
    ("POST", "api-workload-calendar"): of(Action.VIEW_WRITE),
    ("DELETE", "api-workload-calendar"): of(Action.VIEW_WRITE),
    ("GET", "api-report-choices"): of(Action.REPORT_REQUEST),
    ("GET", "api-report-mine-choices"): whole(own(Action.REPORT_REQUEST)),
    ("PATCH", "api-improvement-list"): of(
        Action.IMPROVEMENT_WRITE, numbers=[1], fields={"effort": "low"}
    ),
    ("PATCH", "api-answer-list"): of(
        Action.ANSWER, answers=[{"question": "locks", "notes": "Rex"}]
    ),
    ("GET", "api-answer-copy"): of(Action.ANSWER),
    ("GET", "api-answer-elsewhere"): of(Action.ANSWER),
    ("POST", "api-answer-elsewhere"): of(Action.ANSWER, targets={}),
    ("GET", "api-answer-attention"): of(Action.READ),
    ("GET", "api-answer-guidance"): of(Action.READ),
    ("GET", "api-assigned-list"): of(Action.READ),
    ("GET", "api-game-day-entry"): of(Action.READ),
    ("GET", "api-game-day-finding"): of(Action.READ),
    ("POST", "api-session-spent"): of(Action.SESSION_WRITE, pillar="doors", seconds=1),
    ("GET", "api-session-calendar"): of(Action.READ),
    ("GET", "api-session-minutes-text"): of(Action.READ),
}
