"""The pillars of the framework by name. Pure data: knows no workload.

What they are called is said in reviews/reads/names.py.
"""

from __future__ import annotations

OPERATIONS = "operationalExcellence"
SECURITY = "security"
RELIABILITY = "reliability"
PERFORMANCE = "performance"
COST = "costOptimization"
SUSTAINABILITY = "sustainability"

# In the order of the framework: columns and choices follow it, other pillars come after.
FRAMEWORK_PILLARS = (OPERATIONS, SECURITY, RELIABILITY, PERFORMANCE, COST, SUSTAINABILITY)
