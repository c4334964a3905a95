"""Business contexts and the order of pillars each suggests. Pure data: knows no workload.

What they are called is said in reviews/reads/names.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OPERATIONS = "operationalExcellence"
SECURITY = "security"
RELIABILITY = "reliability"
PERFORMANCE = "performance"
COST = "costOptimization"
SUSTAINABILITY = "sustainability"

# In the order of the framework: columns and choices follow it, other pillars come after.
FRAMEWORK_PILLARS = (OPERATIONS, SECURITY, RELIABILITY, PERFORMANCE, COST, SUSTAINABILITY)

# Source: the table of priorities by business context in seed 000, section 12. Its first row
# names "compliance" third, which is no pillar: it is scope, and has a field of its own there.
CONTEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "healthcare-finance": (SECURITY, RELIABILITY),
        "e-commerce": (RELIABILITY, PERFORMANCE, COST),
        "startup-mvp": (COST, OPERATIONS, PERFORMANCE),
        "media-content": (PERFORMANCE, COST, RELIABILITY),
        "iot-industrial": (RELIABILITY, SECURITY, PERFORMANCE),
    }
)


def order_for(context: str) -> tuple[str, ...]:
    """The pillar ids a context puts first; nothing for an unknown or empty one."""
    return CONTEXTS.get(context, ())
