"""The table of test_permissions.py: (method, route) → who gets in.

A rule is a pair: the people of the cast who get in, and what a member of another organization
meets: HIDDEN for things of this organization, IN for routes about one's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# "Got in": what came of the request is the business of other tests.
IN = frozenset({200, 201, 202, 204, 302, 400, 409, 412, 415, 422})
HIDDEN = frozenset({404})

EVERYONE = ("ada", "ben", "cleo", "vic")
ANSWERING = ("ada", "ben", "cleo")
ARCHITECTS = ("ada", "ben")
ADMINS = ("ada",)


@dataclass(frozen=True)
class Rule:
    """Who gets in, what an outsider meets, and a body with which the request makes sense."""

    may: tuple[str, ...]
    outsider: frozenset[int] = HIDDEN
    body: dict[str, Any] = field(default_factory=dict)


def own(*may: str, **body: Any) -> Rule:
    """About the actor's own organization or self: an outsider meets their own."""
    return Rule(may, IN, body)


def of(*may: str, **body: Any) -> Rule:
    """About one thing of an organization: for an outsider it does not exist."""
    return Rule(may, HIDDEN, body)


# Routes without a secret: reachable by anyone, or guarded by allauth's own tests.
PUBLIC = {"healthz", "api-schema", "api-docs", "api-index", "api-nowhere"}

PAGES: dict[tuple[str, str], Rule] = {
    ("GET", "organization-create"): own(*EVERYONE),
    ("POST", "organization-create"): own(*EVERYONE, name="Third"),
    ("POST", "organization-switch"): of(*EVERYONE),
    ("GET", "organization-settings"): own(*EVERYONE),
    ("POST", "organization-settings"): own(
        *ADMINS, name="New", high_risk_days="30", medium_risk_days="90"
    ),
    ("GET", "organization-members"): own(*EVERYONE),
    ("POST", "organization-members"): own(*ADMINS, email="oda@example.com", role="viewer"),
    ("POST", "member-role"): of(*ADMINS, role="viewer"),
    ("POST", "member-remove"): of(*ADMINS, "cleo"),  # Cleo is the member: everyone may leave
    ("GET", "account-profile"): own(*EVERYONE),
    ("POST", "account-profile"): own(*EVERYONE, name="N", time_zone="UTC"),
    ("GET", "account-tokens"): own(*EVERYONE),
    ("POST", "account-tokens"): own(*EVERYONE, name="t", scope="read"),
    ("POST", "token-revoke"): Rule(("vic",)),
    ("GET", "portfolio"): own(*EVERYONE),
    ("GET", "workload-create"): own(*ARCHITECTS),
    ("POST", "workload-create"): own(*ARCHITECTS, name="Another"),
    ("GET", "workload-detail"): of(*EVERYONE),
    ("GET", "workload-edit"): of(*ARCHITECTS),
    ("POST", "workload-edit"): of(*ARCHITECTS, name="Renamed"),
    ("POST", "workload-archive"): of(*ARCHITECTS),
    ("GET", "workload-delete"): of(*ARCHITECTS),
    ("POST", "workload-delete"): of(*ARCHITECTS, name="Checkout"),
    ("GET", "review-attach"): of(*ARCHITECTS),
    ("POST", "review-attach"): of(*ARCHITECTS, lens="wellarchitected"),
    ("GET", "plan"): of(*EVERYONE),
    ("GET", "milestone-list"): of(*EVERYONE),
    ("POST", "milestone-list"): of(*ARCHITECTS, name="A name"),
    ("GET", "milestone-detail"): of(*EVERYONE),
    ("GET", "milestone-compare"): of(*EVERYONE),
    ("GET", "report-list"): of(*EVERYONE),
    ("POST", "report-list"): of(*ARCHITECTS),
    ("GET", "report-detail"): of(*EVERYONE),
    ("POST", "report-retry"): of(*ARCHITECTS),
    ("GET", "report-file"): of(*EVERYONE),
    ("GET", "review-detail"): of(*EVERYONE),
    ("POST", "review-detail"): of(*ANSWERING, notes="n"),
    ("POST", "review-complete"): of(*ARCHITECTS),
    ("POST", "review-reopen"): of(*ARCHITECTS),
    ("POST", "review-remove"): of(*ARCHITECTS),
    ("GET", "pillar-detail"): of(*EVERYONE),
    ("POST", "pillar-detail"): of(*ANSWERING, gaps="g", base_revision="0"),
    ("GET", "question-detail"): of(*EVERYONE),
    ("POST", "question-detail"): of(*ANSWERING, notes="n", base_revision="1"),
    ("POST", "answer-change"): of(*ANSWERING, notes="n", base_revision="1"),
    ("GET", "answer-history"): of(*EVERYONE),
    ("GET", "lens-list"): own(*EVERYONE),
    ("GET", "lens-search"): own(*EVERYONE),
    ("GET", "lens-anti-patterns"): of(*EVERYONE),
    ("GET", "lens-import"): own(*ARCHITECTS),
    ("POST", "lens-import"): own(*ARCHITECTS, text="{}"),
    ("GET", "lens-detail"): of(*EVERYONE),
    ("GET", "lens-pillar"): of(*EVERYONE),
    ("GET", "lens-question"): of(*EVERYONE),
    ("GET", "lens-export"): of(*EVERYONE),
    ("GET", "lens-export-aws"): of(*EVERYONE),
    ("GET", "lens-publish"): of(*ARCHITECTS),
    ("POST", "lens-publish"): of(*ARCHITECTS, name="2"),
}

API: dict[tuple[str, str], Rule] = {
    ("GET", "api-me"): own(*EVERYONE),
    ("GET", "api-organization"): own(*EVERYONE),
    ("PATCH", "api-organization"): own(*ADMINS, name="New"),
    ("GET", "api-member-list"): own(*EVERYONE),
    ("POST", "api-member-list"): own(*ADMINS, email="oda@example.com", role="viewer"),
    ("PATCH", "api-member"): of(*ADMINS, role="viewer"),
    ("DELETE", "api-member"): of(*ADMINS, "cleo"),
    ("GET", "api-lens-list"): own(*EVERYONE),
    ("POST", "api-lens-list"): own(*ARCHITECTS, document={}),
    ("GET", "api-lens"): of(*EVERYONE),
    ("GET", "api-lens-versions"): of(*EVERYONE),
    ("GET", "api-lens-version"): of(*EVERYONE),
    ("POST", "api-lens-publish"): of(*ARCHITECTS, name="2"),
    ("GET", "api-lens-export"): of(*EVERYONE),
    ("GET", "api-workload-list"): own(*EVERYONE),
    ("POST", "api-workload-list"): own(*ARCHITECTS, name="Another"),
    ("GET", "api-workload"): of(*EVERYONE),
    ("PATCH", "api-workload"): of(*ARCHITECTS, name="Renamed"),
    ("DELETE", "api-workload"): of(*ARCHITECTS),
    ("POST", "api-workload-archive"): of(*ARCHITECTS),
    ("POST", "api-workload-restore"): of(*ARCHITECTS),
    ("GET", "api-review-list"): of(*EVERYONE),
    ("POST", "api-review-list"): of(*ARCHITECTS, lens="wellarchitected"),
    ("GET", "api-plan"): of(*EVERYONE),
    ("GET", "api-milestone-list"): of(*EVERYONE),
    ("POST", "api-milestone-list"): of(*ARCHITECTS, name="A name"),
    ("GET", "api-milestone"): of(*EVERYONE),
    ("GET", "api-compare"): of(*EVERYONE),
    ("GET", "api-report-list"): of(*EVERYONE),
    ("POST", "api-report-list"): of(*ARCHITECTS),
    ("GET", "api-review"): of(*EVERYONE),
    ("PATCH", "api-review"): of(*ANSWERING, notes="n"),
    ("DELETE", "api-review"): of(*ARCHITECTS),
    ("POST", "api-review-complete"): of(*ARCHITECTS),
    ("POST", "api-review-reopen"): of(*ARCHITECTS),
    ("GET", "api-answer-list"): of(*EVERYONE),
    ("GET", "api-answer"): of(*EVERYONE),
    ("PATCH", "api-answer"): of(*ANSWERING, notes="n"),
    ("GET", "api-history"): of(*EVERYONE),
    ("GET", "api-finding-list"): of(*EVERYONE),
    ("GET", "api-finding"): of(*EVERYONE),
    ("PATCH", "api-finding"): of(*ANSWERING, gaps="g"),
    ("PUT", "api-finding"): of(*ANSWERING, gaps="g"),
    ("GET", "api-report"): of(*EVERYONE),
    ("POST", "api-report-retry"): of(*ARCHITECTS),
    ("GET", "api-report-file"): of(*EVERYONE),
}
