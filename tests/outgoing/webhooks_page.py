"""The part of docs/webhooks.md that is made from the code: the types and what is sent.

`python -m tests.outgoing.webhooks_page` writes it; a test says when it is not current.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wellarch.events.webhooks import catalogue

PAGE = Path(__file__).parents[2] / "docs" / "webhooks.md"
BEGIN, END = "<!-- made from the code -->", "<!-- end -->"
_WORKLOAD = "0b8f7f0e-6a0d-4d7e-9f0a-2f8c6d1b7a11"
_REVIEW = "9c1d2f34-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
_IMPROVEMENT = {
    "number": 3, "title": "Test the restore", "question": "rel_restore", "review": _REVIEW,
}  # fmt: skip
# What the log says of each: data and changes as the services write them (tested against them).
SAMPLES: dict[str, dict[str, Any]] = {
    "workload.created": {"subject": ("workload", _WORKLOAD), "data": {"name": "Payments"}},
    "answer.risk_changed": {
        "subject": ("answer", "4821"),
        "data": {"question": "rel_restore", "review": _REVIEW},
        "changes": {"risk": {"before": "medium", "after": "high"}},
    },
    "milestone.recorded": {
        "subject": ("milestone", "5f3c0d7a-1b2e-4c8d-9a6f-7e5d4c3b2a10"),
        "data": {
            "number": 4, "name": "Before the launch", "kind": "manual",
            "digest": "6b1f…",
        },
    },
    "report.ready": {
        "subject": ("report", "d2c1b0a9-8f7e-4d6c-b5a4-3f2e1d0c9b8a"),
        "data": {"kind": "workload", "format": "pdf", "digest": "c07a…"},
        "via": "task",
    },
    "improvement.moved": {
        "subject": ("improvement", "a7c6e5d4-3b2a-4190-8f7e-6d5c4b3a2910"),
        "data": _IMPROVEMENT,
        "changes": {"state": {"before": "open", "after": "in_progress"}},
    },
    "lens.published": {
        "subject": ("lens", "e1d2c3b4-a5f6-4789-90ab-cdef12345678"),
        "data": {"alias": "house-rules", "version": "2.1", "major": False, "digest": "91e4…"},
        "workload": None,
    },
}  # fmt: skip


def payload(name: str) -> dict[str, Any]:
    """What is sent of a sample."""
    sample = SAMPLES[name]
    via = sample.get("via", "browser")
    subject_type, subject_id = sample["subject"]
    found = catalogue.body(
        catalogue.TYPES[name],
        {
            "number": 1207,
            "timestamp": "2026-03-02T09:30:00.123Z",
            "organization": {"id": "3e0f…", "slug": "northwind"},
            "subject_type": subject_type,
            "subject_id": subject_id,
            "workload_id": sample.get("workload", _WORKLOAD),
            "via": via,
            "changes": sample.get("changes", {}),
            "data": sample["data"],
            "server": "https://wellarch.example.com",
        },
    )
    is_system = via == "task"
    who = {"id": None, "name": "WellArch"} if is_system else {"id": 2, "name": "Ben Architect"}
    found["data"]["actor"] = who
    return found


def text() -> str:
    """The types in a table, and a payload of each kind."""
    lines = ["| Type | Sent when |", "|---|---|"]
    lines += [f"| `{each.name}` | {each.when} |" for each in catalogue.TYPES.values()]
    for name in SAMPLES:
        body = json.dumps(payload(name), indent=2, ensure_ascii=False)
        lines += ["", f"### `{name}`", "", "```json", body, "```"]
    return "\n".join(lines)


def current(page: str) -> str:
    """The page with this part as the code is now."""
    head, _begin, rest = page.partition(BEGIN)
    _old, _end, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{text()}\n\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(current(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
