"""The table of test_permissions.py and docs/permissions.md: (method, route) → who gets in.

A rule names the Action that a route needs; who may do it says wellarch/accounts/policy.py.
`own` is for routes about the actor's own organization or self, `of` for routes about one thing
of an organization, which does not exist for anybody outside.

    ("POST", "team-create"): own(Action.TEAM_WRITE, name="A team"),     # a body that makes sense
    ("POST", "thing-end"): of(Action.MEMBER_WRITE, "cleo"),             # Cleo too: it is hers
    ("POST", "token-revoke"): only(Action.TOKEN_WRITE, "vic"),       # Vic's; hidden from others

The rows are in permission_pages.py, permission_api.py and permission_outgoing.py. Every argument
of a route has its place in `places` of permission_stage.py.
"""

from __future__ import annotations

from tests.contracts.permission_api import API as OWN
from tests.contracts.permission_api_more import MORE
from tests.contracts.permission_outgoing import OUTGOING_API, OUTGOING_PAGES
from tests.contracts.permission_pages import PAGES as OTHER_PAGES
from tests.contracts.permission_rules import (
    ADMINS,
    ANSWERING,
    ARCHITECTS,
    EVERYONE,
    HIDDEN,
    IN,
    REFUSED,
    ROLES,
    Rule,
)

__all__ = [
    "ADMINS", "ANSWERING", "API", "ARCHITECTS", "EVERYONE", "HIDDEN", "IN", "PAGES", "PUBLIC",
    "REFUSED", "ROLES", "SIGN_IN", "Rule",
]  # fmt: skip

API = OWN | MORE | OUTGOING_API
PAGES = OTHER_PAGES | OUTGOING_PAGES

# Routes without a secret: reachable by anyone.
PUBLIC = {
    # Who was invited and is not signed in yet, too.
    "invitation", "invitation-open", "invitation-accept", "invitation-decline",
    "invitation-other-account",
    # The address is the secret.
    "improvement-feed",
    # Signed by the tracker that calls.
    "tracker-hook",
    # Signed by the caller's access key; who may do what is in tests/aws.
    "aws",
    "mail-stop", "healthz", "api-schema", "api-docs", "api-index", "api-nowhere",
}  # fmt: skip

# allauth's pages. "public": for people who are not signed in (yet); "signed in": sends others to
# the sign-in; "flow": leads away when nothing has been started.
SIGN_IN: dict[str, str] = {
    "account_login": "public",
    "account_logout": "flow",
    "account_inactive": "public",
    "account_signup": "public",
    "account_reauthenticate": "signed in",
    "account_email": "signed in",
    "account_email_verification_sent": "public",
    "account_change_password": "signed in",
    "account_set_password": "signed in",
    "account_reset_password": "public",
    "account_reset_password_done": "public",
    "account_reset_password_from_key": "public",
    "account_reset_password_from_key_done": "public",
    "account_confirm_email": "public",
    "account_request_login_code": "public",
    "account_confirm_login_code": "flow",
    "account-security": "signed in",
    "mfa_index": "flow",
    "mfa_list_webauthn": "flow",
    "mfa_authenticate": "flow",
    "mfa_reauthenticate": "signed in",
    "mfa_activate_totp": "signed in",
    "mfa_deactivate_totp": "signed in",
    "mfa_view_recovery_codes": "signed in",
    "mfa_generate_recovery_codes": "signed in",
    "mfa_download_recovery_codes": "signed in",
    "mfa_add_webauthn": "signed in",
    "mfa_edit_webauthn": "signed in",
    "mfa_remove_webauthn": "signed in",
    "mfa_reauthenticate_webauthn": "signed in",
    "mfa_login_webauthn": "flow",
    "socialaccount_login_cancelled": "public",
    "socialaccount_login_error": "public",
    "socialaccount_signup": "flow",
    "socialaccount_connections": "signed in",
    "openid_connect_login": "public",
    "openid_connect_callback": "public",
}
