"""A table of improvements as a file to download: CSV row by row, or an Excel workbook."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from typing import Any, cast

from reviews.documents import xlsx
from reviews.documents.cells import for_csv
from reviews.documents.sheets import Sheet
from wellarch import clock

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IN_MEMORY = 2_000_000  # bytes before a workbook is written to disk


def lines(sheet: Sheet, *, bom: bool = True) -> Iterator[bytes]:
    """CSV, a row at a time. bom: with the mark by which Excel knows UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([for_csv(column.head) for column in sheet.columns])
    if bom:
        yield b"\xef\xbb\xbf"
    yield _taken(buffer)
    for row in sheet.rows:
        writer.writerow([for_csv(value) for value in row])
        yield _taken(buffer)


def workbook(sheet: Sheet, *, author: str) -> Any:
    """The Excel file, open at its beginning; small ones stay in memory."""
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (the caller's)
    binary = cast(Any, out)
    xlsx.write(
        [sheet], binary, title=sheet.title, author=author, at=clock.now(),
        progress=lambda _percent, _step: None,
    )  # fmt: skip
    out.seek(0)
    return out


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
