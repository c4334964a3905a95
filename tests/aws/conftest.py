"""A real boto3 client whose requests are answered by the door, every signature checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.aws.bridge import Bridge
from wellarch import clock
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import access_keys
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations


@pytest.fixture
def bridge_of(db: None, request: pytest.FixtureRequest) -> Callable[..., Bridge]:
    """What is behind `aws_of`: also sends what no client would, signed or not."""

    def with_key(user: User, scope: str = "write", **how: Any) -> Bridge:
        membership = organizations.memberships_of(user).get()
        key, secret = access_keys.create(
            member_actor(membership, Via.BROWSER), name="t", scope=scope
        )
        return Bridge(key.key_id, secret, test=request.node.nodeid, **how)

    return with_key


@pytest.fixture
def aws_of(bridge_of: Callable[..., Bridge]) -> Callable[..., Any]:
    """A boto3 `wellarchitected` client with an access key of this person.

    raising: whether what breaks in the door breaks the test (default), or is answered with 500.
    Every answer is held against the model's output shape.
    """

    def client(user: User, scope: str = "write", **how: Any) -> Any:
        return bridge_of(user, scope, **how).client()

    return client


@pytest.fixture(autouse=True)
def _signed_by_our_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within `clock.at` clients sign at that moment, so that history can be written here too."""
    monkeypatch.setattr("botocore.auth.get_current_datetime", _now)


def _now(remove_tzinfo: bool = True) -> Any:
    now = clock.now()
    return now.replace(tzinfo=None) if remove_tzinfo else now
