"""HTML becomes PDF. The only module that knows WeasyPrint; it knows no report."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from math import exp
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.logger import LOGGER, PROGRESS_LOGGER
from weasyprint.urls import URLFetcher, URLFetcherResponse

STYLESHEETS = ("css/document.css",)
VARIANT = "pdf/ua-1"  # tagged, titled, with a language: readable by screen readers
_ICON = re.compile(r"icon:([a-z_-]+)(?:/([0-9a-f]{6}))?")  # icon:risk-high, icon:check/1b6843
_PAGE = re.compile(r"Page (\d+)$")
_CODE_POINT = re.compile(r"U\+[0-9A-F]{4,6}")
_SVG = "image/svg+xml"
_EVERY = 0.4  # seconds between two reports of progress while pages are laid out
_LAYOUT, _WRITE = 30, 85  # percent at which these steps begin

Progress = Callable[[int, str], None]

logger = logging.getLogger(__name__)

# One line per page is for our progress, not for the log of every report.
PROGRESS_LOGGER.propagate = False
PROGRESS_LOGGER.setLevel(logging.INFO)


class OwnFilesOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Lets a document read our own static files, our icons, and data: addresses; nothing else.

    Texts of people are escaped and never become addresses; this is the second lock.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The resource behind `url`; ValueError when it is not ours."""
        parts = urlsplit(url)
        if found := _ICON.fullmatch(url):
            return URLFetcherResponse(url, icon(*found.groups("")), {"Content-Type": _SVG})
        if parts.scheme == "data" or (parts.scheme == "file" and _is_static(parts)):
            return super().fetch(url, headers)
        raise ValueError(f"A document may not read {url[:80]}")


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside a PDF: the data behind what its pages show."""

    name: str
    text: str
    description: str
    at: datetime


def render_pdf(
    html: str,
    target: BinaryIO,
    *,
    progress: Progress | None = None,
    attached: Attached | None = None,
    styles: Sequence[str] = (),
) -> int:
    """Write an HTML document with the document stylesheet as PDF/UA; returns its pages.

    The same HTML gives the same bytes. Relative addresses are those of our static files.
    styles: rules of this document alone, after ours. attached: put in as its source data.
    """
    tell = progress or _silent
    fetcher = OwnFilesOnly()
    tell(_LAYOUT, _("Laying out the pages"))
    with _page_progress(tell), _missing_glyphs_once():
        source = HTML(string=html, base_url=f"{_static_root().as_uri()}/", url_fetcher=fetcher)
        document = source.render(
            stylesheets=[
                *(_stylesheet(name) for name in STYLESHEETS),
                *(CSS(string=rules, url_fetcher=fetcher) for rules in styles),
            ],
            pdf_variant=VARIANT,
        )
        tell(_WRITE, _("Writing the file"))
        _write(document, target, [_attachment(attached)] if attached else None)
    return len(document.pages)


def _attachment(attached: Attached) -> Attachment:
    at = attached.at.astimezone(UTC)
    return Attachment(
        string=attached.text,
        name=attached.name,
        description=attached.description,
        created=at,
        modified=at,
        relationship="Data",
    )


def _relate(_document: Document, file: Any) -> None:
    """Say of every attached file that it is the data of the document, as PDF 2.0 and PDF/A-3 do:
    WeasyPrint writes this for PDF/A only."""
    specs = [one for one in file.objects if _is_spec(one)]
    for spec in specs:
        spec["AFRelationship"] = "/Data"
    if specs:
        file.catalog["AF"] = b"[" + b" ".join(spec.reference for spec in specs) + b"]"


def _is_spec(one: object) -> bool:
    return isinstance(one, dict) and one.get("Type") == "/Filespec"


def _write(document: Document, target: BinaryIO, attachments: list[Attachment] | None) -> None:
    """Write the pages, tagged; a report that cannot be tagged is still a report."""
    try:
        document.write_pdf(target, pdf_variant=VARIANT, attachments=attachments, finisher=_relate)
    except (AssertionError, KeyError):  # how WeasyPrint 70 fails on boxes it did not draw
        logger.exception("A document is written without tags.")
        document.write_pdf(target, **({"attachments": attachments} if attachments else {}))


@lru_cache(maxsize=8)
def _parsed(path: Path, _changed: int) -> CSS:
    return CSS(filename=str(path), url_fetcher=OwnFilesOnly())


def _stylesheet(name: str) -> CSS:
    """A stylesheet of ours, read once per process and change of the file."""
    path = path_of(name)
    return _parsed(path, path.stat().st_mtime_ns)


def path_of(name: str) -> Path:
    """Where a static file of ours lies."""
    return _static_root() / name


def _static_root() -> Path:
    return Path(settings.STATICFILES_DIRS[0]).resolve()


def _is_static(parts: SplitResult) -> bool:
    path = Path(unquote(parts.path)).resolve()
    return not parts.netloc and path.is_relative_to(_static_root())


def icon(name: str, color: str) -> bytes:
    """An icon of the pages as a file of its own, in its own colour unless one is given."""
    text = (settings.BASE_DIR / "templates" / "icons" / f"{name}.svg").read_text("utf-8")
    tint = f' color="#{color}"' if color else ""
    return text.replace("<svg", f'<svg xmlns="http://www.w3.org/2000/svg"{tint}', 1).encode()


@contextmanager
def _page_progress(tell: Progress) -> Iterator[None]:
    """Tell which page is laid out, from what WeasyPrint logs in this thread."""
    handler = _PageHandler(tell)
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)


@contextmanager
def _missing_glyphs_once() -> Iterator[None]:
    """Say once per document which characters no font has, not once per place."""
    missing: set[str] = set()
    thread = threading.get_ident()

    def keep(record: logging.LogRecord) -> bool:
        if record.thread != thread or not str(record.msg).startswith(".notdef"):
            return True
        missing.update(_CODE_POINT.findall(record.getMessage()))
        return False

    LOGGER.addFilter(keep)
    try:
        yield
    finally:
        LOGGER.removeFilter(keep)
    if missing:
        shown = ", ".join(sorted(missing)[:20])
        logger.warning(
            "Characters of a document that no font here has: %d (%s)", len(missing), shown
        )


class _PageHandler(logging.Handler):
    """Turns “Creating layout - Page 12” into progress, now and then.

    How many pages there will be is not known, so the percent nears the next step without
    reaching it. Pages that are only looked at again are not told.
    """

    def __init__(self, tell: Progress) -> None:
        super().__init__()
        self._tell = tell
        self._thread = threading.get_ident()
        self._next = monotonic() + _EVERY
        self._page = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One line of WeasyPrint's log."""
        page = _page_of(record) if record.thread == self._thread else 0
        if page <= self._page or monotonic() < self._next:
            return
        self._page, self._next = page, monotonic() + _EVERY
        percent = _LAYOUT + (_WRITE - _LAYOUT) * (1 - exp(-page / 40))
        self._tell(int(percent), _("Laying out page %(n)d") % {"n": page})


def _page_of(record: logging.LogRecord) -> int:
    """The page that begins; 0 for other lines."""
    found = _PAGE.search(record.getMessage())
    return int(found[1]) if found else 0


def _silent(_percent: int, _step: str) -> None:
    """Nobody watches."""
