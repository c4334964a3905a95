"""The table of operations. Each module of a resource ends with its OPERATIONS."""

from __future__ import annotations

from types import ModuleType

from reviews.aws import (
    answers,
    associations,
    checks,
    improvements,
    lens_reviews,
    milestones,
    workloads,
)
from reviews.aws.call import Handler

# In the order of the review: what is asked, what is reviewed, what is said, what is kept.
_RESOURCES: tuple[ModuleType, ...] = (
    workloads,
    associations,
    lens_reviews,
    answers,
    improvements,
    milestones,
    checks,
)

HANDLERS: dict[str, Handler] = {
    name: handler for module in _RESOURCES for name, handler in module.OPERATIONS.items()
}
