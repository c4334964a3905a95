"""The finding of a pillar: four texts in order, set aside with a reason, conflicts shown."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from reviews.models import Finding
from reviews.services import findings
from tests.builders import answer_all

EMPTY = {
    f"seen.{name}": ""
    for name in ("current_state", "gaps", "risks", "recommendations", "set_aside_reason")
}


@pytest.fixture
def url(review) -> str:
    return reverse("pillar-detail", args=[review.pk, "doors"])


@pytest.fixture
def write(client_of, url):
    def send(user, base: int = 0, **texts: Any):
        seen = {key: value for key, value in texts.items() if key.startswith("seen.")}
        return client_of(user).post(url, {"base_revision": base, **EMPTY, **seen, **texts})

    return send


def test_the_four_parts_come_in_their_order(cast, client_of, url):
    html = client_of(cast.cleo).get(url).content.decode()
    places = [html.index(f'name="{n}"') for n in ("current_state", "gaps", "risks")]
    assert places == sorted(places)
    assert places[-1] < html.index('name="recommendations"')
    assert "How do you lock the doors?" in html


def test_a_finding_is_saved(cast, write, url):
    response = write(cast.cleo, current_state="Two doors.\r\nOne lock.", gaps="A lock.")
    assert response.url == url
    finding = Finding.objects.get()
    assert (finding.current_state, finding.gaps) == ("Two doors.\nOne lock.", "A lock.")


def test_recommendations_without_current_state_are_flagged(cast, write, client_of, url, review):
    write(cast.cleo, recommendations="Buy locks.")
    flag = "the current state is not described"
    assert flag in client_of(cast.vic).get(url).content.decode()
    overview = client_of(cast.vic).get(reverse("review-detail", args=[review.pk]))
    assert "without a described current state" in overview.content.decode()
    write(cast.cleo, base=1, current_state="No locks.", recommendations="Buy locks.",
          **{"seen.recommendations": "Buy locks."})  # fmt: skip
    assert flag not in client_of(cast.vic).get(url).content.decode()


def test_setting_aside_needs_a_written_reason(cast, write):
    response = write(cast.cleo, is_set_aside="on", gaps="Typed")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Write down why this pillar is set aside." in html
    assert "Typed</textarea>" in html
    assert not Finding.objects.filter(is_set_aside=True).exists()
    assert write(cast.cleo, is_set_aside="on", set_aside_reason="No doors.").status_code == 302
    assert Finding.objects.get().is_set_aside


def test_two_people_who_write_different_parts_both_win(cast, write):
    write(cast.cleo, current_state="Cleo's")
    assert write(cast.ben, gaps="Ben's").status_code == 302
    finding = Finding.objects.get()
    assert (finding.current_state, finding.gaps) == ("Cleo's", "Ben's")


def test_a_stale_part_shows_both_versions_and_overwrites_nothing(cast, write):
    write(cast.cleo, gaps="Cleo's")
    response = write(cast.ben, gaps="Ben's", risks="Also Ben's")
    html = response.content.decode()
    assert response.status_code == 409
    finding = Finding.objects.get()
    assert (finding.gaps, finding.risks) == ("Cleo's", "")
    assert "Cleo Example changed the same thing" in html
    assert "Ben&#x27;s</textarea>" in html
    assert "Also Ben&#x27;s</textarea>" in html
    assert 'name="base_revision" value="1"' in html


@pytest.mark.parametrize(
    ("side", "kept"), [("mine", "Ben's"), ("theirs", "Cleo's"), ("merged", "Both's")]
)
def test_a_decision_ends_the_conflict(cast, write, side, kept):
    write(cast.cleo, gaps="Cleo's")
    decision = {"keep.gaps": side, "theirs.gaps": "Cleo's", "seen.gaps": "Cleo's"}
    decision["merged.gaps"] = "Both's"
    assert write(cast.ben, base=1, gaps="Ben's", **decision).status_code == 302
    assert Finding.objects.get().gaps == kept


def test_a_viewer_reads_and_may_not_write(cast, write, client_of, url, actors, review):
    findings.write(actors.cleo, review.pk, "doors", values={"gaps": "A lock"})
    html = client_of(cast.vic).get(url).content.decode()
    assert "A lock" in html
    assert "<textarea" not in html
    assert write(cast.vic, gaps="x").status_code == 403


def test_an_outsider_finds_nothing(cast, write, client_of, url):
    assert client_of(cast.oda).get(url).status_code == 404
    assert write(cast.oda, gaps="x").status_code == 404


def test_an_unknown_pillar_is_not_found(cast, client_of, review):
    unknown = reverse("pillar-detail", args=[review.pk, "roof"])
    assert client_of(cast.cleo).get(unknown).status_code == 404


def test_a_complete_review_keeps_its_findings(cast, write, client_of, review, actors, url):
    answer_all(actors.cleo, review)
    client_of(cast.ben).post(reverse("review-complete", args=[review.pk]))
    assert "<textarea" not in client_of(cast.cleo).get(url).content.decode()
    response = write(cast.cleo, gaps="Late")
    assert response.status_code == 422
    assert not Finding.objects.filter(gaps="Late").exists()
