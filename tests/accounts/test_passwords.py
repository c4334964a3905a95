"""Words of this place make no password."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wellarch.accounts.sign_in.passwords import WORDS


@pytest.mark.parametrize(
    "password",
    ["WellArch-2026", "well_architected1", "Review.Framework", "Northwind!!2026", *WORDS],
)
def test_a_password_of_little_but_such_words_is_refused(cast, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password + "7", cast.ada)
    assert "password_of_this_place" in {error.code for error in refused.value.error_list}


@pytest.mark.parametrize(
    "password", ["wellarch correct horse battery", "plum-kettle-orbit-99", "a" * 40 + "review bcde"]
)
def test_a_password_with_enough_besides_is_taken(cast, password):
    validate_password(password, cast.ada)


def test_nobody_known_yet_is_no_reason_to_fail(db):
    validate_password("plum-kettle-orbit-99")
