"""Lens documents into and out of an organization, for the command line."""

from __future__ import annotations

from pathlib import Path

from lenses.document import Problem, write_json
from lenses.management.linting import read_path
from lenses.models import LensVersion
from lenses.services import exports, imports, versions
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.models import Organization
from wellarch.accounts.roles import Via
from wellarch.errors import Invalid, NotFound


def command_actor(slug: str | None) -> Actor:
    """The system acting in the organization of this slug, or in the only one there is.

    Raises NotFound when there is none or it is not clear which.
    """
    if slug:
        found = list(Organization.objects.filter(slug=slug)[:1])
    else:
        found = list(Organization.objects.order_by("slug")[:2])
    if len(found) == 1:
        return system_actor(found[0], via=Via.COMMAND)
    if slug:
        raise NotFound(f"There is no organization “{slug}”.")
    if found:
        raise NotFound("There are several organizations; name one with --organization.")
    raise NotFound("There is no organization yet. Sign up in the browser or load the demo first.")


def bring(actor: Actor, path: Path, *, publish: str | None, notes: str, major: bool) -> LensVersion:
    """Imports a file, or a folder with a lens.yaml, and publishes it when a name is given."""
    data: str | bytes
    if path.is_dir():
        reading = read_path(path)
        if reading.lens is None:
            raise Invalid(
                "This folder holds no lens that can be reviewed.",
                fields=imports.by_pointer(list(reading.errors)),
            )
        data = write_json(reading.lens)
    else:
        data = path.read_bytes()
    version = imports.import_document(actor, data=data, filename=path.name)
    if publish:
        version = versions.publish(actor, version, name=publish, major=major, notes=notes)
    return version


def take(actor: Actor, *, alias: str, format: str) -> str:
    """The newest version of a lens as a document."""
    return exports.export(actor, alias=alias, format=format)


def aws_notes(actor: Actor, *, alias: str) -> list[str]:
    """What an export to AWS changes, a line per kind of change with its number and first place."""
    found: dict[str, list[Problem]] = {}
    for problem in exports.aws_notes(actor, alias=alias):
        found.setdefault(problem.code, []).append(problem)
    return [
        f"{problems[0].level}: {problems[0].message} [{problems[0].pointer}"
        + (f", and {len(problems) - 1} more]" if len(problems) > 1 else "]")
        for problems in found.values()
    ]
