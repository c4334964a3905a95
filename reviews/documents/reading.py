"""Reading a report back: its JSON, or the one inside its PDF, checked against its schema, then
as a snapshot. No database."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from pypdf import PdfReader

from reviews import snapshot as snapshots
from reviews.documents import data
from reviews.snapshot import Snapshot
from wellarch.errors import Invalid

MAX_BYTES = 25_000_000  # 20 lenses with 1,000 questions are 9 MB
_PDF = b"%PDF-"
_SHOWN = 5  # mistakes that are named
_KINDS = ("workload", "review", "milestone")

logger = logging.getLogger(__name__)


def snapshot_of(content: bytes) -> Snapshot:
    """The workload in a report as JSON or PDF. Invalid `file` says in words why it cannot be
    read."""
    if len(content) > MAX_BYTES:
        raise refused(_("Use a file of at most %(n)d MB.") % {"n": MAX_BYTES // 1_000_000})
    document = _parsed(_attached(content) if content.startswith(_PDF) else content)
    if not isinstance(document, dict) or document.get("format") != data.FORMAT:
        raise refused(_("This is no report of WellArch as JSON."))
    if document.get("version") != data.VERSION:
        raise refused(_("This report was written by another version of WellArch."))
    if document.get("kind") not in _KINDS:
        raise refused(_("Only the report of a workload, a review or a milestone can be imported."))
    options = document.get("options")
    if isinstance(options, dict) and "answers" not in (options.get("sections") or ["answers"]):
        raise refused(_("This report was written without its answers."))
    problems = list(_problems(document))
    if problems:
        raise refused(*problems)
    kept = document["content"]
    if document["digest"] != snapshots.digest(kept, ""):
        raise refused(_("This file was changed after it was written: its digest does not fit."))
    return snapshots.from_content(kept)


def refused(*sentences: str) -> Invalid:
    """The error about a file."""
    return Invalid(fields={"file": list(sentences)})


def _attached(content: bytes) -> bytes:
    """The data inside a PDF. pypdf bounds what a stream may unfold to."""
    try:
        found = PdfReader(io.BytesIO(content)).attachments.get(data.ATTACHED, [])
        if found and len(found[0]) <= MAX_BYTES:
            return bytes(found[0])
    except Exception:  # whatever a broken file makes a reader of broken files do
        logger.info("A PDF that was sent could not be read.", exc_info=True)
    raise refused(_("This PDF carries no data of a report."))


def _parsed(content: bytes) -> Any:
    try:
        found = json.loads(content)
        json.dumps(found, ensure_ascii=False).encode()  # half of a character can be escaped
    except (ValueError, RecursionError) as error:  # also what is no UTF-8
        raise refused(_("This is no report of WellArch as JSON.")) from error
    return found


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    """Of one workload: the branch that fits, so that its mistakes are named and not the choice."""
    schema = json.loads(data.SCHEMA.read_text(encoding="utf-8"))
    branch = schema.pop("oneOf")[0]
    return Draft202012Validator({**schema, "allOf": [branch]})


def _problems(document: dict[str, Any]) -> Iterator[str]:
    found: Iterator[ValidationError] = _validator().iter_errors(document)
    for _place, error in zip(range(_SHOWN), found, strict=False):
        yield f"{error.json_path[:200]}: {error.message[:200]}"
