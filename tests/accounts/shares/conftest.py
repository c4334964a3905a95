"""People around a workload of Northwind: guests with and without proven addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress

from reviews.services import sharing
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share, User
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target


def prove(user: User, email: str = "", *, verified: bool = True) -> User:
    """The address is known to be theirs."""
    EmailAddress.objects.create(user=user, email=email or user.email, verified=verified)
    return user


@pytest.fixture
def proven_oda(cast: Any) -> User:
    return prove(cast.oda)


@pytest.fixture
def offered(actors: Any, workload: Any, proven_oda: User) -> Callable[..., Share]:
    """The workload offered to Oda, to read unless said otherwise."""

    def offer(permission: str = "read", by: Actor | None = None) -> Share:
        target = Target(email="oda@example.com")
        return sharing.offer(by or actors.ada, workload.pk, target, permission=permission)

    return offer


@pytest.fixture
def accepted(actors: Any, offered: Callable[..., Share]) -> Callable[..., Share]:
    """… and accepted by her."""

    def accept(permission: str = "read") -> Share:
        return offers.accept(actors.oda, offered(permission).pk)

    return accept
