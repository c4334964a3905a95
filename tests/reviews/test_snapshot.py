"""Snapshots as stored content: what comes back is what went in, and its digest stays."""

from __future__ import annotations

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from reviews.sealing import people, replace_person
from reviews.snapshot import Snapshot, digest, from_content, to_content
from tests.reviews.frozen import content_of_old, snapshots

TEXT = st.text(max_size=12)


@given(snapshots(), TEXT)
def test_a_milestone_read_and_stored_again_has_the_same_digest(taken, previous):
    content = to_content(taken)
    restored = from_content(json.loads(json.dumps(content)))
    assert restored == taken
    assert digest(to_content(restored), previous) == digest(content, previous)


@given(snapshots(with_work=False))
def test_without_work_content_is_what_it_was_before_there_was_any(taken):
    content = to_content(taken)
    assert set(content) == {"workload_id", "properties", "reviews", "format"}
    questions = [q for r in content["reviews"] for p in r["pillars"] for q in p["questions"]]
    assert all(len(question) == 14 for question in questions)


def test_a_milestone_from_before_improvements_reads_and_verifies_to_the_byte():
    content, sealed = content_of_old()
    restored = from_content(content)
    assert (restored.improvements, restored.tradeoffs, restored.maturity) == ((), (), ())
    assert to_content(restored) == content
    assert digest(content, "") == sealed


def test_an_improvement_from_before_steps_were_kept_reads_and_verifies_to_the_byte():
    before = {
        "number": 1, "title": "Fit a bolt", "state": "open", "risk": "high", "impact": "high",
        "effort": "low", "due": "", "owner_name": "", "owner_id": 0, "review": "", "pillar": "",
        "question": "", "choices": [], "recommendation": "", "created_at": "", "done_at": "",
        "accepted_reason": "", "accepted_until": "", "accepted_by_name": "", "accepted_by_id": 0,
    }  # fmt: skip
    content, _sealed = content_of_old()
    content["improvements"] = [before]
    sealed = digest(content, "")
    restored = from_content(content)
    assert (restored.improvements[0].steps, restored.improvements[0].links) == ("", ())
    assert to_content(restored) == content
    assert digest(to_content(restored), "") == sealed


def test_tags_are_covered_by_the_digest_whatever_they_are_called():
    content, sealed = content_of_old()
    content["properties"]["tags"]["owner_name"] = "storefront"
    assert digest(content, "") != sealed


@given(snapshots(), st.integers(1, 3))
def test_a_person_is_taken_out_without_a_new_digest(taken, person):
    content = to_content(taken)
    forgotten = copy.deepcopy(content)
    is_found = replace_person(forgotten, set(), set(), "Former member", person)
    assert is_found == (person in people(content))
    assert person not in people(forgotten)
    assert set(people(forgotten)) == set(people(content)) - {person}
    assert digest(forgotten, "") == digest(content, "")
    assert isinstance(from_content(forgotten), Snapshot)
