"""What a lens names as an address is a link only when it leads to the web, on every page."""

from __future__ import annotations

import copy

import pytest
from django.urls import reverse

from reviews.services import reviews
from tests.builders import SMALL_LENS, publish_lens, select

SCRIPT = "JavaScript:alert(document.cookie)"
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def hostile(actors, workload):
    """A review by a lens that tries to run scripts, answered with more of it."""
    document = copy.deepcopy(SMALL_LENS) | {"alias": "hostile", "name": f"Hostile {MARKUP}"}
    for pillar in document["pillars"]:
        pillar["description"] = MARKUP
        for question in pillar["questions"]:
            question |= {"description": MARKUP, "evidence": [MARKUP], "antiPatterns": [MARKUP]}
            question["helpfulResource"] = {"displayText": MARKUP, "url": SCRIPT}
            for choice in question["choices"]:
                choice["description"] = MARKUP
                choice["helpfulResource"] = {"displayText": MARKUP, "url": SCRIPT}
                choice["improvementPlan"] = {"displayText": MARKUP, "url": SCRIPT}
    lens = publish_lens(actors.ada, document).lens
    review = reviews.attach(actors.ada, workload.pk, lens=lens.pk)
    reviews.write_notes(actors.ada, review.pk, notes=MARKUP)
    select(actors.cleo, review, "locks", "locks_dog", notes=MARKUP)
    return review


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("plan", ["workload_id"]),
        ("workload-detail", ["workload_id"]),
        ("review-detail", ["pk"]),
        ("question-detail", ["pk", "locks"]),
        ("answer-history", ["pk", "locks"]),
        ("pillar-detail", ["pk", "doors"]),
        ("lens-detail", ["hostile"]),
        ("lens-pillar", ["hostile", "doors"]),
        ("lens-question", ["hostile", "locks"]),
    ],
)
def test_a_hostile_lens_runs_nothing(client_of, cast, hostile, name, args):
    values = [getattr(hostile, each, each) for each in args]
    page = client_of(cast.cleo).get(reverse(name, args=values))
    assert page.status_code == 200
    text = page.content.decode()
    assert MARKUP not in text
    assert f'href="{SCRIPT}'.lower() not in text.lower()
