"""The columns of a file of improvements. Their names are stable, whatever language people use."""

from __future__ import annotations

NUMBER = "number"
REVISION = "revision"
WORKLOAD = "workload"
# column → field of an improvement; what an import may change.
FIELDS = {
    "title": "title",
    "recommendation": "recommendation",
    "steps": "steps",
    "success_criteria": "success_criteria",
    "resources": "resources",
    "links": "links",
    "impact": "impact",
    "effort": "effort",
    "owner": "owner",
    "due": "due_on",
    "state": "state",
}
ACCEPTED = ("accepted_reason", "accepted_until")
COLUMNS = (
    "number", "workload", "title", "state", "owner", "due", "risk", "impact", "effort", "lens",
    "pillar", "question_code", "question", "worksheet", "worksheet_row", "game_day",
    "game_day_finding", "practices", "recommendation", "steps",
    "success_criteria", "resources", "links", "accepted_reason", "accepted_until", "accepted_by",
    "issues", "revision",
)  # fmt: skip
WIDTHS = {
    "number": 8, "title": 44, "recommendation": 60, "steps": 50, "success_criteria": 40,
    "resources": 30, "question": 50, "practices": 44, "links": 40, "workload": 24, "owner": 28,
    "lens": 26, "pillar": 22, "issues": 24, "accepted_reason": 30, "accepted_by": 28,
    "worksheet": 16,
}  # fmt: skip


def column_of(field: str) -> str:
    """The column in which a field of an improvement stands."""
    return next((column for column, name in FIELDS.items() if name == field), field)


def named(head: str) -> str:
    """What somebody wrote over a column, as the name of one: "Success criteria" is one too."""
    return "_".join(head.replace("-", " ").replace("_", " ").lower().split())
