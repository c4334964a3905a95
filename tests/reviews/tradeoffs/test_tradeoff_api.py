"""Trade-offs and maturity over REST."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import Maturity
from reviews.services import reviews, tradeoffs
from tests.builders import answer_all


def test_a_trade_off_lives_from_the_idea_to_its_end(cast, workload, review, api_of):
    api, base = api_of(cast.cleo), f"/api/v1/workloads/{workload.pk}/tradeoffs/"
    body = {
        "title": "Remove the cache",
        "effects": {"doors": {"effect": "worsens", "note": "Slower"}},
        "savings": "500.00",
        "revenue": "-5000.00",
        "currency": "eur",
        "questions": [{"review": str(review.pk), "question": "locks"}],
    }
    made = api.post(base, body, format="json")
    assert made.status_code == 201, made.json()
    told = made.json()
    assert (told["number"], told["net"], told["currency"]) == (1, "-4500.00", "EUR")
    assert told["questions"] == body["questions"]
    one = made.headers["Location"]
    same = api.get(one, headers={"if-none-match": made.headers["ETag"]})
    assert same.status_code == 304
    decided = api.post(f"{one}decide/", {"on": "2026-01-31"}, format="json").json()
    assert (decided["state"], decided["decided_on"]) == ("decided", "2026-01-31")
    assert decided["decided_by"]["name"] == "Cleo Example"
    assert len(api.get(base, {"state": "proposed"}).json()["results"]) == 0
    assert len(api.get(base, {"state": "decided"}).json()["results"]) == 1
    back = api.post(f"{one}take-back/")
    assert (back.json()["state"], back.headers["ETag"]) == ("revised", '"3"')
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404
    assert api.post(base, body, format="json").json()["number"] == 2, "no number comes twice"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"effects": {"nowhere": {"effect": "improves"}}}, "effects"),
        ({"effects": {"doors": {"effect": "doubles"}}}, "effects.doors.effect"),
        ({"savings": "1.005"}, "savings"),
        ({"currency": "12€"}, "currency"),
        ({"questions": [{"review": "00000000-0000-4000-8000-000000000000", "question": "locks"}]},
         "questions"),
        ({"state": "decided"}, "state"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(cast, workload, review, api_of, body, path):
    base = f"/api/v1/workloads/{workload.pk}/tradeoffs/"
    answer = api_of(cast.cleo).post(base, {"title": "T", **body}, format="json")
    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == [path]


def test_programs_merge_and_collide(cast, workload, review, api_of):
    api, base = api_of(cast.cleo), f"/api/v1/workloads/{workload.pk}/tradeoffs/"
    one = api.post(base, {"title": "T"}, format="json").headers["Location"]
    seen = {"if-match": '"1"'}
    assert api.patch(one, {"cost": "a"}, format="json", headers=seen).status_code == 200
    assert api.patch(one, {"benefit": "b"}, format="json", headers=seen).status_code == 200
    refused = api.patch(one, {"cost": "c"}, format="json", headers=seen)
    assert refused.status_code == 412
    assert refused.json()["fields"] == {"cost": {"mine": "c", "theirs": "a"}}
    assert api.get(one).json()["revision"] == 3


def test_maturity_is_said_of_a_pillar_even_of_a_complete_review(actors, cast, review, api_of):
    answer_all(actors.ada, review)
    reviews.complete(actors.ada, review.pk)
    api, base = api_of(cast.cleo), f"/api/v1/reviews/{review.pk}/maturity/"
    first = api.get(f"{base}doors/")
    assert (first.json()["level"], first.headers["ETag"]) == (None, '"0"')
    names = [level["name"] for level in first.json()["levels"]]
    assert names == ["Manual", "Repeatable", "Defined", "Managed", "Optimizing"]
    body = {"level": 2, "target": 3, "target_on": "2001-01-01"}
    told = api.patch(f"{base}doors/", body, format="json", headers={"if-match": '"0"'}).json()
    assert (told["level"], told["is_late"], told["revision"]) == (2, True, 1)
    refused = api.patch(f"{base}doors/", {"level": 4}, format="json", headers={"if-match": '"0"'})
    assert refused.status_code == 412
    wrong = api.patch(f"{base}doors/", {"target": None}, format="json")
    assert [error["path"] for error in wrong.json()["errors"]] == ["doors.target"]
    assert api.patch(f"{base}nowhere/", {"level": 1}, format="json").status_code == 404
    assert Maturity.objects.get().level == 2


@pytest.mark.parametrize(
    "path", ["/workloads/{}/tradeoffs/", "/api/v1/workloads/{}/tradeoffs/?page_size=50"]
)
def test_many_decisions_cost_as_many_queries_as_one(
    actors, cast, workload, review, api_of, client_of, path
):
    ask = api_of(cast.vic) if path.startswith("/api") else client_of(cast.vic)

    def write_down(count):
        for _n in range(count):
            tradeoffs.make(
                actors.cleo,
                workload.pk,
                title="T",
                effects={"doors": "improves"},
                questions=[{"review": review.pk, "question": "locks"}],
            )

    def queries():
        ask.get(path.format(workload.pk))
        with CaptureQueriesContext(connection) as captured:
            assert ask.get(path.format(workload.pk)).status_code == 200
        return len(captured)

    write_down(1)
    for_one = queries()
    write_down(12)
    assert queries() == for_one
