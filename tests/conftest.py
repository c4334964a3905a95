"""The cast and the stage of every test."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient

from lenses.models import Lens, LensVersion
from lenses.services import catalog
from reviews.models import Review, Workload
from reviews.services import builtin_profiles
from tests.builders import publish_lens, start_review, start_workload
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Membership, Organization, Team, User
from wellarch.accounts.roles import Role, Via
from wellarch.accounts.sign_in import sessions
from wellarch.accounts.tenancy import organizations

pytest_plugins = ["tests.databases"]

# A busy machine is slow, not wrong. The same examples for everybody; to search for others, run
# the property tests with --hypothesis-profile=search.
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("usual", settings.get_profile("search"), derandomize=True, database=None)
settings.load_profile("usual")

PASSWORD = "a-long-enough-password"


@dataclass(frozen=True)
class Cast:
    """People with fixed roles; all but Oda are of Northwind."""

    ada: User  # admin, founded Northwind
    ben: User  # architect
    cleo: User  # contributor
    vic: User  # viewer
    oda: User  # admin of another organization
    northwind: Organization
    elsewhere: Organization


@dataclass(frozen=True)
class Actors:
    """The same people as actors in a browser."""

    ada: Actor
    ben: Actor
    cleo: Actor
    vic: Actor
    oda: Actor


def _person(name: str) -> User:
    return User.objects.create_user(
        email=f"{name.lower()}@example.com", password=PASSWORD, name=f"{name} Example"
    )


@pytest.fixture
def cast(db: None) -> Cast:
    ada, oda = _person("Ada"), _person("Oda")
    northwind = organizations.found(ada, name="Northwind").organization
    elsewhere = organizations.found(oda, name="Elsewhere").organization
    people = {}
    for name, role in (("Ben", Role.ARCHITECT), ("Cleo", Role.CONTRIBUTOR), ("Vic", Role.VIEWER)):
        people[name.lower()] = person = _person(name)
        Membership.objects.create(organization=northwind, user=person, role=role)
    for name in ("Payments", "Shop"):
        Team.objects.create(organization=northwind, name=name, normalized_name=name.lower())
    return Cast(ada=ada, oda=oda, northwind=northwind, elsewhere=elsewhere, **people)


@pytest.fixture
def actors(cast: Cast) -> Actors:
    return Actors(
        **{
            name: member_actor(
                Membership.objects.select_related("user", "organization").get(
                    user=getattr(cast, name)
                ),
                Via.BROWSER,
            )
            for name in ("ada", "ben", "cleo", "vic", "oda")
        }
    )


@pytest.fixture
def small_lens(actors: Actors) -> LensVersion:
    return publish_lens(actors.ada)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test database has the built-in lenses and profiles, as every installation has."""
    with django_db_blocker.unblock():
        catalog.load()
        builtin_profiles.load()


@pytest.fixture
def framework(db: None) -> LensVersion:
    """The framework lens. A test that empties the tables finds it loaded again."""
    if not Lens.objects.filter(alias="wellarchitected", organization=None).exists():
        catalog.load()
    return LensVersion.objects.get(lens__alias="wellarchitected", lens__organization=None)


@pytest.fixture
def workload(actors: Actors) -> Workload:
    return start_workload(actors.ada)


@pytest.fixture
def review(actors: Actors, workload: Workload, small_lens: LensVersion) -> Review:
    return start_review(actors.ada, workload, small_lens.lens)


@pytest.fixture
def client_of(db: None) -> Callable[[User], Client]:
    """A browser in which this person signed in a moment ago."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session.update({sessions.STARTED: int(time.time()), sessions.SEEN: int(time.time())})
        session.save()
        return client

    return sign_in


@pytest.fixture
def api_of(db: None) -> Callable[..., APIClient]:
    """A REST client with a token of this person."""

    def with_token(user: User, scope: str = "write") -> APIClient:
        membership = organizations.memberships_of(user).get()
        _token, clear = tokens.create(member_actor(membership, Via.BROWSER), name="t", scope=scope)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {clear}")
        return client

    return with_token
