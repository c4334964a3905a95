"""The second step of a sign-in as allauth asks for it: secrets encrypted, no code used twice."""

from __future__ import annotations

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.core.cache import cache
from django.utils.translation import gettext as _

from wellarch.accounts.credentials import keyring
from wellarch.accounts.models import User
from wellarch.accounts.sign_in import security_log

_CODE_LIVES = 120  # seconds: longer than a code of an app is valid with its tolerance
_SEALED = "second step"
_ENCRYPTED = ("secret", "seed")  # of an app, of recovery codes


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Our answers to allauth's questions about second factors."""

    def encrypt(self, text: str) -> str:
        """The secret of an app or of recovery codes as it is stored."""
        return keyring.encrypt(text, about=_SEALED)

    def decrypt(self, encrypted_text: str) -> str:
        """The stored secret in clear. Raises KeyLost when its key is gone."""
        return keyring.decrypt(encrypted_text, about=_SEALED)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner calls it something."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": count + 1} if count else _("Passkey")

    def _get_site_name(self) -> str:
        return "WellArch"


def reencrypted(step: Authenticator) -> bool:
    """Encrypt the secret of a locked app or set of recovery codes with the current key.

    False if it is already. Raises keyring.KeyLost when nothing opens it.
    """
    old = {name: step.data[name] for name in _ENCRYPTED if name in step.data}
    if all(keyring.is_current(value) for value in old.values()):
        return False
    for name, value in old.items():
        text = keyring.decrypt(value, about=_SEALED)
        step.data[name] = keyring.encrypt(text, about=_SEALED)
    step.save(update_fields=["data"])
    return True


class _Once(forms.Form):
    """Refuses the code of an app a second time while it would still be valid; logs failures."""

    user: User
    authenticator: Authenticator

    def clean_code(self) -> str:
        """The code, if it is right and new."""
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            security_log.failed(context.request, self.user, method="code")
            raise
        digits = "".join(filter(str.isdigit, code))
        is_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_app and not cache.add(f"totp:{self.user.pk}:{digits}", True, _CODE_LIVES):
            raise forms.ValidationError(_("This code was used already. Wait for the next one."))
        return code


class CodeForm(_Once, AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code, while signing in."""


class CodeAgainForm(_Once, ReauthenticateForm):  # type: ignore[misc]
    """The same before something that protects the account is changed."""
