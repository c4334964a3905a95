"""The report as HTML: everything once, everything escaped, nothing from elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from reviews.documents import workload_report
from reviews.snapshot import Snapshot
from tests.reviews.documents.material import (
    AT,
    SCOPE,
    framework_snapshot,
    milestone,
    organization,
    review_of,
    snapshot,
    with_question,
)


def written(of: Snapshot, **values) -> str:
    known = {"organization": organization(), "review_id": None, "milestone": None, "at": AT}
    return workload_report.write_html(workload_report.build(of, **{**known, **values}))


@pytest.fixture(scope="module")
def whole() -> str:
    framework, checklist = review_of("wellarchitected"), review_of("review-checklist")
    return written(snapshot(framework, checklist, **SCOPE))


def test_every_question_has_one_heading_of_its_own(whole):
    headings = re.findall(r'<section class="question[^"]*">\s*<h3 id="(r\d+-q\d+)">', whole)
    assert len(headings) == len(set(headings)) == 57 + 6


def test_every_link_inside_leads_somewhere_and_no_place_has_two_names(whole):
    places = Counter(re.findall(r'\bid="([^"]+)"', whole))
    links = set(re.findall(r'href="#([^"]+)"', whole))
    assert [place for place, number in places.items() if number > 1] == []
    assert links - set(places) == set()


def test_contents_name_every_chapter_and_pillar(whole):
    contents = whole[whole.index('<nav class="contents"') : whole.index("</nav>")]
    assert contents.count("Security") == 2
    for title in ("Summary", "Scope", "Improvement plan", "Appendix", "Versions and digests"):
        assert f">{title}</a>" in contents


def test_risk_never_shows_by_colour_alone(whole):
    badges = re.findall(r'<span class="risk risk--\w+">(.*?)</span>(?!\s*\w+</span>)', whole)
    assert badges
    assert all(re.sub(r"<[^>]+>", "", badge).strip() for badge in badges)


def test_headings_never_skip_a_level(whole):
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", whole)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_text_of_people_stays_text():
    hostile = "<script>alert(1)</script><img src=http://evil.example/x>"
    review = with_question(review_of("wellarchitected"), notes=hostile, title=hostile, code=hostile)
    html = written(snapshot(review, **{**SCOPE, "name": hostile, "pain_points": hostile}))
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_control_characters_leave_and_separators_become_line_breaks():
    html = written(snapshot(pain_points="a\x07b\x0bc\u2028d"))
    assert "abc\nd" in html


def test_a_document_asks_for_nothing_from_elsewhere(whole):
    assert re.findall(r"<(?:img|link|script|iframe|object|embed)\b", whole) == []
    assert "style=" not in whole


def test_the_cover_of_a_milestone_shows_its_name_and_digest():
    html = written(framework_snapshot(), milestone=milestone())
    assert "Milestone 2 · Before go-live" in html
    assert "b" * 64 in html


def test_empty_states_are_said_in_words():
    html = written(snapshot())
    assert "No lens is attached." in html
    assert "There are no answers." in html
    assert "Nothing was written about the scope of this review." in html


def test_the_same_report_is_written_the_same(whole):
    framework, checklist = review_of("wellarchitected"), review_of("review-checklist")
    assert written(snapshot(framework, checklist, **SCOPE)) == whole
