"""A template is made from a review, starts a workload, changes, and offers its change there."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reviews.models import Answer, Review, Template, TemplateAnswer, TemplateUse, Workload
from tests.browser.test_axe import faults
from tests.builders import select

pytestmark = pytest.mark.browser


def test_a_template_is_made_used_changed_proposed_and_taken_over(desk_of, cast, actors, review):
    select(actors.ben, review, "locks", "locks_key", notes="As every house.")
    ben = desk_of(cast.ben)
    page = ben.page
    wrong = []

    page.goto(f"/reviews/{review.pk}/template/")
    wrong += faults(page)
    page.get_by_label("Name").fill("House rules")
    page.get_by_role("button", name="Save as template").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("House rules")
    template = Template.objects.get()

    page.get_by_role("link", name="New workload from it").click()
    expect(page.get_by_role("checkbox", name="House rules")).to_be_checked()
    page.get_by_label("Name", exact=True).fill("Shed")
    page.get_by_role("button", name="Create workload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Shed")
    shed = Workload.objects.get(name="Shed")
    answer = Answer.objects.get(review__workload=shed, question_key="locks")
    assert answer.notes == "As every house."

    page.goto(f"/templates/{template.pk}/lenses/small/questions/keys/")
    page.locator("label[for=choice-keys_safe]").click()
    expect(page.locator("#save-state")).to_contain_text("All changes saved")
    expect(page.locator("#progress")).to_contain_text("2 of 3 answered")
    assert TemplateAnswer.objects.get(question_key="keys").changed_by == cast.ben
    page.keyboard.press("1")
    expect(page.locator("#progress")).to_contain_text("1 of 3 answered")
    page.keyboard.press("1")
    expect(page.locator("#progress")).to_contain_text("2 of 3 answered")
    wrong += faults(page)

    page.goto(f"/templates/{template.pk}/")
    wrong += faults(page)
    page.get_by_role("button", name="Propose the changes").click()
    expect(page.get_by_text("proposed", exact=True)).to_be_visible()

    cleo = desk_of(cast.cleo)
    page = cleo.page
    page.goto(f"/workloads/{shed.pk}/")
    page.get_by_role("link", name="Look at them").click()
    expect(page.get_by_role("checkbox", name="Where are the keys?")).to_be_checked()
    wrong += faults(page)
    page.get_by_role("button", name="Take over what is ticked").click()
    expect(page.get_by_text("1 answer was taken over")).to_be_visible()
    expect(page.get_by_role("link", name="Look at them")).to_have_count(0)
    taken = Answer.objects.get(review__workload=shed, question_key="keys")
    assert taken.choices == {"keys_safe": {"status": "selected"}}

    for where in (
        "/templates/",
        "/templates/new/",
        f"/templates/{template.pk}/lenses/small/",
        f"/workloads/{shed.pk}/template/",
        f"/workloads/{review.workload_id}/template/?template={template.pk}",
        f"/workloads/{shed.pk}/templates/{TemplateUse.objects.get().pk}/",
    ):
        ben.page.goto(where)
        wrong += faults(ben.page)
    assert wrong == []
    assert ben.complaints == cleo.complaints == []
    assert Review.objects.count() == 2
