"""Changes of the API that could break a program and are made all the same, each with its reason.

A line is `"where: what"` as the test prints it. When the stored schema is refreshed, the lines
have done their work: empty the table.
"""

from __future__ import annotations

_FILE = "GET /api/v1/reviews/{review_id}/answers/{question}/evidence/{evidence_id}/file/ 200"
_DRAFT = "PATCH /api/v1/lenses/{lens}/draft/ request"
_FOUND = "POST /api/v1/workloads/{workload_id}/game-days/{number}/findings/{finding}/improvement/"
_ASKED = "POST /api/v1/workloads/{workload_id}/improvements/from-questions/"

REASONS: dict[str, str] = {
    f"{_FILE} application/octet-stream: media type removed": (
        "Files were always given out as the type they were sent as; now the description says so."
    ),
    f"{_DRAFT} application/yaml: media type removed": (
        "An operation on a draft is JSON; other bodies were described and refused."
    ),
    f"{_DRAFT} text/*: media type removed": "The same.",
    "GET /api/v1/lenses/{lens}/export/ 200: type narrowed: string": (
        "YAML is described by what it says, which is an object, no longer as a text."
    ),
    "GET /api/v1/lenses/{lens}/export/ 200: type widened: object": "The same.",
    f"{_FOUND} 200: answer added": (
        "What was there already was answered 201 as well; it is 200 now, and 201 for what is new."
    ),
    f"{_ASKED} 200: answer added": "The same.",
}
