"""The report as PDF: what WeasyPrint is let near, and what comes out."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader
from weasyprint.document import Document

from reviews.documents import pdf, workload_report, writing
from reviews.documents.writing import ComparisonSubject, Options, WorkloadSubject
from tests.reviews.documents.filled_sheets import filled
from tests.reviews.documents.material import (
    AT,
    SCOPE,
    organization,
    portfolio,
    review_of,
    snapshot,
    worked_on,
)

PAGE = '<html lang="en"><title>T</title><body><h1>Head</h1><p>Text</p>'


def test_static_files_icons_and_data_are_read():
    root = Path(settings.STATICFILES_DIRS[0]).resolve()
    fetch = pdf.OwnFilesOnly().fetch
    assert b"@page" in fetch((root / "css/document.css").as_uri()).read()
    assert fetch("data:text/plain,hello").read() == b"hello"
    icon = fetch("icon:check/1b6843").read()
    assert icon.startswith(b'<svg xmlns="http://www.w3.org/2000/svg" color="#1b6843"')


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x.png",
        "https://example.com/x.png",
        "ftp://example.com/x.png",
        "file:///etc/passwd",
        "file://elsewhere/etc/passwd",
        "{static}/../manage.py",
        "{static}/%2e%2e/manage.py",
        "icon:../../manage",
        "icon:check/red",
    ],
)
def test_everything_else_is_refused(url):
    root = Path(settings.STATICFILES_DIRS[0]).resolve().as_uri()
    with pytest.raises(ValueError, match="may not read"):
        pdf.OwnFilesOnly().fetch(url.replace("{static}", root))


def test_a_document_that_asks_for_other_files_is_written_without_them(caplog):
    target = BytesIO()
    html = f'{PAGE}<img alt="x" src="file:///etc/hostname"><img alt="y" src="http://localhost/">'
    assert pdf.render_pdf(html, target) == 1
    assert caplog.text.count("may not read") == 2


def test_missing_characters_are_said_once_per_document(caplog):
    pdf.render_pdf(f"{PAGE}<p>\u0378</p><p>\u0378</p>", BytesIO())
    said = [record.getMessage() for record in caplog.records if "U+0378" in record.getMessage()]
    assert said == ["Characters of a document that no font here has: 1 (U+0378)"]


def test_a_document_that_cannot_be_tagged_is_still_written(monkeypatch, caplog):
    write = Document.write_pdf

    def failing(self, target, **options):
        if options:
            raise AssertionError
        return write(self, target, **options)

    monkeypatch.setattr(Document, "write_pdf", failing)
    target = BytesIO()
    pdf.render_pdf(PAGE, target)
    assert target.getvalue().startswith(b"%PDF")
    assert "without tags" in caplog.text


@pytest.mark.slow
def test_a_report_becomes_a_tagged_pdf_with_outline_and_text():
    of = snapshot(review_of("review-checklist"), **SCOPE)
    report = workload_report.build(
        of, organization=organization(), review_id=None, milestone=None, at=AT
    )
    steps: list[tuple[int, str]] = []
    target, again = BytesIO(), BytesIO()
    pages = workload_report.write_pdf(
        report, target, progress=lambda percent, step: steps.append((percent, step))
    )
    reader = PdfReader(target)
    assert target.getvalue().startswith(b"%PDF")
    assert len(reader.pages) == pages
    assert 8 <= pages <= 16
    assert reader.metadata is not None
    assert reader.metadata.title == "Checkout and payments – Workload report"
    assert reader.metadata.author == "Northwind Traders"

    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert b"pdfuaid" in catalog["/Metadata"].get_object().get_data()

    chapters = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert chapters == [
        "Contents", "Summary", "Scope", "Scores", "Architecture review checklist",
        "Improvement plan", "Appendix",
    ]  # fmt: skip
    last = reader.pages[-1].extract_text()
    assert f"Page {pages} of {pages}" in last
    assert "Confidential" in last
    assert "Checkout and payments" in last
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Putting “" in text
    assert "Encryption at rest" in text

    percents = [percent for percent, _step in steps]
    assert percents == sorted(percents)
    assert [step for _percent, step in steps if "page " not in step] == [
        "Summary", "Scope", "Scores", "Architecture review checklist", "Improvement plan",
        "Appendix", "Laying out the pages", "Writing the file",
    ]  # fmt: skip
    workload_report.write_pdf(report, again, progress=lambda percent, step: None)
    assert again.getvalue() == target.getvalue()


def structure(reader: PdfReader) -> list[tuple[str, dict]]:
    """Every element of the structure tree as (role, element)."""
    found, waiting = [], [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting += element
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((str(element["/S"]), element))
            if "/K" in element:
                waiting.append(element["/K"])
    return found


def attributes(element: dict) -> dict:
    """The attributes of a structure element, one or several, as one mapping."""
    kept = element.get("/A", {})
    kept = kept.get_object()
    return {k: v for one in (kept if isinstance(kept, list) else [kept]) for k, v in one.items()}


@pytest.fixture(scope="module")
def compared() -> PdfReader:
    """The comparison as PDF: short, with tables, charts and bookmarks."""
    before, after = review_of("review-checklist", 3, 0.3), review_of("review-checklist")
    out = BytesIO()
    old, new = snapshot(before, **SCOPE), filled(snapshot(after, **SCOPE))
    old = replace(old, worksheets=new.worksheets[1:], game_days=new.game_days[1:])
    subject = ComparisonSubject(old, new, "Spring", "Now", organization(), AT)
    writing.write(subject, "pdf", out, options=Options(), progress=lambda percent, step: None)
    return PdfReader(out)


@pytest.fixture(scope="module")
def rehearsed() -> PdfReader:
    """Worksheets with their diagrams and charts, game days and the review plan as PDF."""
    out = BytesIO()
    subject = WorkloadSubject(filled(worked_on()), organization(), None, None, AT)
    options = Options(sections=("worksheets", "game_days", "review_plan"))
    writing.write(subject, "pdf", out, options=options, progress=lambda percent, step: None)
    return PdfReader(out)


@pytest.mark.slow
def test_a_comparison_follows_pdf_ua_as_far_as_can_be_read(compared):
    metadata = compared.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"Checkout and payments \xe2\x80\x93 Comparison report" in metadata
    follows_pdf_ua(compared)


@pytest.mark.slow
def test_worksheets_and_game_days_follow_it_too(rehearsed):
    follows_pdf_ua(rehearsed)
    alternatives = [str(e.get("/Alt")) for role, e in structure(rehearsed) if role == "/Figure"]
    assert any("How the parts make the whole" in each for each in alternatives)
    titles = [entry.title for entry in rehearsed.outline if not isinstance(entry, list)]
    assert titles == ["Contents", "Worksheets", "Game days", "Review plan"]
    text = " ".join(" ".join(page.extract_text() for page in rehearsed.pages).split())
    for words in ("against a target of 99.9%: below", "Pools keep an address", "Early design"):
        assert words in text


def follows_pdf_ua(reader: PdfReader) -> None:
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en"
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = catalog["/Metadata"].get_object().get_data()
    assert b"pdfuaid:part" in metadata
    assert all(page.get("/Tabs", "/S") == "/S" for page in reader.pages)
    tree = structure(reader)
    roles = {role for role, _element in tree}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Figure"} <= roles
    assert all(element.get("/Alt") for role, element in tree if role == "/Figure")
    assert all("/ID" in element for role, element in tree if role == "/TH")
    cells = [attributes(element) for role, element in tree if role == "/TD"]
    assert cells
    assert all(cell.get("/Headers") for cell in cells)  # which heads a cell belongs to


@pytest.mark.slow
def test_the_data_is_attached_and_says_that_it_is_the_data(compared):
    document = json.loads(compared.attachments["review.json"][0])
    assert document["kind"] == "comparison"
    files = compared.trailer["/Root"]["/AF"]
    assert [str(file.get_object()["/AFRelationship"]) for file in files] == ["/Data"]


@pytest.mark.slow
def test_bookmarks_follow_the_contents(compared):
    titles = [entry.title for entry in compared.outline if not isinstance(entry, list)]
    assert titles == [
        "Contents", "Summary", "Pillars side by side", "Questions that changed", "Worksheets",
        "Game days",
    ]  # fmt: skip
    assert "Worsened" in compared.pages[1].extract_text()


@pytest.mark.slow
def test_a_portfolio_becomes_a_pdf_with_wide_tables():
    out = BytesIO()
    told = writing.write(
        portfolio(5), "pdf", out, options=Options(), progress=lambda percent, step: None
    )
    reader = PdfReader(out)
    assert told.pages == len(reader.pages)
    wide = [page for page in reader.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 2
    assert "Workload 4 of the retail platform" in wide[-1].extract_text()


@pytest.mark.slow
def test_a_very_large_report_is_brief_on_paper_and_whole_elsewhere(monkeypatch):
    monkeypatch.setattr(workload_report, "MANY", 3)
    monkeypatch.setattr(workload_report, "IN_FULL", 1)
    of = WorkloadSubject(
        snapshot(review_of("review-checklist"), **SCOPE), organization(), None, None, AT
    )
    paper, page = BytesIO(), BytesIO()
    writing.write(of, "pdf", paper, options=Options(), progress=lambda percent, step: None)
    writing.write(of, "html", page, options=Options(), progress=lambda percent, step: None)
    text = " ".join(each.extract_text() for each in PdfReader(paper).pages)
    assert "in one line each" in " ".join(text.split())
    assert b"in one line each" not in page.getvalue()
