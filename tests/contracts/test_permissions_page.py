"""docs/permissions.md says what the tables say today."""

from __future__ import annotations

from tests.contracts.permission_prose import ACTIONS
from tests.contracts.permissions_page import PAGE, page
from wellarch.accounts.policy import Action


def test_the_page_of_permissions_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "Run: make permissions"


def test_every_action_has_its_words():
    assert set(ACTIONS) == set(Action)
