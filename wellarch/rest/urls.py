"""URLs of the REST door, version 1. The apps bring their own."""

from django.urls import include, path

from wellarch.rest import (
    audit,
    credentials,
    invitations,
    logo,
    members,
    notifications,
    organization_credentials,
    organizations,
    search,
    shares,
    teams,
    views,
)

urlpatterns = [
    path("", views.Index.as_view(), name="api-index"),
    path("me/", views.Me.as_view(), name="api-me"),
    path("me/notifications/", notifications.Notifications.as_view(), name="api-notifications"),
    path("organization/", organizations.OrganizationEndpoint.as_view(), name="api-organization"),
    path("organization/logo/", logo.Logo.as_view(), name="api-organization-logo"),
    path(
        "organization/tokens/",
        organization_credentials.TokensOfAll.as_view(),
        name="api-organization-token-list",
    ),
    path(
        "organization/access-keys/",
        organization_credentials.AccessKeysOfAll.as_view(),
        name="api-organization-access-key-list",
    ),
    path("members/", members.Members.as_view(), name="api-member-list"),
    path("members/<int:user_id>/", members.Member.as_view(), name="api-member"),
    path("invitations/", invitations.Invitations.as_view(), name="api-invitation-list"),
    path("invitations/links/", invitations.InvitationLinks.as_view(), name="api-invitation-links"),
    path(
        "invitations/<uuid:invitation_id>/",
        invitations.OneInvitation.as_view(),
        name="api-invitation",
    ),
    path(
        "invitations/<uuid:invitation_id>/resend/",
        invitations.InvitationResend.as_view(),
        name="api-invitation-resend",
    ),
    path("teams/", teams.Teams.as_view(), name="api-team-list"),
    path("teams/<uuid:team_id>/", teams.OneTeam.as_view(), name="api-team"),
    path("teams/<uuid:team_id>/members/", teams.TeamMembers.as_view(), name="api-team-member-list"),
    path(
        "teams/<uuid:team_id>/members/<int:user_id>/",
        teams.OneTeamMember.as_view(),
        name="api-team-member",
    ),
    path("tokens/", credentials.Tokens.as_view(), name="api-token-list"),
    path("tokens/<int:token_id>/", credentials.TokenEndpoint.as_view(), name="api-token"),
    path("access-keys/", credentials.AccessKeys.as_view(), name="api-access-key-list"),
    path(
        "access-keys/<str:key_id>/", credentials.AccessKeyEndpoint.as_view(), name="api-access-key"
    ),
    path("search/", search.Search.as_view(), name="api-search"),
    path("audit/", audit.AuditLog.as_view(), name="api-audit"),
    path("audit/export/", audit.AuditExport.as_view(), name="api-audit-export"),
    path("audit/chain/", audit.AuditChain.as_view(), name="api-audit-chain"),
    path("shares/", shares.Offers.as_view(), name="api-offer-list"),
    path("shares/<uuid:offer_id>/accept/", shares.Accept.as_view(), name="api-offer-accept"),
    path("shares/<uuid:offer_id>/reject/", shares.Reject.as_view(), name="api-offer-reject"),
    path("schema/", views.schema, name="api-schema"),
    path("docs/", views.docs, name="api-docs"),
    path("", include("wellarch.rest.outgoing_urls")),
    path("", include("lenses.api.urls")),
    path("", include("reviews.api.urls")),
]
