"""URLs of the account pages that are not allauth's."""

from django.urls import path

from wellarch.accounts.pages import (
    account,
    audit,
    credentials,
    joining,
    members,
    organizations,
    privacy,
    shared,
    teams,
)

urlpatterns = [
    path("organizations/new/", organizations.create, name="organization-create"),
    path("organizations/switch/", organizations.switch, name="organization-switch"),
    path("organization/", organizations.settings, name="organization-settings"),
    path("join/", joining.offer, name="invitation"),
    path("join/accept/", joining.join, name="invitation-accept"),
    path("join/decline/", joining.decline, name="invitation-decline"),
    path("join/other-account/", joining.other_account, name="invitation-other-account"),
    path("join/<str:token>/", joining.open_link, name="invitation-open"),
    path("organization/logo/", organizations.logo, name="organization-logo"),
    path("organization/logo/remove/", organizations.logo_remove, name="organization-logo-remove"),
    path("organization/teams/", teams.team_list, name="team-list"),
    path("organization/teams/new/", teams.create, name="team-create"),
    path("organization/teams/<uuid:team_id>/", teams.detail, name="team-detail"),
    path("organization/teams/<uuid:team_id>/edit/", teams.edit, name="team-edit"),
    path("organization/teams/<uuid:team_id>/delete/", teams.delete, name="team-delete"),
    path("organization/teams/<uuid:team_id>/members/", teams.member_add, name="team-member-add"),
    path(
        "organization/teams/<uuid:team_id>/members/<int:user_id>/remove/",
        teams.member_remove,
        name="team-member-remove",
    ),
    path("organization/members/", members.member_list, name="organization-members"),
    path("organization/members/link/", members.link, name="invitation-link"),
    path(
        "organization/invitations/<uuid:invitation_id>/resend/",
        members.invitation_resend,
        name="invitation-resend",
    ),
    path(
        "organization/invitations/<uuid:invitation_id>/revoke/",
        members.invitation_revoke,
        name="invitation-revoke",
    ),
    path("organization/members/<int:user_id>/role/", members.role, name="member-role"),
    path("organization/members/<int:user_id>/remove/", members.remove, name="member-remove"),
    path("shared/", shared.inbox, name="shared-with-me"),
    path("shared/<uuid:offer_id>/", shared.answer, name="share-answer"),
    path("organization/audit/", audit.log, name="audit"),
    path("organization/audit/export/", audit.export, name="audit-export"),
    path("account/", account.profile, name="account-profile"),
    path(
        "organization/credentials/",
        credentials.organization_credentials,
        name="organization-credentials",
    ),
    path("account/data/", privacy.your_data, name="account-data"),
    path("account/data/export/", privacy.export, name="account-export"),
    path("account/delete/", privacy.erase, name="account-erase"),
    path("account/tokens/", credentials.api_access, name="account-tokens"),
    path("account/tokens/new/", credentials.token_create, name="token-create"),
    path("account/tokens/<int:token_id>/revoke/", credentials.token_revoke, name="token-revoke"),
    path("account/keys/new/", credentials.access_key_create, name="access-key-create"),
    path(
        "account/keys/<str:key_id>/revoke/", credentials.access_key_revoke, name="access-key-revoke"
    ),
]
