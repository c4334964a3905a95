"""Reading a table from a CSV or Excel file that somebody brings.

A file may be made to harm: its size, its rows and what it unpacks to are bounded, no definition
of an XML document type is read, links to other files are not followed, formulas are not run.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from reviews.exchange.columns import COLUMNS, named
from wellarch.errors import Invalid

MAX_BYTES = 5_000_000
MAX_ROWS = 1000
_MAX_COLUMNS = 60
_MAX_CELL = 32_767
_UNPACKED = 60_000_000  # bytes
_PARTS = 500
_ZIP = b"PK\x03\x04"
# What a CSV export puts before a text that a spreadsheet would run (documents/cells.py).
_MADE_INERT = re.compile("'[ \n]*[=+\\-@\t\r|%\uff1d\uff0b\uff0d\uff20]")


@dataclass(frozen=True, slots=True)
class Line:
    """A row. place: its number in the file, from 1; values: column → text, of known columns."""

    place: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds. unknown: columns nobody knows, as they were written."""

    columns: tuple[str, ...]
    unknown: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes) -> Table:
    """The table in a file, told by its content. Invalid `file` for one that cannot be read."""
    if len(content) > MAX_BYTES:
        raise _wrong(_("Use a file of up to %(mb)d MB.") % {"mb": MAX_BYTES // 1_000_000})
    is_book = content.startswith(_ZIP)
    found = iter(_of_book(content) if is_book else _of_text(content))
    heads = next((row for _place, row in found if any(row)), None)
    if heads is None:
        raise _wrong(_("The file is empty."))
    names = [named(head) for head in heads]
    known = [name if name in COLUMNS else "" for name in names]
    twice = {name for name in known if name and known.count(name) > 1}
    if twice:
        raise _wrong(_("A column is there twice: %(names)s.") % {"names": ", ".join(sorted(twice))})
    if "number" not in known and "title" not in known:
        raise _wrong(_("The first row names the columns; number or title has to be among them."))
    lines = tuple(_lines(found, known, is_book=is_book))
    unknown = tuple(head for head, name in zip(heads, known, strict=True) if head and not name)
    return Table(tuple(filter(None, known)), unknown, lines)


def _lines(found: Iterable[tuple[int, list[str]]], known: list[str], *, is_book: bool) -> Any:
    count = 0
    for place, row in found:
        if not any(row):
            continue
        count += 1
        if count > MAX_ROWS:
            raise _wrong(_("Use a file of up to %(n)d rows.") % {"n": MAX_ROWS})
        texts = row if is_book else [_as_meant(text) for text in row]
        yield Line(place, {name: text for name, text in zip(known, texts, strict=False) if name})


def _of_text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(_("Save the file as CSV UTF-8, or as an Excel workbook.")) from None
    if "\0" in text:
        raise _wrong(_("This is neither a CSV file nor an Excel workbook."))
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for place, row in enumerate(rows, start=1):
            yield place, [_cell(value) for value in row[:_MAX_COLUMNS]]
    except csv.Error:
        raise _wrong(_("This CSV file cannot be read to its end.")) from None


def _of_book(content: bytes) -> Iterator[tuple[int, list[str]]]:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        page = book.worksheets[0]
        page.reset_dimensions()  # a file may claim anything of its size
        rows = page.iter_rows(max_col=_MAX_COLUMNS, values_only=True)
        for place, row in enumerate(rows, start=1):
            if place > 10 * MAX_ROWS:
                raise _wrong(_("Use a file of up to %(n)d rows.") % {"n": MAX_ROWS})
            yield place, [_cell(value) for value in row]
    except Invalid:
        raise
    except Exception:  # of a library that meets a file made by anybody
        raise _wrong(_("This Excel workbook cannot be read.")) from None


def _refuse_bombs(content: bytes) -> None:
    """Refuse what unpacks to too much, or brings document types with entities in them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
                raise _wrong(_("This Excel workbook is too large."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as text:
                        if b"<!DOCTYPE" in text.read(4096).upper():
                            raise _wrong(_("This Excel workbook cannot be read."))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise _wrong(_("This Excel workbook cannot be read.")) from None


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == time.min else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > _MAX_CELL:
        raise _wrong(_("A cell holds more than a cell can."))
    return text


def _as_meant(text: str) -> str:
    return text[1:] if _MADE_INERT.match(text) else text


def _wrong(message: str) -> Invalid:
    return Invalid(fields={"file": [message]})
