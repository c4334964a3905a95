"""Templates over REST."""

from __future__ import annotations

from tests.builders import select
from tests.reviews.templates.conftest import review_of, tick, ticked

LIST = "/api/v1/templates/"


def test_a_program_makes_a_template_answers_it_and_applies_it(cast, api_of, small_lens, workload):
    ben = api_of(cast.ben)
    made = ben.post(LIST, {"name": "House rules", "lenses": ["small"], "tags": {"a": "b"}})
    assert made.status_code == 201
    where = made.headers["Location"].removeprefix("http://testserver")
    answer = f"{where}lenses/small/answers/locks/"
    said = ben.patch(
        answer, {"choices": {"locks_key": {"status": "selected"}}}, headers={"If-Match": '"0"'}
    )
    assert (said.status_code, said.headers["ETag"]) == (200, '"1"')
    assert "risk" not in said.json()
    body = {"template": made.json()["id"]}
    target = f"/api/v1/workloads/{workload.pk}/apply-template/"
    plan = ben.post(target, {**body, "dry_run": True}).json()["plans"][0]
    assert plan["attaches"] is True
    assert [one["question"] for one in plan["planned"]] == ["locks"]
    done = ben.post(target, body).json()
    assert done["changed"] == ["locks"]
    assert len(done["attached"]) == 1
    assert ticked(review_of(workload), "locks") == {"locks_key"}


def test_a_template_that_changed_since_it_was_read_is_not_overwritten(cast, api_of, template):
    ben = api_of(cast.ben)
    where = f"{LIST}{template.pk}/"
    tag = ben.get(where).headers["ETag"]
    assert ben.patch(where, {"name": "Other rules"}, headers={"If-Match": tag}).status_code == 200
    late = ben.patch(where, {"name": "My rules"}, headers={"If-Match": tag})
    assert late.status_code == 412


def test_the_same_part_of_an_answer_changed_twice_is_refused(cast, api_of, template):
    ben = api_of(cast.ben)
    where = f"{LIST}{template.pk}/lenses/small/answers/locks/"
    tag = ben.get(where).headers["ETag"]
    ben.patch(where, {"notes": "One."}, headers={"If-Match": tag})
    late = ben.patch(where, {"notes": "Two."}, headers={"If-Match": tag})
    assert late.status_code == 412
    other = ben.patch(where, {"is_applicable": False}, headers={"If-Match": tag})
    assert other.status_code == 200


def test_changes_are_proposed_and_taken_over(cast, actors, api_of, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    ben, cleo = api_of(cast.ben), api_of(cast.cleo)
    (row,) = ben.get(f"{LIST}{template.pk}/uses/").json()["results"]
    assert (row["changed_in_template"], row["is_proposed"]) == (1, False)
    nobody = ben.post(f"{LIST}{template.pk}/propose/", {"uses": [row["id"], 10**25]})
    assert nobody.status_code == 404  # a number that no column can hold names nothing
    assert ben.post(f"{LIST}{template.pk}/propose/", {"uses": [row["id"]]}).json() == {
        "proposed": 1
    }
    where = f"/api/v1/workloads/{workload.pk}/templates/{use.pk}/"
    shown = cleo.get(where)
    (one,) = shown.json()["questions"]
    assert one["wanted"] == {"choices.keys_safe.status": "selected"}
    done = cleo.post(
        f"{where}accept/",
        {"versions": {"keys": one["version"]}},
        headers={"If-Match": shown.headers["ETag"]},
    )
    assert done.json() == {"changed": ["keys"], "skipped": []}
    assert ticked(review_of(workload), "keys") == {"keys_safe"}


def test_only_named_questions_are_filled(cast, actors, api_of, template, review):
    tick(actors.ben, template, "keys", "keys_safe")
    select(actors.ben, review, "locks", "locks_dog")
    target = f"/api/v1/workloads/{review.workload_id}/apply-template/"
    body = {"template": str(template.pk), "versions": {str(review.lens_id): {"locks": ""}}}
    assert api_of(cast.ben).post(target, body).json()["changed"] == ["locks"]
    assert ticked(review, "keys") == set()


def test_wrong_bodies_are_told_field_by_field(cast, api_of, small_lens):
    answer = api_of(cast.ben).post(LIST, {"name": "x", "colour": "red"})
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json()["errors"]} == {"colour"}


def test_outsiders_know_of_no_template(cast, api_of, template):
    oda = api_of(cast.oda)
    assert oda.get(LIST).json()["results"] == []
    assert oda.get(f"{LIST}{template.pk}/").status_code == 404
