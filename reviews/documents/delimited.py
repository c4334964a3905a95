"""A table becomes a CSV file: UTF-8 with a mark, so that spreadsheets read it as such."""

from __future__ import annotations

import csv
import io
from typing import BinaryIO

from reviews.documents.cells import for_csv
from reviews.documents.sheets import Sheet


def write(sheet: Sheet, out: BinaryIO) -> None:
    """Write the table, row by row; the caller keeps `out` open."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([for_csv(column.head) for column in sheet.columns])
    for row in sheet.rows:
        lines.writerow([for_csv(value) for value in row])
    text.detach()
