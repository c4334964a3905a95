"""What a business context means for reviews: the mapping as data, and what follows from answers.

Pure Python: knows neither the database nor workloads. mapping.yaml is what WellArch comes with;
an organization may keep its own. Importers import from here only.
"""

from reviews.profiling.mapping import FRAMEWORK, Mapping, Option, Priorities, Push, Question
from reviews.profiling.outcome import (
    MAX_SHARE,
    Outcome,
    Place,
    Priority,
    Reason,
    from_dict,
    marks,
    outcome,
    to_dict,
)
from reviews.profiling.reading import Reading, as_data, builtin, known_answers, read, write

__all__ = [
    "FRAMEWORK",
    "MAX_SHARE",
    "Mapping",
    "Option",
    "Outcome",
    "Place",
    "Priorities",
    "Priority",
    "Push",
    "Question",
    "Reading",
    "Reason",
    "as_data",
    "builtin",
    "from_dict",
    "known_answers",
    "marks",
    "outcome",
    "read",
    "to_dict",
    "write",
]
