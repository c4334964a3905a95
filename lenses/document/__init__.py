"""Lens documents: read, check, lint, write, export for AWS. Pure Python.

The public names of the package; other modules of the house import from here only.
"""

from lenses.document.model import (
    AdditionalResource,
    Choice,
    Lens,
    Link,
    MaturityLevel,
    Pillar,
    Principle,
    Question,
    Rule,
)
from lenses.document.problems import LIMITS, Limits, Problem, Reading

__all__ = [
    "LIMITS",
    "AdditionalResource",
    "Choice",
    "Lens",
    "Limits",
    "Link",
    "MaturityLevel",
    "Pillar",
    "Principle",
    "Problem",
    "Question",
    "Reading",
    "Rule",
]
