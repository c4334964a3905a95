"""Keys derived from the secrets of the installation: one per purpose, old ones for reading.

WELLARCH_KEYS names the secrets, the current one first; without it they are SECRET_KEY and its
fallbacks. Nothing is ever encrypted or signed with a secret itself: every purpose has a key of
its own, derived by HKDF-SHA256, so that one tells nothing of another. A key is named by a
fingerprint that tells nothing of it either and is kept beside what was made with it.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _

from wellarch.errors import DomainError

_VERSION = "1"
_NONCE = 12
_ENCRYPTION = "encryption"


class KeyLost(DomainError):
    """None of the configured keys opens this value: the one it was made with is gone."""

    code = "key-lost"


@dataclass(frozen=True, slots=True)
class Key:
    """A derived key. id: 12 hexadecimal digits that name it; secret: 32 bytes."""

    id: str
    secret: bytes = field(repr=False)


def current(purpose: str) -> Key:
    """The key of `purpose` that new values are made with."""
    return next(_all(purpose))


def find(purpose: str, id: str) -> Key | None:
    """The key of `purpose` with this id among the current and the old ones, or None."""
    return next((key for key in _all(purpose) if key.id == id), None)


def encrypt(text: str, *, about: str = "") -> str:
    """`text` encrypted with the current key (AES-256-GCM), as printable ASCII.

    about: what the value belongs to (a row's identity); the value opens only with the same, so
    that it cannot be moved to another row.
    """
    key = current(_ENCRYPTION)
    nonce = secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key.secret).encrypt(nonce, text.encode(), about.encode())
    return ".".join((_VERSION, key.id, base64.urlsafe_b64encode(sealed).decode()))


def decrypt(value: str, *, about: str = "") -> str:
    """The text that `encrypt` was given. Raises KeyLost when no key opens it."""
    version, _dot, rest = value.partition(".")
    key_id, _dot, body = rest.partition(".")
    key = find(_ENCRYPTION, key_id) if version == _VERSION else None
    if key is None:
        raise _lost()
    try:
        sealed = base64.b64decode(body, altchars=b"-_", validate=True)
        opened = AESGCM(key.secret).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError, binascii.Error) as error:
        raise _lost() from error
    return opened.decode()


def place(row: Model, column: str) -> str:
    """What a value in a column of a row is encrypted `about`: it opens nowhere else."""
    return f"{row._meta.label_lower} {row.pk} {column}"


def is_current(value: str) -> bool:
    """True if `value` was encrypted with the current key."""
    return value.startswith(f"{_VERSION}.{current(_ENCRYPTION).id}.")


def _all(purpose: str) -> Iterator[Key]:
    """The keys of a purpose, the current one first."""
    roots = settings.WELLARCH_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return (_derived(root, purpose) for root in roots)


@lru_cache(maxsize=128)
def _derived(root: str, purpose: str) -> Key:
    return Key(_hkdf(root, f"id:{purpose}", 6).hex(), _hkdf(root, f"key:{purpose}", 32))


def _hkdf(root: str, info: str, length: int) -> bytes:
    return HKDF(
        algorithm=SHA256(), length=length, salt=b"wellarch keyring", info=info.encode()
    ).derive(root.encode())


def _lost() -> KeyLost:
    return KeyLost(
        _("The key this was encrypted with is not among WELLARCH_KEYS, or the value was changed.")
    )
