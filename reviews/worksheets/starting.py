"""The rows a new worksheet can begin with: the seeds' tables, one YAML file per kind. Pure.

A file holds `settings: {…}` and `rows: [{table, values, rows: [nested …]}]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reviews.worksheets.content import Content, Row

_HERE = Path(__file__).parent / "starting"


@lru_cache
def content(kind: str) -> Content:
    """What a new worksheet of this kind begins with; rows are numbered from 1 as they stand."""
    said = yaml.safe_load((_HERE / f"{kind}.yaml").read_text(encoding="utf-8")) or {}
    rows: list[Row] = []
    _collect(said.get("rows", ()), None, rows)
    return Content(kind=kind, settings=said.get("settings", {}), rows=tuple(rows))


def _collect(said: Iterable[Mapping[str, Any]], parent: int | None, rows: list[Row]) -> None:
    for each in said:
        row = Row(len(rows) + 1, each["table"], each["values"], parent)
        rows.append(row)
        _collect(each.get("rows", ()), row.number, rows)
