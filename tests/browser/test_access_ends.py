"""Who loses access while the room is open is told so, and is not asked to try again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reviews.models import Workload
from wellarch.accounts.roles import Visibility

pytestmark = pytest.mark.browser


def test_a_tick_after_access_has_ended_says_so_and_stops(desk_of, cast, workload, review):
    desk = desk_of(cast.cleo)
    desk.page.goto(f"/reviews/{review.pk}/questions/locks/")
    Workload.objects.filter(pk=workload.pk).update(visibility=Visibility.TEAM)
    desk.page.keyboard.press("1")
    light = desk.page.locator("[data-save-state]")
    expect(light).to_contain_text("you no longer have access")
    expect(light.get_by_role("button")).to_have_count(0)
    assert review.answers.get(question_key="locks").choices == {}
