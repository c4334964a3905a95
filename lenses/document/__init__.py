"""Lens documents: read, check, lint, compare, write, export for AWS. Pure Python.

The public names of the package; services, reads and doors import from here only.
"""

from lenses.document.aws import as_aws, to_aws, write_aws
from lenses.document.catalog_reader import read_folder
from lenses.document.checking import check
from lenses.document.diff import diff
from lenses.document.diffing.values import (
    ChoiceDiff,
    Counts,
    Fate,
    FieldChange,
    LensDiff,
    Line,
    PillarDiff,
    Place,
    QuestionDiff,
    RuleLine,
    RulesDiff,
    Shift,
    Verdict,
)
from lenses.document.lint import lint
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
    web_address,
)
from lenses.document.problems import LIMITS, Limits, Problem, Reading
from lenses.document.reading import read, read_draft
from lenses.document.schema import schema
from lenses.document.writing import json_text, to_dict, write_data, write_json, write_yaml

__all__ = [
    "LIMITS",
    "AdditionalResource",
    "Choice",
    "ChoiceDiff",
    "Counts",
    "Fate",
    "FieldChange",
    "Lens",
    "LensDiff",
    "Limits",
    "Line",
    "Link",
    "MaturityLevel",
    "Pillar",
    "PillarDiff",
    "Place",
    "Principle",
    "Problem",
    "Question",
    "QuestionDiff",
    "Reading",
    "Rule",
    "RuleLine",
    "RulesDiff",
    "Shift",
    "Verdict",
    "as_aws",
    "check",
    "diff",
    "json_text",
    "lint",
    "read",
    "read_draft",
    "read_folder",
    "schema",
    "to_aws",
    "to_dict",
    "web_address",
    "write_aws",
    "write_data",
    "write_json",
    "write_yaml",
]
