"""A workload with a question at risk and one improvement for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from reviews.models import Improvement
from reviews.services import improvements
from tests.builders import select


@pytest.fixture
def improvement(actors, review) -> Improvement:
    select(actors.ada, review, "locks", "locks_no")
    return improvements.make_from_question(
        actors.ada, review.pk, "locks", choices=["locks_key", "locks_bolt"]
    )


@pytest.fixture
def at(workload) -> Callable[..., str]:
    """The address of a page of the workload's improvements: at("board"), at("move", 1)."""

    def address(name: str, *more: object) -> str:
        return reverse(f"improvement-{name}", args=[workload.pk, *more])

    return address
