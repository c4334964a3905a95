"""Who may go on watching a game day that runs, and that watching it leaves no visit."""

from __future__ import annotations

import pytest
from django.utils import timezone

from reviews.models import Visit
from reviews.reads import game_day_page, live_signal
from reviews.services import game_day_run, game_days, visits
from wellarch.accounts.models import Membership
from wellarch.live import passes
from wellarch.live.source import Seen


@pytest.fixture
def pass_of(actors, workload):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    game_day_run.start(actors.cleo, workload.pk, 1)

    def issue(actor):
        return passes.read(game_day_page.build(actor, workload.pk, 1).live_pass)

    return issue


def test_who_sees_the_workload_goes_on_watching_until_they_do_not(actors, cast, workload, pass_of):
    mine, ours = pass_of(actors.vic), pass_of(actors.cleo)
    assert live_signal.admitted({mine, ours}) == {mine, ours}
    assert mine.topic == workload.pk
    Membership.objects.filter(user=cast.vic).delete()
    assert live_signal.admitted({mine, ours}) == {ours}
    game_days.delete(actors.cleo, workload.pk, 1)
    assert live_signal.admitted({ours}) == set()


def test_watching_is_no_visit_to_a_review(actors, pass_of):
    its = pass_of(actors.cleo)
    visits.keep([Seen(its.room, its.person, "", timezone.now(), False)])
    assert not Visit.objects.exists()
