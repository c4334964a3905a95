"""Every kind of report in every format: what is wanted is in it, and nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from reviews.documents import data, writing
from reviews.documents.writing import ComparisonSubject, Options, Subject, WorkloadSubject
from reviews.models import ReportFormat, ReportKind
from reviews.snapshot import Snapshot, canonical, digest
from tests.reviews.documents.filled_sheets import filled
from tests.reviews.documents.material import (
    AT,
    SCOPE,
    milestone_of,
    organization,
    portfolio,
    review_of,
    snapshot,
    with_question,
    worked_on,
)

KINDS = tuple(writing.SECTIONS)
TEXTS = ("html", "csv", "json", "md")
HOSTILE = '=HYPERLINK("http://evil.example","click")|<script>alert(1)</script>'


@lru_cache(maxsize=1)
def now() -> Snapshot:
    return filled(worked_on())


@lru_cache(maxsize=1)
def then() -> Snapshot:
    return snapshot(review_of("wellarchitected", 5, 0.2), **SCOPE)


def subject_of(kind: str) -> Subject:
    of = organization()
    if kind == "portfolio":
        return portfolio(30)
    if kind == "comparison":
        return ComparisonSubject(then(), now(), "Milestone 2 · Before go-live", "Now", of, AT)
    return WorkloadSubject(
        now(),
        of,
        now().reviews[0].id if kind == "review" else None,
        milestone_of(now()) if kind == "milestone" else None,
        AT,
        previous=milestone_of(then()) if kind == "workload" else None,
    )


def written(subject: Subject, format: str, **options) -> bytes:
    out = io.BytesIO()
    writing.write(
        subject, format, out, options=Options(**options), progress=lambda percent, step: None
    )
    return out.getvalue()


def text(subject: Subject, format: str, **options) -> str:
    content = written(subject, format, **options)
    return "\n".join(cells(content)) if format == "xlsx" else content.decode("utf-8-sig")


def cells(content: bytes) -> Iterator[str]:
    book = load_workbook(io.BytesIO(content), read_only=True)
    for page in book.worksheets:
        yield page.title
        for row in page.iter_rows(values_only=True):
            yield from (str(value) for value in row if value is not None)


def test_every_kind_of_report_has_its_sections():
    assert set(KINDS) == set(ReportKind.values)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", sorted(set(ReportFormat.values) - {"pdf"}))
def test_every_kind_is_written_in_every_format(kind, format):
    steps: list[tuple[int, str]] = []
    out = io.BytesIO()
    result = writing.write(
        subject_of(kind), format, out, options=Options(),
        progress=lambda percent, step: steps.append((percent, step)),
    )  # fmt: skip
    assert out.getvalue()
    assert (result.pages, result.extension) == (0, format)
    assert steps
    assert all(0 < percent < 100 and 0 < len(step) <= 80 for percent, step in steps)
    assert [percent for percent, _step in steps] == sorted(percent for percent, _step in steps)


def test_a_format_that_is_not_known_is_an_error():
    with pytest.raises(ValueError, match="docx"):
        written(subject_of("workload"), "docx")


@pytest.mark.parametrize("format", ["html", "xlsx", "md", "json", "csv"])
def test_who_cancels_is_let_out(format):
    class CancelledError(Exception):
        pass

    def cancel(percent: int, step: str) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        writing.write(
            subject_of("workload"), format, io.BytesIO(), options=Options(), progress=cancel
        )


# What was not chosen


@pytest.mark.parametrize("format", ["html", "csv", "json", "md", "xlsx"])
def test_notes_are_in_no_format_when_they_are_not_wanted(format):
    found = now().reviews[0]
    review = with_question(found, notes="the secret note")
    of = WorkloadSubject(snapshot(review, **SCOPE), organization(), None, None, AT)
    assert "the secret note" in text(of, format)
    assert "the secret note" not in text(of, format, with_notes=False)


@pytest.mark.parametrize("format", ["html", "csv", "json", "md", "xlsx"])
@pytest.mark.parametrize("kind", ["workload", "comparison"])
def test_only_the_pillars_that_are_wanted_are_told(kind, format):
    whole = text(subject_of(kind), format)
    part = text(subject_of(kind), format, pillars=("reliability",))
    assert "How do you protect network resources?" in whole
    assert "How do you protect network resources?" not in part
    assert "Reliability" in part or "reliability" in part


@pytest.mark.parametrize("format", ["html", "json", "md", "xlsx"])
def test_only_the_chapters_that_are_wanted_are_told(format):
    part = text(subject_of("workload"), format, sections=("improvements",))
    assert "Hold a game day" in part
    assert "Read from replicas" not in part
    assert "Agreed in the session" not in part
    assert "Slow releases" not in part


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_what_is_still_to_be_done_tells_its_steps_and_when_it_is_done(format):
    told = text(subject_of("workload"), format, sections=("improvements",))
    assert "Everybody else" in told
    assert "signs in with a password alone" in told


@pytest.mark.parametrize("kind", KINDS)
def test_the_colour_of_an_organization_takes_the_place_of_ours(kind):
    subject = subject_of(kind)
    assert "#8a1538" not in text(subject, "html")
    page = text(replace(subject, organization=organization(accent="#8a1538")), "html")
    assert ".cover__head { border-color: #8a1538 }" in page
    drawn = "".join(re.findall(r"<svg.*?</svg>", page, re.S))
    assert "#2b519c" not in drawn
    assert "#cc3430" in drawn  # risks keep theirs


def test_a_colour_that_is_none_is_not_written():
    own = organization(accent="red}</style><script>")
    assert "<script>" not in text(replace(subject_of("comparison"), organization=own), "html")


def test_links_to_chapters_that_were_left_out_are_no_links():
    html = text(subject_of("workload"), "html", sections=("summary", "scores"))
    places = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= places


# JSON


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sections", [(), ("summary",), ("answers", "questions", "workloads")])
def test_json_follows_its_schema(kind, sections):
    document = json.loads(text(subject_of(kind), "json", sections=sections))
    schema = json.loads(data.SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert [e.message[:200] for e in Draft202012Validator(schema).iter_errors(document)] == []


def test_json_is_canonical_and_its_digest_fits():
    content = text(subject_of("workload"), "json")
    document = json.loads(content)
    assert content == canonical(document) + "\n"
    assert document["digest"] == digest(document["content"], "")


def test_json_of_a_portfolio_sorts_its_keys_too():
    document = json.loads(text(subject_of("portfolio"), "json"))
    assert list(document) == sorted(document)
    assert len(document["workloads"]) == 30


# Spreadsheets


def test_a_workbook_holds_no_formula():
    review = with_question(now().reviews[0], notes=HOSTILE, title=HOSTILE, code="+1")
    of = WorkloadSubject(
        snapshot(review, **{**SCOPE, "name": HOSTILE}), organization(), None, None, AT
    )
    book = load_workbook(io.BytesIO(written(of, "xlsx")))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds
    assert HOSTILE in set(cells(written(of, "xlsx")))


def test_a_workbook_has_frozen_heads_filters_numbers_and_dates():
    book = load_workbook(io.BytesIO(written(subject_of("workload"), "xlsx")))
    assert book.sheetnames == [
        "Summary", "Questions", "Practices", "Improvements", "Trade-offs", "Maturity",
        "Worksheets", "Availability model", "Failure modes", "Recovery plan",
        "Budgets – Performance budget", "Objectives – Performance budget",
        "Encryption decisions", "Cost and performance", "Metrics per month – Sustainabi…",
        "Actions – Sustainability", "Regions – Sustainability", "Readings", "Game days",
        "Timelines", "Findings of game days", "Review plan",
    ]  # fmt: skip
    page = book["Questions"]
    heads = {cell.value: cell.column - 1 for cell in page[1]}
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref.startswith("A1:")
    first = page[2]
    assert isinstance(first[heads["Practices in place"]].value, int)
    assert isinstance(first[heads["Changed"]].value, datetime)
    assert page.max_row == 58


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " =", "|", "＝"])
def test_no_cell_of_a_csv_file_runs(start):
    review = with_question(now().reviews[0], notes=f"{start}cmd")
    of = WorkloadSubject(snapshot(review), organization(), None, None, AT)
    rows = list(csv.DictReader(io.StringIO(text(of, "csv"))))
    assert rows[0]["Notes"].startswith("'")


def test_csv_has_a_row_per_question_and_marks_itself_as_utf_8():
    content = written(subject_of("workload"), "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 57


# Web page and Markdown


@pytest.mark.parametrize("kind", KINDS)
def test_the_web_page_needs_nothing_beside_it(kind):
    html = text(subject_of(kind), "html")
    assert "<script" not in html
    assert set(re.findall(r'(?:src|url)\s*[=(]\s*"?(\w+):', html)) <= {"data"}
    assert "<link" not in html
    assert "default-src 'none'" in html
    places = set(re.findall(r'\bid="([^"]+)"', html))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= places


def test_markdown_escapes_what_people_wrote():
    hostile = "# No heading\n<script>alert(1)</script>\n- no list | [no](http://evil.example)"
    review = with_question(now().reviews[0], notes=hostile, title=hostile)
    md = text(WorkloadSubject(snapshot(review), organization(), None, None, AT), "md")
    assert "\n# No heading" not in md
    assert "<script" not in md.replace("\\<script", "")
    assert "](http" not in md.replace("\\](http", "").replace("\\]", "")
    assert "\n- no list" not in md


def test_markdown_tables_have_as_many_cells_in_every_row():
    md = text(subject_of("workload"), "md")
    for block in re.findall(r"(?:^\|.*\n)+", md, re.M):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1


def test_the_same_subject_is_written_the_same():
    for format in TEXTS:
        assert written(subject_of("workload"), format) == written(subject_of("workload"), format)
