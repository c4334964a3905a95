"""Lens documents: read, check, lint, write, export for AWS. Pure Python.

The public names of the package; services, reads and doors import from here only.
"""

from lenses.document.aws import to_aws, write_aws
from lenses.document.catalog_reader import read_folder
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
from lenses.document.reading import read
from lenses.document.schema import schema
from lenses.document.writing import to_dict, write_json, write_yaml

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
    "lint",
    "read",
    "read_folder",
    "schema",
    "to_aws",
    "to_dict",
    "web_address",
    "write_aws",
    "write_json",
    "write_yaml",
]
