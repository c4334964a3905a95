"""Milestones of a kind, comparisons in detail, trends and scores over REST."""

from __future__ import annotations

import pytest

from tests.builders import select
from tests.rest.described import check, problem


@pytest.fixture
def where(workload) -> str:
    return f"/api/v1/workloads/{workload.pk}/"


def test_a_milestone_says_on_which_occasion_and_why(api_of, cast, review, where):
    api = api_of(cast.ben)
    made = check(
        api.post(
            f"{where}milestones/",
            {"name": "Before launch", "kind": "pre_go_live", "note": "The board asked."},
        )
    )
    assert (made["kind"], made["note"]) == ("pre_go_live", "The board asked.")
    assert check(api.post(f"{where}milestones/", {"name": "Any day"}))["kind"] == "other"
    found = problem(
        api.post(f"{where}milestones/", {"name": "Third", "kind": "party"}), 422, "invalid"
    )
    assert found["errors"][0]["path"] == "kind"


def test_milestones_of_one_kind_are_listed_alone(api_of, cast, review, where):
    api = api_of(cast.ben)
    for name, kind in (("Idea", "early_design"), ("Launch", "pre_go_live"), ("Later", "regular")):
        api.post(f"{where}milestones/", {"name": name, "kind": kind})
    rows = check(api.get(f"{where}milestones/?kind=regular&kind=early_design"))["results"]
    assert [row["name"] for row in rows] == ["Later", "Idea"]
    problem(api.get(f"{where}milestones/?kind=party"), 422, "invalid")


def test_a_comparison_tells_practices_notes_and_totals(api_of, cast, actors, review, where):
    api = api_of(cast.ben)
    select(actors.cleo, review, "keys", "keys_no", notes="Under the mat.")
    select(actors.cleo, review, "locks", "locks_dog")
    api.post(f"{where}milestones/", {"name": "First"})
    select(
        actors.cleo, review, "keys", "keys_safe",
        **{"choices.keys_no.status": "unselected", "notes": "Under lock."},
    )  # fmt: skip
    found = check(api.get(f"{where}milestones/1/compare/"))
    (moved,) = found["moved"]
    assert (moved["notes_before"], moved["notes_after"]) == ("Under the mat.", "Under lock.")
    assert [(c["choice"], c["move"]) for c in moved["choices"]] == [("keys_safe", "gained")]
    assert (found["totals"]["improved"], found["totals"]["unchanged"]) == (1, 2)
    assert found["sentence"] == "1 question improved; high risks went from 1 to 0."
    assert found["practices_after"] == {"in_place": 2, "applicable": 6, "percent": 33}
    compare = f"{where}milestones/1/compare/"
    assert check(api.get(f"{compare}?move=worsened"))["moved"] == []
    assert len(check(api.get(f"{compare}?move=improved&pillar=doors"))["moved"]) == 1
    assert check(api.get(f"{compare}?pillar=windows"))["moved"] == []
    problem(api.get(f"{compare}?move=sideways"), 422, "invalid")


def test_trends_tell_every_milestone_and_now(api_of, cast, actors, review, where):
    api = api_of(cast.ben)
    select(actors.cleo, review, "keys", "keys_no")
    api.post(f"{where}milestones/", {"name": "First", "kind": "regular"})
    select(actors.cleo, review, "keys", "keys_safe", **{"choices.keys_no.status": "unselected"})
    found = check(api_of(cast.vic, "read").get(f"{where}trends/"))
    assert [(p["milestone"], p["kind"], p["counts"]["high"]) for p in found["points"]] == [
        (1, "regular", 1),
        (None, None, 0),
    ]
    assert [p["practices"]["percent"] for p in found["points"]] == [0, 17]
    doors = found["points"][1]["reviews"][0]["pillars"][0]
    assert (doors["pillar"], doors["practices"]["percent"], doors["level"]) == ("doors", 25, None)
    assert found["burndown"] == []


def test_scores_tell_of_question_pillar_review_and_workload(api_of, cast, actors, review, where):
    select(actors.cleo, review, "keys", "keys_safe")
    select(actors.cleo, review, "glass", "glass_film")
    found = check(api_of(cast.vic, "read").get(f"{where}scores/"))
    assert found["practices"] == {"in_place": 2, "applicable": 6, "percent": 33}
    (told,) = found["reviews"]
    assert [p["practices"]["percent"] for p in told["pillars"]] == [25, 50]
    assert told["score"] == 38  # (25 + 50) / 2, halves up
    assert [q["practices"]["percent"] for q in told["pillars"][0]["questions"]] == [0, 100]


def test_outsiders_find_neither(api_of, cast, review, where):
    for path in ("trends/", "scores/"):
        problem(api_of(cast.oda).get(where + path), 404, "not-found")
