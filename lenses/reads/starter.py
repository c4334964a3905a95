"""A lens to begin from: one of each, with comments that say what goes where."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lenses import document

_FILE = Path(document.__file__).with_name("starter.yaml")


@cache
def text(format: str) -> str:
    """The file in YAML with its comments, or the same lens in JSON, which knows none."""
    commented = _FILE.read_text(encoding="utf-8")
    if format == "yaml":
        return commented
    lens = document.read(commented).lens
    if lens is None:
        raise ValueError("The lens to begin from does not read.")
    return document.write_json(lens)
