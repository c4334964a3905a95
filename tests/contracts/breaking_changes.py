"""Changes of the API that could break a program and are made all the same, each with its reason.

A line is `"where: what"` as the test prints it. When the stored schema is refreshed, the lines
have done their work: empty the table.
"""

from __future__ import annotations

REASONS: dict[str, str] = {}
