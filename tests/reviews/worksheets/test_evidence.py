"""Worksheets are evidence: seen on the question, proposed, and ticked only by people."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.models import Answer, GameDay, GameDayState, PlannedReview
from reviews.reads import worksheet_evidence
from reviews.services import worksheets
from tests.builders import select, start_review
from wellarch import clock

REL_11 = "withstand-component-failures"
PROMISED = "rel_withstand_component_failures_service_level_agreements"
FAILS_OVER = "rel_withstand_component_failures_failover2good"


@pytest.fixture
def framework_review(actors, workload, framework):
    return start_review(actors.ada, workload, "wellarchitected")


@pytest.fixture
def model(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, "availability")


def meet_the_target(actors, workload):
    for number in (1, 2, 3):
        values = {"copies": "2"}
        worksheets.edit(actors.cleo, workload.pk, "availability", number, values=values)


def said(actor, review, question=REL_11):
    return worksheet_evidence.for_question(actor, review.pk, question).beside


def question_url(review, question=REL_11):
    return f"/reviews/{review.pk}/questions/{question}/"


def test_a_missed_target_shows_on_the_question(cast, client_of, framework_review, model):
    text = client_of(cast.vic).get(question_url(framework_review)).content.decode()
    assert "From the worksheets" in text
    assert "99.899% against a target of 99.9%: below" in text
    assert f"/workloads/{framework_review.workload_id}/worksheets/availability/" in text
    assert "Tick it" not in text


def test_what_is_not_filled_is_named_as_what_could_show_it(actors, framework_review, model):
    found = said(actors.vic, framework_review)
    assert [sheet.kind for sheet in found.sheets] == ["availability"]
    assert [kind for kind, _title in found.missing] == ["failure-modes", "performance"]


def test_a_met_target_proposes_its_practices_and_ticks_none(
    actors, workload, framework_review, model
):
    meet_the_target(actors, workload)
    [sheet] = said(actors.vic, framework_review).sheets
    assert {each.id for each in sheet.proposed} == {PROMISED, FAILS_OVER}
    assert sheet.tone == "good"
    answer = Answer.objects.get(review=framework_review, question_key=REL_11)
    assert answer.choices == {}


def test_one_click_ticks_a_proposed_practice(
    actors, cast, client_of, workload, framework_review, model
):
    meet_the_target(actors, workload)
    client = client_of(cast.cleo)
    url = f"{question_url(framework_review)}worksheets/"
    done = client.post(url, {"choice": PROMISED})
    assert done.url == question_url(framework_review)
    [sheet] = said(actors.vic, framework_review).sheets
    assert [each.id for each in sheet.proposed] == [FAILS_OVER]
    assert [each.id for each in sheet.in_place] == [PROMISED]
    answer = Answer.objects.get(review=framework_review, question_key=REL_11)
    assert answer.choices[PROMISED]["status"] == "selected"


def test_from_the_sheet_one_comes_back_to_the_sheet(
    actors, cast, client_of, workload, framework_review, model
):
    meet_the_target(actors, workload)
    client = client_of(cast.cleo)
    sheet_url = f"/workloads/{workload.pk}/worksheets/availability/"
    text = client.get(sheet_url).content.decode()
    assert "Evidence for" in text
    assert "REL 11" in text
    url = f"{question_url(framework_review)}worksheets/"
    assert url in text
    done = client.post(url, {"choice": PROMISED, "sheet": "availability"})
    assert done.url == f"{sheet_url}#evidence-for"
    away = client.post(url, {"choice": FAILS_OVER, "sheet": "//elsewhere.example"})
    assert away.url == question_url(framework_review)


def test_a_practice_that_is_none_is_refused_in_words(cast, client_of, framework_review):
    client = client_of(cast.cleo)
    url = f"{question_url(framework_review)}worksheets/"
    answer = client.post(url, {"choice": "no-such"}, follow=True)
    assert answer.status_code == 200
    stored = Answer.objects.get(review=framework_review, question_key=REL_11)
    assert stored.choices == {}


def test_a_viewer_ticks_nothing(cast, client_of, framework_review):
    url = f"{question_url(framework_review)}worksheets/"
    assert client_of(cast.vic).post(url, {"choice": PROMISED}).status_code == 403
    assert client_of(cast.oda).post(url, {"choice": PROMISED}).status_code == 404


def test_a_ticked_practice_that_the_numbers_do_not_show_is_named(actors, framework_review, model):
    select(actors.cleo, framework_review, REL_11, PROMISED)
    [sheet] = said(actors.vic, framework_review).sheets
    assert [each.id for each in sheet.doubted] == [PROMISED]


def test_game_days_that_were_held_are_evidence(actors, workload, framework_review):
    assert said(actors.vic, framework_review, "testing-resiliency").sheets == ()
    for number, days in ((1, 30), (2, 200)):
        GameDay.objects.create(
            organization=workload.organization, workload=workload, number=number,
            title="Loss of a zone", state=GameDayState.DONE, learned="Alarms came late",
            ended_at=clock.now() - timedelta(days=days),
        )  # fmt: skip
    [sheet] = said(actors.vic, framework_review, "testing-resiliency").sheets
    assert sheet.kind == "game-days"
    assert sheet.headline.endswith("Loss of a zone")
    assert {each.id for each in sheet.proposed} == {
        "rel_testing_resiliency_game_days_resiliency", "rel_testing_resiliency_rca_resiliency",
    }  # fmt: skip


def test_a_planned_review_is_evidence(actors, workload, framework_review):
    PlannedReview.objects.create(
        organization=workload.organization, workload=workload, number=1, title="Before go-live",
        kind="pre_go_live", planned_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    [sheet] = said(actors.vic, framework_review, "ready-to-support").sheets
    assert [each.id for each in sheet.proposed] == ["ops_ready_to_support_const_orr"]


def test_a_custom_lens_has_no_worksheets(actors, review, model):
    found = said(actors.vic, review, "locks")
    assert (found.sheets, found.missing) == ((), ())


@pytest.mark.parametrize(
    ("question", "most"), [(REL_11, 2), ("process-culture", 2), ("priorities", 1)]
)
def test_a_question_needs_two_queries_more_at_most(
    actors, workload, framework_review, question, most
):
    for kind in ("availability", "failure-modes", "performance", "cost"):
        worksheets.start(actors.cleo, workload.pk, kind)
    review = type(framework_review).objects.select_related("lens", "workload").get()
    asked = worksheet_evidence.compiled(review.lens_version_id).questions[question]
    answer = Answer.objects.get(review=review, question_key=question)
    with CaptureQueriesContext(connection) as queries:
        worksheet_evidence.beside(review, asked, answer)
    assert len(queries) <= most


def test_programs_read_it_too(actors, cast, api_of, workload, framework_review, model):
    meet_the_target(actors, workload)
    select(actors.cleo, framework_review, REL_11, FAILS_OVER)
    client = api_of(cast.vic, "read")
    url = f"/api/v1/reviews/{framework_review.pk}/answers/{REL_11}/worksheets/"
    answer = client.get(url)
    assert answer.status_code == 200
    found = answer.json()
    assert found["missing"] == ["failure-modes", "performance"]
    [sheet] = found["worksheets"]
    assert sheet["kind"] == "availability"
    assert sheet["headline"].endswith("against a target of 99.9%: met")
    assert [each["id"] for each in sheet["proposed"]] == [PROMISED]
    assert [each["id"] for each in sheet["in_place"]] == [FAILS_OVER]
    assert client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    worksheets.edit(actors.cleo, workload.pk, "availability", 1, values={"availability": "90"})
    changed = client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"]).json()
    assert changed["worksheets"][0]["headline"].endswith("below")
    assert [each["id"] for each in changed["worksheets"][0]["in_place"]] == [FAILS_OVER]


def test_outsiders_see_no_worksheets_of_a_question(cast, api_of, framework_review):
    url = f"/api/v1/reviews/{framework_review.pk}/answers/{REL_11}/worksheets/"
    assert api_of(cast.oda).get(url).status_code == 404
    known = api_of(cast.vic).get(url.replace(REL_11, "no-such"))
    assert known.status_code == 404


@pytest.mark.parametrize(
    ("page", "question"), [("game-days", "testing-resiliency"), ("review-plan", "ready-to-support")]
)
def test_game_days_and_the_plan_name_their_questions_too(
    cast, client_of, workload, framework_review, page, question
):
    client = client_of(cast.cleo)
    where = f"/workloads/{workload.pk}/{page}/"
    text = client.get(where).content.decode()
    assert "Evidence for" in text
    assert question_url(framework_review, question) in text
    choice = "rel_testing_resiliency_rca_resiliency"
    if question == "testing-resiliency":
        url = f"{question_url(framework_review, question)}worksheets/"
        assert client.post(url, {"choice": choice, "sheet": page}).url == f"{where}#evidence-for"
