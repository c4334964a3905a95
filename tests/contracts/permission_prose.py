"""The sentences of docs/permissions.md; permissions_page.py puts the tables between them."""

from __future__ import annotations

from wellarch.accounts.policy import Action

ACTIONS = {
    Action.READ: "See workloads, reviews, lenses, members",
    Action.ANSWER: "Answer questions, write notes and findings",
    Action.DISCUSS: "Comment, show evidence, park, assign and confirm answers",
    Action.SESSION_WRITE: "Plan reviews and lead review sessions",
    Action.WORKLOAD_CREATE: "Make workloads",
    Action.WORKLOAD_WRITE: "Edit workloads, attach and remove lenses",
    Action.WORKLOAD_ARCHIVE: "Archive workloads and bring them back",
    Action.WORKLOAD_DELETE: "Delete workloads",
    Action.REVIEW_COMPLETE: "Complete and reopen reviews",
    Action.MILESTONE_RECORD: "Record milestones",
    Action.IMPROVEMENT_WRITE: "Plan improvements, record trade-offs, say how mature a pillar is",
    Action.WORKSHEET_WRITE: "Fill in worksheets, record what was measured",
    Action.GAME_DAY_WRITE: "Plan, run and learn from game days",
    Action.RISK_ACCEPT: "Accept a risk for the time being",
    Action.REPORT_REQUEST: "Have reports made",
    Action.LENS_WRITE: "Import, edit, publish, retire and delete lenses",
    Action.SOURCE_WRITE: "Say where lenses are followed from",
    Action.TEMPLATE_WRITE: "Make, edit, propose and delete review templates",
    Action.PROFILE_WRITE: "Make, edit and delete profiles",
    Action.MAPPING_WRITE: "Change what profile answers mean",
    Action.SHARE_WRITE: "Share workloads, lenses, templates and profiles",
    Action.SHARE_ANSWER: "Accept for the organization what others share with it",
    Action.OFFER_ANSWER: "Accept what others share with oneself",
    Action.TOKEN_WRITE: "Have tokens and access keys of one's own",
    Action.ORGANIZATION_WRITE: "Change the organization's settings",
    Action.MEMBER_WRITE: "Invite, change and remove members",
    Action.TEAM_WRITE: "Make and change teams",
    Action.TRACKER_WRITE: "Say to which trackers improvements are pushed",
    Action.WEBHOOK_WRITE: "Say who is told of changes, and look after calls to other servers",
    Action.VIEW_WRITE: "Save views of the portfolio for oneself, follow one's dates in a calendar",
    Action.VIEW_SHARE: "Save views of the portfolio for everybody",
    Action.AUDIT_READ: "Read the audit log",
}

SIGN_IN = {
    "public": "anybody",
    "signed in": "who is signed in; others sign in first",
    "flow": "who is on the way through a sign-in; leads away from it otherwise",
}

TOP = """\
# Who may do what

Three things decide, in this order: **who you are** in an organization (your role), **what reaches
you** (your organization's workloads and lenses, and what others share with you), and **how you
come** (in a browser, or with a token that may do less than you). What does not reach you does not
exist for you: the answer is the same 404 as for something that was never there. What you see but
may not do is refused with 403 and the reason.

Every door (pages, REST API, AWS-compatible API, tasks) asks the same core, and the core asks one
table, `wellarch/accounts/policy.py`. This page is made from that table and from the matrix that
the tests play through: **{cases} requests over {routes} routes**. Do not edit it; run
`make permissions`.

## Roles

● may, · may not.
"""

WORKLOADS = """\
## What reaches you

A workload is seen by **everybody in its organization**, each with their role, or, if it says so,
only by **its team, the person who made it, and admins**. To other members it does not exist.

A workload can also be **shared**. Whoever has several grounds has the highest of them.

| shared with | to read | to contribute |
|---|---|---|
| a person | as a viewer | as a contributor |
| a team | each member as a viewer | each member as a contributor |
| an organization | each member as a viewer | each as a contributor, if they are that much at home |

A guest is never an architect or admin of what was shared: they do not edit, complete, share on or
delete it, and they see nothing else of that organization. An invitation nobody answers ends after
seven days; a share that is revoked, rejected or left ends at once.

**Built-in lenses** reach everybody. An organization's own lenses reach its members and those they
are shared with, always to read; drafts stay with their authors. A member's tokens, access keys and
sessions are theirs; admins see and end the tokens and keys of the organization.
"""

TOKENS = """\
## Tokens and access keys

A token can never do more than its owner at that moment: both the role above and its scope have to
allow it. One made for some workloads reaches no others and does nothing that goes beyond them.
"""

SECOND_FACTOR = """\
## When an organization asks for a second factor

A member without one may do nothing there, whatever their role and through whatever door, until
they have set one up; the pages of their own account stay open so that they can.
"""

TRIED = """\
## What is tried

Pages {pages}, REST API {rest}, pages around the sign-in {sign_in} requests; each is taken back
before the next. Besides: every action below the doors from every seat
(`tests/contracts/test_actions.py`), that every function of the core asks before it writes (the
same file), and that ids of others answer as ids of nobody and leave every row as it was
(`tests/contracts/test_idor.py`).
"""

OPEN = """\
## Without signing in

Open to everybody, because they tell nothing of anybody:"""
