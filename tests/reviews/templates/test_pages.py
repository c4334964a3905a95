"""Template pages, as people meet them."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.models import Answer, Template, TemplateAnswer, Workload
from reviews.services import template_proposals
from tests.builders import select
from tests.reviews.templates.conftest import review_of, tick, ticked


def test_a_review_becomes_a_template_and_a_workload_starts_from_it(cast, actors, client_of, review):
    select(actors.ben, review, "locks", "locks_key", notes="Of this house.")
    ben = client_of(cast.ben)
    ben.post(
        reverse("review-template", args=[review.pk]),
        {"name": "Doors", "reviews": [str(review.pk)]},
    )
    template = Template.objects.get(name="Doors")
    form = ben.get(reverse("workload-create"), {"template": str(template.pk)}).content.decode()
    assert f'value="{template.pk}" checked' in form
    ben.post(
        reverse("workload-create"),
        {"name": "Shed", "environment": "production", "templates": [str(template.pk)]},
    )
    shed = review_of(Workload.objects.get(name="Shed"))
    assert ticked(shed, "locks") == {"locks_key"}
    assert Answer.objects.get(review=shed, question_key="locks").notes == ""


def test_the_list_finds_templates_by_name_and_by_lens(cast, client_of, template):
    cleo = client_of(cast.cleo)
    for query, is_there in (("house", True), ("small lens", True), ("castle", False)):
        page = cleo.get(reverse("template-list"), {"q": query}).content.decode()
        assert (f'href="{reverse("template-detail", args=[template.pk])}"' in page) is is_there


def test_readers_see_what_a_template_says_and_no_form(cast, client_of, template):
    where = reverse("template-question", args=[template.pk, "small", "locks"])
    page = client_of(cast.vic).get(where).content.decode()
    assert "As every house." in page
    assert "data-answer" not in page


def test_a_question_is_answered_without_a_script(cast, client_of, template):
    where = reverse("template-question", args=[template.pk, "small", "keys"])
    sent = {
        "choices.keys_safe.status": ["unselected", "selected"],
        "choices.keys_no.status": "unselected",
        "is_applicable": "true",
        "notes": "In the hall.\r\nBehind the clock.",
        "base_revision": "0",
        "go": "glass",
    }
    answer = client_of(cast.ben).post(where, sent)
    assert answer.headers["Location"].endswith("/questions/glass/")
    row = TemplateAnswer.objects.get(question_key="keys")
    assert row.choices == {"keys_safe": {"status": "selected"}}
    assert row.notes == "In the hall.\nBehind the clock."


def test_one_change_comes_back_as_the_parts_that_follow_from_it(cast, client_of, template):
    where = reverse("template-answer-change", args=[template.pk, "small", "keys"])
    answer = client_of(cast.ben).post(
        where, {"choices.keys_safe.status": "selected", "base_revision": "0"}
    )
    page = answer.content.decode()
    assert "2 of 3 answered" in page
    assert 'id="nav-question-2"' in page
    assert "risk" not in page.replace("data-risk", "").replace("icon-risk", "")


def test_two_authors_of_the_same_note_meet_with_both_versions(cast, actors, client_of, template):
    tick(actors.ada, template, "locks", notes="Hers.")
    where = reverse("template-answer-change", args=[template.pk, "small", "locks"])
    answer = client_of(cast.ben).post(where, {"notes": "His.", "base_revision": "1"})
    assert answer.status_code == 409
    assert "Hers." in answer.content.decode()


def test_the_preview_ticks_what_is_open_and_leaves_what_is_answered(
    cast, actors, client_of, template, review
):
    tick(actors.ben, template, "keys", "keys_safe")
    select(actors.cleo, review, "locks", "locks_dog")
    where = reverse("workload-template", args=[review.workload_id])
    cleo = client_of(cast.cleo)
    page = cleo.get(where, {"template": str(template.pk)}).content.decode()
    name = f"{review.lens_id}/"
    assert f'value="{name}keys:0-1"' in page
    assert f'value="{name}locks:1-1"' in page
    cleo.post(where, {"template": str(template.pk), "q": [f"{name}keys:0-1"]})
    assert ticked(review, "keys") == {"keys_safe"}
    assert ticked(review, "locks") == {"locks_dog"}


def test_a_proposal_is_on_the_workload_and_in_its_room_until_it_is_decided(
    cast, actors, client_of, template, use, workload
):
    tick(actors.ben, template, "keys", "keys_safe")
    client_of(cast.ben).post(reverse("template-propose", args=[template.pk]), {"use": [use.pk]})
    cleo = client_of(cast.cleo)
    rooms = (
        reverse("workload-detail", args=[workload.pk]),
        reverse("review-detail", args=[use.review_id]),
    )
    for room in rooms:
        assert "proposes 1 change" in cleo.get(room).content.decode()
    where = reverse("template-proposal", args=[workload.pk, use.pk])
    page = cleo.get(where)
    seen = page.context["page"].revision
    cleo.post(where, {"q": ["keys:0-1"], "seen": seen})
    assert ticked(review_of(workload), "keys") == {"keys_safe"}
    assert "proposes" not in cleo.get(rooms[0]).content.decode()


def test_keeping_ours_is_one_button(cast, actors, client_of, template, use, workload):
    tick(actors.ben, template, "keys", "keys_safe")
    template_proposals.propose(actors.ben, template.pk, uses=[use.pk])
    template.refresh_from_db()
    cleo = client_of(cast.cleo)
    cleo.post(reverse("template-decline", args=[workload.pk, use.pk]), {"seen": template.revision})
    page = cleo.get(reverse("workload-detail", args=[workload.pk])).content.decode()
    assert "proposes" not in page


def test_history_says_from_which_template_an_answer_came(cast, client_of, use):
    where = reverse("answer-history", args=[use.review_id, "locks"])
    assert "from the template House rules" in client_of(cast.vic).get(where).content.decode()


def test_the_list_costs_the_same_with_many_templates(cast, client_of, template):
    from_one = _queries(client_of(cast.ben), reverse("template-list"))
    for n in range(5):
        made = Template.objects.create(
            organization=cast.northwind, name=f"T{n}", normalized_name=f"t{n}"
        )
        made.reviews.create(
            lens_id=template.reviews.get().lens_id,
            lens_version_id=template.reviews.get().lens_version_id,
        )
    assert _queries(client_of(cast.ben), reverse("template-list")) == from_one


def _queries(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    return len(found)
