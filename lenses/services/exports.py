"""Published lenses (or a lone draft) written as documents again."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import lens_for
from lenses.document import Problem, read, to_aws, write_aws, write_json, write_yaml
from lenses.models import DRAFT, Lens, LensVersion, VersionStatus
from wellarch.accounts.actor import Actor
from wellarch.errors import Invalid, NotFound

FORMATS = ("json", "yaml", "aws")


def export(actor: Actor, *, alias: UUID | str, format: str = "json", version: str = "") -> str:
    """The document of a lens, by alias or id.

    `json` and `yaml` lose nothing, `aws` is the reference format. The newest published
    version unless `version` names one ("draft" is the draft); a lens that has only a draft
    gives its draft.
    """
    if format not in FORMATS:
        raise Invalid(fields={"format": [_("Choose json, yaml or aws.")]})
    row = _version(lens_for(actor, alias), version)
    lens = read(row.document).lens
    if lens is None:
        raise NotFound(_("This version holds no readable document."))
    if format == "yaml":
        return write_yaml(lens)
    if format == "aws":
        document, _problems = to_aws(lens, partial(_page, row))
        return write_aws(document)
    return write_json(lens)


def aws_notes(actor: Actor, *, alias: UUID | str, version: str = "") -> tuple[Problem, ...]:
    """What an export to AWS leaves out, shortens or renames; errors are what AWS refuses."""
    row = _version(lens_for(actor, alias), version)
    lens = read(row.document).lens
    if lens is None:
        raise NotFound(_("This version holds no readable document."))
    return to_aws(lens, partial(_page, row))[1]


def _page(version: LensVersion, question: str, choice: str) -> str:
    """The address of our page about a question or choice of this version."""
    address = reverse("lens-question", args=[version.lens.alias, question])
    anchor = f"#{choice}" if choice else ""
    return f"{settings.WELLARCH_URL}{address}{anchor}"


def _version(lens: Lens, name: str) -> LensVersion:
    versions = LensVersion.objects.select_related("lens").filter(lens=lens)
    if name == DRAFT:
        row = versions.filter(status=VersionStatus.DRAFT).first()
    elif name:
        row = versions.filter(name=name).first()
    else:
        row = versions.published().first() or versions.order_by("-number").first()
    if row is None:
        raise NotFound(_("There is no such version."))
    return row
