"""The table of operations. Each module of a resource ends with its OPERATIONS."""

from __future__ import annotations

from types import ModuleType

from reviews.aws.call import Handler

# In the order of the review: what is asked, what is reviewed, what is said, what is kept.
_RESOURCES: tuple[ModuleType, ...] = ()

HANDLERS: dict[str, Handler] = {
    name: handler for module in _RESOURCES for name, handler in module.OPERATIONS.items()
}
