"""The published JSON Schema of lens documents, for editors and other programs."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("schema.json")


@lru_cache(maxsize=1)
def schema_text() -> str:
    """The schema as it is served."""
    return _FILE.read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The schema as data, fresh for every caller."""
    parsed: dict[str, Any] = json.loads(schema_text())
    return parsed
