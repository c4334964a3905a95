"""URLs of sign-in and of what protects an account: allauth's, less what pages of ours show."""

from django.urls import include, path
from django.views.generic import RedirectView

from wellarch.accounts.pages import security

# allauth goes back to these; both lists are parts of one page of ours.
_our_page = RedirectView.as_view(pattern_name="account-security")

urlpatterns = [
    path("security/", security.security, name="account-security"),
    path("security/sessions/end/", security.sessions_end_others, name="sessions-end-others"),
    path("security/sessions/<int:session_id>/end/", security.session_end, name="session-end"),
    path("", include("allauth.account.urls")),
    path("2fa/", _our_page, name="mfa_index"),
    path("2fa/webauthn/", _our_page, name="mfa_list_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("oidc/<slug:provider_id>/login/", security.leave, name="openid_connect_login"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
