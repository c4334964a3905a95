"""What a profile changes: the room, the overview, the plan, numbers, agendas and milestones."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews import snapshot
from reviews.models import Milestone
from reviews.reads import milestone_page, plan_page, question_page, review_page, workload_page
from reviews.services import milestones, profiles, sessions, workloads
from tests.builders import select


@pytest.fixture
def used(actors, workload, reviewed, shop):
    """The workload with Northwind's shop profile."""
    workloads.edit(actors.ben, workload.pk, values={"profile": str(shop.pk)})
    return workload


def lose(actors, review, *questions):
    for question in questions:
        asked = next(
            q for p in review.lens_version.document["pillars"] for q in p["questions"]
            if q["id"] == question
        )  # fmt: skip
        none = next(c["id"] for c in asked["choices"] if c["id"].endswith("_no"))
        select(actors.ada, review, question, none)


def test_a_prioritized_question_says_why(actors, used, reviewed):
    page = question_page.build(actors.vic, reviewed.pk, "fault-isolation")
    assert [reason.answer for reason in page.reasons] == ["E-commerce"]
    lines = {line.id: line for pillar in page.nav.pillars for line in pillar.questions}
    assert lines["fault-isolation"].filters == "unanswered prioritized"
    assert lines["sus_region"].filters == "unanswered"
    assert question_page.build(actors.vic, reviewed.pk, "sus_region").reasons == ()


def test_the_room_shows_the_mark_the_reason_and_the_filter(client_of, cast, used, reviewed):
    page = client_of(cast.cleo).get(f"/reviews/{reviewed.pk}/questions/fault-isolation/")
    text = page.content.decode()
    assert "A failing part must not take the shop down with it." in text
    assert '<option value="prioritized">' in text
    assert text.count("mark--prioritized") == 19


def test_without_a_profile_nothing_is_said_of_priorities(client_of, cast, reviewed):
    text = client_of(cast.cleo).get(f"/reviews/{reviewed.pk}/questions/priorities/").content
    assert b"rioritized" not in text


def test_numbers_count_prioritized_questions(actors, used, reviewed):
    lose(actors, reviewed, "fault-isolation", "sus_region")
    page = review_page.build(actors.vic, reviewed.pk)
    assert (page.prioritized.total, page.prioritized.answered) == (19, 1)
    assert (page.prioritized.high, page.counts.at_risk) == (1, 2)
    shown = workload_page.build(actors.vic, used.pk)
    assert shown.prioritized == page.prioritized
    assert shown.profile.name == "Our shop"


def test_the_plan_puts_prioritized_questions_first_within_a_risk(actors, used, reviewed):
    # Both high: identities comes before REL 10 in the framework, yet is not prioritized.
    lose(actors, reviewed, "identities", "fault-isolation", "backing-up-data")
    page = plan_page.build(actors.vic, used.pk)
    high = next(group for group in page.groups if group.risk == "high")
    found = [item.question_id for item in high.items]
    assert found.index("identities") == len(found) - 1
    narrowed = plan_page.build(actors.vic, used.pk, prioritized=True)
    assert {item.question_id for group in narrowed.groups for item in group.items} == {
        "fault-isolation", "backing-up-data",
    }  # fmt: skip
    assert narrowed.prioritized_count == page.prioritized_count == 2


def test_the_plan_page_can_be_narrowed(client_of, cast, actors, used, reviewed):
    lose(actors, reviewed, "identities", "fault-isolation")
    client = client_of(cast.vic)
    whole = client.get(f"/workloads/{used.pk}/plan/").content.decode()
    assert "SEC 2" in whole
    assert "Only the 1 prioritized question" in whole
    narrowed = client.get(f"/workloads/{used.pk}/plan/?prioritized=1").content.decode()
    assert "SEC 2" not in narrowed
    assert "REL 10" in narrowed


def test_an_agenda_begins_with_the_pillars_of_the_profile(actors, used, reviewed):
    reviewed.workload.refresh_from_db()
    order = [item["pillar"] for item in sessions.proposed(reviewed) if item["pillar"]]
    assert [key for key in order if key != "scoping"][:3] == [
        "reliability", "performance", "costOptimization",
    ]  # fmt: skip


def test_a_milestone_keeps_the_profile_with_its_reasons(actors, used, reviewed, shop):
    milestones.record(actors.ada, used.pk, name="First")
    profiles.edit(actors.ben, shop.pk, values={"name": "Another name"})
    frozen = snapshot.from_content(Milestone.objects.get().content)
    assert frozen.profile.name == "Our shop"
    assert frozen.pillar_order == ("reliability", "performance", "costOptimization")
    assert frozen.profile.reasons(str(reviewed.pk), "fault-isolation")[0][0] == "E-commerce"
    page = milestone_page.build(actors.vic, used.pk, 1)
    assert ("Profile", "Our shop") in page.properties


def test_a_milestone_from_before_profiles_reads_verifies_and_shows_as_it_did(
    actors, workload, reviewed
):
    milestones.record(actors.ada, workload.pk, name="First")
    row = Milestone.objects.get()
    content = row.content
    content["properties"] |= {"business_context": "e-commerce", "pillar_priorities": ["security"]}
    Milestone.objects.update(content=content, digest=snapshot.digest(content, ""))
    row.refresh_from_db()
    old = snapshot.from_content(row.content)
    assert old.profile is None
    assert old.pillar_order == ("security",)
    assert snapshot.to_content(old) == content
    assert snapshot.digest(snapshot.to_content(old), "") == row.digest
    page = milestone_page.build(actors.vic, workload.pk, 1)
    assert ("Business context", "E-commerce") in page.properties


def test_a_newer_version_and_a_deleted_profile_are_said(client_of, cast, actors, used, shop):
    client = client_of(cast.ben)
    address = f"/workloads/{used.pk}/"
    assert "newer version" not in client.get(address).content.decode()
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    assert "has a newer version, 2" in client.get(address).content.decode()
    profiles.delete(actors.ben, shop.pk)
    text = client.get(address).content.decode()
    assert "was deleted" in text
    assert "newer version" not in text


def test_the_room_costs_as_many_queries_with_a_profile_as_without(
    client_of, cast, actors, workload, reviewed, shop
):
    client, address = client_of(cast.vic), f"/reviews/{reviewed.pk}/questions/identities/"

    def cost():
        client.get(address)  # what is asked and marked is known to the process from now on
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    without = cost()
    workloads.edit(actors.ben, workload.pk, values={"profile": str(shop.pk)})
    assert cost() == without
