"""Keys derived from the secrets of the installation."""

from __future__ import annotations

from typing import Any

import pytest

from wellarch import checks
from wellarch.accounts.credentials import keyring

OLD, NEW = "o" * 48, "n" * 48


def test_every_purpose_has_a_key_of_its_own() -> None:
    seal, encryption = keyring.current("seal"), keyring.current("encryption")
    assert seal.secret != encryption.secret
    assert seal.id != encryption.id
    assert len(seal.secret) == 32


def test_the_name_and_the_text_of_a_key_tell_nothing_of_it() -> None:
    key = keyring.current("seal")
    assert key.id not in key.secret.hex()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


def test_without_keys_of_their_own_they_come_from_the_secret_key_and_its_fallbacks(
    settings: Any,
) -> None:
    settings.WELLARCH_KEYS, settings.SECRET_KEY = [], OLD
    first = keyring.current("seal")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    assert keyring.current("seal") != first
    assert keyring.find("seal", first.id) == first
    settings.WELLARCH_KEYS = [OLD]
    assert keyring.current("seal") == first, "a secret key may become the first of the keys"


def test_an_old_key_is_found_as_long_as_it_is_listed(settings: Any) -> None:
    settings.WELLARCH_KEYS = [OLD]
    old = keyring.current("seal")
    settings.WELLARCH_KEYS = [NEW, OLD]
    assert keyring.find("seal", old.id) == old
    assert keyring.find("encryption", old.id) is None
    settings.WELLARCH_KEYS = [NEW]
    assert keyring.find("seal", old.id) is None


def test_what_was_encrypted_is_read_again_and_looks_different_every_time() -> None:
    first, second = (keyring.encrypt("söcret", about="row 1") for _ in range(2))
    assert first != second
    assert "cret" not in first
    assert first.isascii()
    assert keyring.decrypt(first, about="row 1") == "söcret"


def test_after_a_rotation_old_values_are_read_and_new_ones_are_current(settings: Any) -> None:
    settings.WELLARCH_KEYS = [OLD]
    value = keyring.encrypt("secret")
    settings.WELLARCH_KEYS = [NEW, OLD]
    assert keyring.decrypt(value) == "secret"
    assert not keyring.is_current(value)
    assert keyring.is_current(keyring.encrypt("secret"))


def test_a_lost_key_is_named_as_such(settings: Any) -> None:
    settings.WELLARCH_KEYS = [OLD]
    value = keyring.encrypt("secret")
    settings.WELLARCH_KEYS = [NEW]
    with pytest.raises(keyring.KeyLost) as caught:
        keyring.decrypt(value)
    assert caught.value.code == "key-lost"


def test_a_value_moved_to_another_row_or_changed_does_not_open() -> None:
    value = keyring.encrypt("secret", about="row 1")
    flipped = value[:-4] + ("AAAA" if value[-4:] != "AAAA" else "BBBB")
    for broken, about in (
        (value, "row 2"), (flipped, "row 1"), ("", ""), ("1.x.y", ""), ("1.é.", ""),
        (value + "!", "row 1"), (value[:30], "row 1"),
    ):  # fmt: skip
        with pytest.raises(keyring.KeyLost):
            keyring.decrypt(broken, about=about)


def test_a_short_key_is_refused_by_the_checks(settings: Any) -> None:
    settings.WELLARCH_KEYS = [NEW, "short"]
    assert [message.id for message in checks.check_keys(None)] == ["wellarch.E004"]
    settings.WELLARCH_KEYS = [NEW]
    assert checks.check_keys(None) == []
