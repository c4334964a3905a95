"""Game days in the browser, without a script."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reviews.models import GameDay, Improvement
from reviews.services import game_day_run, game_days, worksheets


@pytest.fixture
def cleo(client_of, cast):
    return client_of(cast.cleo)


@pytest.fixture
def url(workload):
    def of(name, *more):
        return reverse(f"game-day-{name}", args=[workload.pk, *more])

    return of


def html(answer):
    return answer.content.decode()


def filled(form):
    """What a browser sends back of a form, with its hidden initial values."""
    found = {}
    for field in form:
        found[field.html_name] = field.value() if field.value() is not None else ""
        if field.field.show_hidden_initial:
            found[field.html_initial_name] = found[field.html_name]
    return found


def test_a_failure_mode_of_the_worksheet_becomes_a_plan(actors, workload, cleo, url):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    library = html(cleo.get(url("library")))
    assert "never tested" in library
    page = cleo.get(f"{url('new')}?mode=2")
    assert "Multi-AZ heartbeat shows it and auto-failover brings it" in html(page)
    sent = filled(page.context["form"]) | {"mode": "2", "planned_at": "2030-05-20T09:30"}
    answer = cleo.post(url("new"), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    made = GameDay.objects.get()
    assert (made.source.number, made.planned_minutes) == (2, 120)
    assert made.parts.count() == 5
    plan = html(cleo.get(url("detail", 1)))
    assert "Stop at once when" in plan
    assert "No connection to the database five minutes after the failover" in plan


def test_what_others_changed_meanwhile_comes_back_beside_what_was_typed(
    actors, workload, cleo, url
):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    sent = filled(cleo.get(url("edit", 1)).context["form"])
    game_days.edit(actors.ben, workload.pk, 1, fields={"hypothesis": "It holds", "runbook": "r"})
    typed = sent | {"hypothesis": "It breaks", "environment": "Test"}
    answer = cleo.post(url("edit", 1), typed)
    assert answer.status_code == 409
    assert "Ben Example changed the same thing" in html(answer)
    again = typed | {"revision": answer.context["form"]["revision"].value()}
    assert cleo.post(url("edit", 1), again).status_code == 302
    now = GameDay.objects.get()
    assert (now.hypothesis, now.environment, now.runbook) == ("It breaks", "Test", "r")


def test_it_is_run_with_plain_forms(actors, workload, cleo, url):
    game_days.plan(actors.cleo, workload.pk, title="The vault", stop_conditions="A queue")
    assert cleo.get(url("run", 1)).status_code == 302
    assert cleo.post(url("start", 1), {"revision": "1"}).url == url("run", 1)
    cleo.post(url("note", 1), {"text": "", "kind": "injected"})
    cleo.post(url("note", 1), {"text": "The bell rings", "kind": "detected"})
    refused = cleo.post(url("note", 1), {"text": " ", "kind": "note"}, follow=True)
    assert "Write a few words." in html(refused)
    page = html(cleo.get(url("run", 1)))
    assert page.index("The bell rings") < page.index("Failure injected</strong>")
    assert "A queue" in page
    entry = GameDay.objects.get().entries.get(text="The bell rings")
    form = cleo.get(url("entry", 1, entry.pk)).context["form"]
    at = f"{entry.at:%Y-%m-%dT%H:%M:%S}"
    sent = {"kind": form["kind"].value(), "text": "The bell rang", "at": at}
    assert cleo.post(url("entry", 1, entry.pk), sent).status_code == 302
    assert cleo.post(url("end", 1)).url == url("learn", 1)
    assert cleo.get(url("run", 1)).url == url("learn", 1)


def test_a_script_gets_the_parts_that_are_new_or_why_it_was_refused(actors, workload, cleo, url):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    game_day_run.start(actors.cleo, workload.pk, 1)
    asked = {"HTTP_HX_REQUEST": "true"}
    parts = html(cleo.post(url("note", 1), {"text": "Dark", "kind": "observed"}, **asked))
    assert 'data-state="running"' in parts
    assert "Dark" in parts
    assert "<html" not in parts
    refused = cleo.post(url("note", 1), {"text": "", "kind": "note"}, **asked)
    assert (refused.status_code, html(refused)) == (422, "Write a few words.")
    assert "Dark" in html(cleo.get(url("news", 1)))


def test_people_learn_and_findings_become_improvements(actors, workload, cleo, url):
    worksheets.start(actors.cleo, workload.pk, "failure-modes")
    game_days.plan(actors.cleo, workload.pk, title="The vault", failure_mode=1)
    game_day_run.start(actors.cleo, workload.pk, 1)
    game_day_run.note(actors.cleo, workload.pk, 1, kind="injected")
    game_day_run.stop(actors.cleo, workload.pk, 1, text="A queue")
    page = cleo.get(url("learn", 1))
    assert "Systems are looked at here, never people" in html(page)
    assert "Stopped early" in html(page)
    sent = filled(page.context["form"]) | {"was_confirmed": "no", "broke": "The bell"}
    assert cleo.post(url("learn", 1), sent).status_code == 302
    assert GameDay.objects.get().was_confirmed is False
    cleo.post(url("finding-add", 1), {"text": "No light", "impact": "high"})
    cleo.post(url("finding", 1, 1), {"text": "No light at night", "impact": "high"})
    cleo.post(url("improve", 1, 1))
    assert Improvement.objects.get().title == "No light at night"
    assert "Improvement 1" in html(cleo.get(url("learn", 1)))
    cleo.post(url("tested", 1))
    assert "Set it as tested" not in html(cleo.get(url("learn", 1)))
    cleo.post(url("finding-remove", 1, 1))
    assert GameDay.objects.get().findings.count() == 0


def test_the_list_tells_what_comes_what_was_held_and_how_long_ago(actors, workload, cleo, url):
    assert "No game day yet" in html(cleo.get(url("list")))
    game_days.plan(actors.cleo, workload.pk, title="The vault", repeat_months=1)
    game_day_run.start(actors.cleo, workload.pk, 1)
    game_day_run.end(actors.cleo, workload.pk, 1)
    page = cleo.get(url("list"))
    assert "Last held" in html(page)
    answer = cleo.post(url("again", 1))
    assert answer.url == url("edit", 2)
    cleo.post(url("call-off", 2))
    assert "Called off" in html(cleo.get(url("list")))
    assert cleo.post(url("delete", 2)).url == url("list")


def test_who_reads_sees_all_and_changes_nothing(actors, workload, client_of, cast, url):
    game_days.plan(actors.cleo, workload.pk, title="The vault")
    vic = client_of(cast.vic)
    for name in ("list", "library"):
        assert 'method="post" action="/workloads/' not in html(vic.get(url(name)))
    assert "Begin" not in html(vic.get(url("detail", 1)))
    assert vic.get(url("new")).status_code == 403
    game_day_run.start(actors.cleo, workload.pk, 1)
    assert "A stop condition is met" not in html(vic.get(url("run", 1)))
    game_day_run.end(actors.cleo, workload.pk, 1)
    assert "Add the finding" not in html(vic.get(url("learn", 1)))
