"""A pass says who watches what; nobody else can make one."""

from __future__ import annotations

import uuid

import pytest

from wellarch.live import passes
from wellarch.live.passes import Pass

SECRET, OLDER = "first-secret-of-the-installation!", "older-secret-of-the-installation!"


@pytest.fixture
def ours() -> Pass:
    return Pass(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), 7, 1_800_000_000)


def test_what_was_written_is_read(ours):
    assert passes.read(passes.write(ours)) == ours


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA" * 30, "not base64 at all!"])
def test_what_is_no_pass_is_nothing(text):
    assert passes.read(text) is None


def test_no_character_of_a_pass_can_be_changed(ours):
    text = passes.write(ours)
    # The last one carries two bits that base64 does not use.
    changed = [
        text[:n] + ("A" if text[n] != "A" else "B") + text[n + 1 :] for n in range(len(text) - 1)
    ]
    assert [each for each in changed if passes.read(each) is not None] == []


def test_a_pass_of_another_installation_is_nothing(ours, settings):
    text = passes.write(ours)
    settings.WELLARCH_KEYS = [SECRET]
    assert passes.read(text) is None


def test_a_pass_outlives_a_change_of_the_secret(ours, settings):
    settings.WELLARCH_KEYS = [OLDER]
    text = passes.write(ours)
    settings.WELLARCH_KEYS = [SECRET, OLDER]
    assert passes.read(text) == ours
