"""Who is here: accounts, sign-in, sessions."""

import os

from django.core.exceptions import ImproperlyConfigured
from environs import validate

from wellarch.env import env, read_secret
from wellarch.settings.place import HTTPS
from wellarch.settings.providers import read_providers

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
] + [{"NAME": "wellarch.accounts.sign_in.passwords.PlaceWordsValidator"}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portfolio"

# --- Who may make an account ---------------------------------------------------------------
if "WELLARCH_SIGNUP_OPEN" in os.environ:
    # It once closed the door: to pass over it would open a server without a word.
    raise ImproperlyConfigured("Instead of WELLARCH_SIGNUP_OPEN set WELLARCH_SIGNUP.")
WELLARCH_SIGNUP: str = env.str(
    "WELLARCH_SIGNUP", "open", validate=validate.OneOf(["open", "invited", "domains"])
)
_domains: list[str] = env.list("WELLARCH_SIGNUP_DOMAINS", [])
WELLARCH_SIGNUP_DOMAINS = [name.strip().lower().lstrip("@") for name in _domains]
WELLARCH_INVITATION_DAYS: int = env.int("WELLARCH_INVITATION_DAYS", 7)
WELLARCH_INVITATIONS_PER_DAY: int = env.int("WELLARCH_INVITATIONS_PER_DAY", 200)
# Open shares of one workload or lens; the reference product allows 20 and 300.
WELLARCH_MAX_SHARES: int = env.int("WELLARCH_MAX_SHARES", 300)

# --- Address and password, or a code by mail -----------------------------------------------
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "wellarch.accounts.pages.forms.profile.SignupForm"
ACCOUNT_ADAPTER = "wellarch.accounts.sign_in.adapter.AccountAdapter"
# Where mail arrives, an address is proven before it is used. Nobody then learns from the
# answers whether an address has an account.
ACCOUNT_EMAIL_VERIFICATION: str = env.str(
    "WELLARCH_EMAIL_VERIFICATION",
    "optional" if (read_secret("EMAIL_URL") or "console:") == "console:" else "mandatory",
    validate=validate.OneOf(["mandatory", "optional", "none"]),
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = "wellarch.accounts.sign_in.adapter.display_name"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five wrong passwords for an address in five minutes close it for the rest of them; who guesses
# slowly is stopped by the day's number. Other ways in (passkey, provider, code) stay open.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key,60/d/key"}

# --- Second factors and passkeys -----------------------------------------------------------
MFA_ADAPTER = "wellarch.accounts.sign_in.second_steps.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "wellarch.accounts.sign_in.second_steps.CodeForm",
    "reauthenticate": "wellarch.accounts.sign_in.second_steps.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "WellArch"
MFA_TOTP_TOLERANCE = 1  # of 30 seconds, for who types slowly; no code works twice
# Where no mail arrives no address can be proven: it must not stand in the way of safety.
MFA_ALLOW_UNVERIFIED_EMAIL = ACCOUNT_EMAIL_VERIFICATION != "mandatory"

# --- Others who vouch for people -----------------------------------------------------------
SOCIALACCOUNT_ADAPTER = "wellarch.accounts.sign_in.providers.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": read_providers(read_secret("WELLARCH_OIDC"))}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

# --- How long one stays signed in ----------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Unused for so long, or so long after sign-in, a session ends.
SESSION_COOKIE_AGE: int = env.int("WELLARCH_SESSION_IDLE_HOURS", 7 * 24) * 3600
WELLARCH_SESSION_SECONDS: int = env.int("WELLARCH_SESSION_HOURS", 30 * 24) * 3600
