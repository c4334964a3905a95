"""Editing a lens document: operations, their inverses, and how two authors' edits meet. Pure.

The public names of the package; services, reads and doors import from here only.
"""

from lenses.editing.addresses import (
    Path,
    at,
    children,
    find,
    id_of,
    name_of,
    names_of_all,
    questions,
    spot_of,
)
from lenses.editing.errors import EditError
from lenses.editing.fields import FIELDS, shown, shown_fields
from lenses.editing.merging import carried, clashes, renamed, renames, split, value_of
from lenses.editing.operations import Applied, apply, replaced, replay
from lenses.editing.steps import Step

__all__ = [
    "FIELDS",
    "Applied",
    "EditError",
    "Path",
    "Step",
    "apply",
    "at",
    "carried",
    "children",
    "clashes",
    "find",
    "id_of",
    "name_of",
    "names_of_all",
    "questions",
    "renamed",
    "renames",
    "replaced",
    "replay",
    "shown",
    "shown_fields",
    "split",
    "spot_of",
    "value_of",
]
