"""URLs of the account pages that are not allauth's."""

from django.urls import path

from wellarch.accounts.pages import account, members, organizations

urlpatterns = [
    path("organizations/new/", organizations.create, name="organization-create"),
    path("organizations/switch/", organizations.switch, name="organization-switch"),
    path("organization/", organizations.settings, name="organization-settings"),
    path("organization/members/", members.members, name="organization-members"),
    path("organization/members/<int:user_id>/role/", members.role, name="member-role"),
    path("organization/members/<int:user_id>/remove/", members.remove, name="member-remove"),
    path("account/", account.profile, name="account-profile"),
    path("account/tokens/", account.token_list, name="account-tokens"),
    path("account/tokens/<int:token_id>/revoke/", account.token_revoke, name="token-revoke"),
]
