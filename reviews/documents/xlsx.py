"""Tables become an Excel file, row by row. The only module that writes workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from reviews.documents.cells import Cell, clean
from reviews.documents.sheets import Sheet

_HEAD = Font(bold=True, color="FFFFFF")
_FILL = PatternFill("solid", fgColor="2B519C")
_TOP = Alignment(vertical="top", wrap_text=True)
_TITLE = 31  # characters of a sheet's name
_BEGIN, _END = 15, 95  # percent


def write(
    sheets: Iterable[Sheet],
    out: BinaryIO,
    *,
    title: str,
    author: str,
    at: datetime,
    progress: Callable[[int, str], None],
) -> None:
    """Write the tables as the sheets of one workbook; rows are never all in memory.

    progress is told the title of every sheet when it begins.
    """
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = clean(title), clean(author)
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    for place, sheet in enumerate(sheets):
        progress(min(_BEGIN + 12 * place, _END), sheet.title[:80])
        _write(book.create_sheet(sheet.title[:_TITLE]), sheet)
    book.save(out)


def _write(page: Any, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    if sheet.has_filters:
        page.freeze_panes = "A2"
    page.append([_head(page, column.head) for column in sheet.columns])
    written = 1
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
        written += 1
    if sheet.has_filters:
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{written}"


def _head(page: Any, text: str) -> Any:
    cell = _cell(page, text)
    cell.font, cell.fill = _HEAD, _FILL
    return cell


def _cell(page: Any, value: Cell) -> Any:
    """A cell; a text is a text, also one that begins like a formula."""
    if isinstance(value, str):
        cell = WriteOnlyCell(page, clean(value))
        cell.data_type = "s"
        cell.alignment = _TOP
        return cell
    if isinstance(value, datetime):  # spreadsheets know no zones
        cell = WriteOnlyCell(page, value.astimezone(UTC).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
    else:
        cell = WriteOnlyCell(page, value)  # type: ignore[arg-type]  # a date will do
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
    cell.alignment = _TOP
    return cell
