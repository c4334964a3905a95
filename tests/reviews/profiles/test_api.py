"""Profiles over REST."""

from reviews.services import profiles, workloads
from tests.builders import select

API = "/api/v1"


def make(client, **values):
    body = {"name": "Our bank", "answers": {"business": ["healthcare-finance"]}, **values}
    return client.post(f"{API}/profiles/", body, format="json")


def test_a_profile_is_made_read_changed_and_deleted(api_of, cast):
    client = api_of(cast.ben)
    made = make(client)
    assert made.status_code == 201
    address = made.headers["Location"]
    assert [p["pillar"] for p in made.json()["outcome"]["pillars"]] == ["security", "reliability"]
    assert made.headers["ETag"] == '"1"'
    changed = client.patch(
        address, {"answers": {"business": ["other"], "team": ["new"]}},
        format="json", HTTP_IF_MATCH='"1"',
    )  # fmt: skip
    assert changed.json()["version"] == 2
    stale = client.patch(
        address, {"answers": {"team": ["several"]}}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert stale.status_code == 412
    versions = client.get(f"{address}versions/").json()["results"]
    assert [row["number"] for row in versions] == [2, 1]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_all_profiles_one_may_choose_are_listed(api_of, cast, shop, iot):
    rows = api_of(cast.vic).get(f"{API}/profiles/").json()["results"]
    assert {row["name"] for row in rows} >= {"Our shop", "IoT or industrial"}
    theirs = api_of(cast.oda).get(f"{API}/profiles/").json()["results"]
    assert "Our shop" not in {row["name"] for row in theirs}


def test_wrong_answers_are_named(api_of, cast):
    answer = make(api_of(cast.ben), answers={"business": ["circus"]})
    assert answer.status_code == 422
    assert [error["path"] for error in answer.json()["errors"]] == ["answers.business"]


def test_a_profile_is_applied_taken_over_and_removed(api_of, cast, actors, workload, shop):
    client, address = api_of(cast.ben), f"{API}/workloads/{workload.pk}/profile/"
    applied = client.put(address, {"profile": str(shop.pk)}, format="json")
    assert applied.json()["profile"] == {
        "id": str(shop.pk), "slug": "", "name": "Our shop", "version": 1, "is_deleted": False,
    }  # fmt: skip
    current = client.post(f"{address}upgrade/", {}, format="json")
    assert (current.status_code, current.json()["code"]) == (409, "profile-current")
    profiles.edit(actors.ben, shop.pk, values={"answers": {"team": ["new"]}})
    assert client.post(f"{address}upgrade/", {}, format="json").json()["profile"]["version"] == 2
    assert client.delete(address).json()["profile"] is None


def test_a_workload_is_made_with_a_built_in_profile(api_of, cast, iot):
    body = {"name": "Sensors", "profile": "iot-industrial"}
    made = api_of(cast.ben).post(f"{API}/workloads/", body, format="json")
    assert made.json()["profile"]["slug"] == "iot-industrial"
    wrong = api_of(cast.ben).post(
        f"{API}/workloads/", {"name": "Other", "profile": "circus"}, format="json"
    )
    assert wrong.status_code == 422


def test_prioritized_questions_are_counted_and_the_plan_can_be_narrowed(
    api_of, cast, actors, workload, reviewed, shop
):
    workloads.edit(actors.ben, workload.pk, values={"profile": str(shop.pk)})
    select(actors.ada, reviewed, "fault-isolation", "rel_fault_isolation_no")
    select(actors.ada, reviewed, "identities", "sec_identities_no")
    client = api_of(cast.vic)
    one = client.get(f"{API}/workloads/{workload.pk}/").json()
    assert (one["prioritized_counts"]["total"], one["prioritized_counts"]["high"]) == (19, 1)
    listed = client.get(f"{API}/workloads/").json()["results"][0]
    assert listed["prioritized_counts"] == one["prioritized_counts"]
    review = client.get(f"{API}/reviews/{reviewed.pk}/").json()
    reliability = next(p for p in review["pillars"] if p["pillar"] == "reliability")
    assert review["prioritized_counts"]["high"] == 1
    assert reliability["prioritized_counts"]["high"] == 1
    plan = client.get(f"{API}/workloads/{workload.pk}/plan/?prioritized=true").json()["results"]
    assert [item["question"] for item in plan] == ["fault-isolation"]
    assert plan[0]["reasons"][0]["answer"] == "E-commerce"
    rest = client.get(f"{API}/workloads/{workload.pk}/plan/?prioritized=false").json()["results"]
    assert [item["question"] for item in rest] == ["identities"]


def test_the_mapping_is_read_by_all_and_replaced_by_admins(api_of, cast, shop):
    address = f"{API}/profile-mapping/"
    found = api_of(cast.vic).get(address)
    assert (found.json()["is_own"], found.headers["ETag"]) == (False, '"0"')
    document = {**found.json()["document"], "at_most": 4}
    refused = api_of(cast.ben).put(address, {"document": document}, format="json")
    assert refused.status_code == 403
    admin = api_of(cast.ada, scope="admin")
    saved = admin.put(address, {"document": document}, format="json", HTTP_IF_MATCH='"0"')
    assert saved.json()["profiles"] == [str(shop.pk)]
    assert saved.json()["revision"] == 1
    assert admin.delete(address).json()["is_own"] is False
    wrong = admin.put(address, {"document": {"questions": []}}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid-mapping")
    assert "/questions" in [error["path"] for error in wrong.json()["errors"]]


def test_the_list_of_workloads_costs_the_same_however_many(
    api_of, cast, actors, shop, iot, django_assert_num_queries, django_assert_max_num_queries
):
    client = api_of(cast.vic)
    for number in range(2):
        values = {"name": f"One {number}", "profile": "iot-industrial"}
        workloads.create(actors.ben, values=values)
    client.get(f"{API}/workloads/")
    with django_assert_max_num_queries(30) as few:
        client.get(f"{API}/workloads/")
    for number in range(6):
        values = {"name": f"Two {number}", "profile": str(shop.pk)}
        workloads.create(actors.ben, values=values)
    with django_assert_num_queries(len(few)):
        client.get(f"{API}/workloads/")
