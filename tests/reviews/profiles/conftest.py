"""A profile of Northwind, and a workload reviewed with the framework."""

from __future__ import annotations

import pytest

from lenses.models import LensVersion
from reviews.models import Profile, Review, Workload
from reviews.services import builtin_profiles, profiles
from tests.builders import start_review
from tests.conftest import Actors


@pytest.fixture
def shop(actors: Actors) -> Profile:
    """An e-commerce profile made by Ben."""
    return profiles.create(actors.ben, name="Our shop", answers={"business": ["e-commerce"]})


@pytest.fixture
def iot(db: None) -> Profile:
    """A built-in one. A test that empties the tables finds it made again."""
    builtin_profiles.load()
    return Profile.objects.get(slug="iot-industrial")


@pytest.fixture
def reviewed(actors: Actors, workload: Workload, framework: LensVersion) -> Review:
    """The workload held against the framework."""
    return start_review(actors.ada, workload, framework.lens)
