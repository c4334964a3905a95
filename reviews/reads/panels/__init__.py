"""What the page of a worksheet shows above its tables: one module per kind that has something to
draw. Its template is templates/reviews/worksheets/panels/<kind>.html and sees it as `panel`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from reviews.models import Workload
from reviews.reads.panels import (
    availability,
    cost,
    encryption,
    failure_modes,
    performance,
    recovery,
    sustainability,
)
from reviews.worksheets.content import Content
from reviews.worksheets.spec import Outcome

Panel = Callable[[Content, Outcome, date], Any]
# {kind: panel(content, outcome, today)}
PANELS: Mapping[str, Panel] = {
    "availability": availability.panel,
    "failure-modes": failure_modes.panel,
    "recovery": recovery.panel,
    "encryption": encryption.panel,
    "performance": performance.panel,
    "sustainability": sustainability.panel,
    "cost": cost.panel,
}
# {kind: what of the workload belongs beside it, below its tables}, as `beside` in
# templates/reviews/worksheets/beside/<kind>.html
BESIDE: Mapping[str, Callable[[Workload], Any]] = {"cost": cost.decisions}
