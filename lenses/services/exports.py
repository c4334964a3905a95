"""Published lenses (or a lone draft) written as documents again."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import lens_for, version_named
from lenses.document import (
    Lens,
    Problem,
    as_aws,
    json_text,
    read,
    read_draft,
    to_aws,
    write_aws,
    write_data,
)
from lenses.models import LensVersion
from lenses.services import aws_imports
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, Invalid

FORMATS = ("json", "yaml", "aws")


def export(actor: Actor, *, alias: UUID | str, format: str = "json", version: str = "") -> str:
    """The document of a lens, by alias or id.

    `json` and `yaml` lose nothing, `aws` is the reference format. The newest published
    version unless `version` names one ("draft" is the draft); a lens that has only a draft
    gives its draft. A draft that holds errors is given as it stands, but not for AWS (Conflict).
    """
    if format not in FORMATS:
        raise Invalid(fields={"format": [_("Choose json, yaml or aws.")]})
    row = version_named(actor, lens_for(actor, alias), version)
    if format == "aws":
        lens = _readable(row)
        document, _problems = to_aws(lens, partial(_page, row))
        return write_aws(document)
    _reading, content = read_draft(row.document)
    found = row.document if content is None else content
    return write_data(found) if format == "yaml" else json_text(found)


def reference(actor: Actor, *, key: UUID | str, version: str = "") -> str:
    """A lens as the reference product would give it back: word for word what fits its format,
    without our extensions; one beyond its limits is made to fit as for `export`.

    Versions as for `export`. Conflict for a draft that holds errors.
    """
    row = version_named(actor, lens_for(actor, key), version)
    lens = _readable(row)
    text = write_aws(as_aws(lens))
    if aws_imports.is_taken(text):
        return text
    return write_aws(to_aws(lens, partial(_page, row))[0])


def aws_notes(actor: Actor, *, alias: UUID | str, version: str = "") -> tuple[Problem, ...]:
    """What an export to AWS leaves out, shortens or renames; errors are what AWS refuses."""
    row = version_named(actor, lens_for(actor, alias), version)
    return to_aws(_readable(row), partial(_page, row))[1]


def _readable(row: LensVersion) -> Lens:
    reading = read(row.document)
    if reading.lens is None:
        message = _("This draft has errors. Repair them before you export it to AWS.")
        raise Conflict(message, code="draft-errors", errors=len(reading.errors))
    return reading.lens


def _page(version: LensVersion, question: str, choice: str) -> str:
    """The address of our page about a question or choice of this version."""
    address = reverse("lens-question", args=[version.lens.alias, question])
    anchor = f"#{choice}" if choice else ""
    return f"{settings.WELLARCH_URL}{address}{anchor}"
