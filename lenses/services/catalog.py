"""The built-in lenses: folders of YAML become published versions, once per content."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from lenses.document import Lens as LensDocument
from lenses.document import to_dict
from lenses.document.catalog_reader import read_folder
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import differences, imports, index, versions
from wellarch.errors import Invalid

FOLDER = Path(__file__).resolve().parent.parent / "catalog"


def folders() -> list[Path]:
    """The folders of the built-in lenses, by name."""
    return sorted(path.parent for path in FOLDER.glob("*/lens.yaml"))


def load() -> list[LensVersion]:
    """Publish every built-in lens whose content is not published yet; returns what is new.

    Idempotent: unchanged content is recognised by its digest. Changed content becomes a new
    version, never an edit of a published one.
    """
    new = [version for folder in folders() if (version := _load(folder))]
    index.fill()
    return new


def _load(folder: Path) -> LensVersion | None:
    reading = read_folder(folder)
    if reading.lens is None:
        raise Invalid(
            f"The built-in lens in {folder.name} does not read.",
            fields=imports.by_pointer([p for p in reading.problems if p.level == "error"]),
        )
    document = reading.lens
    digest = imports.digest(to_dict(document))
    with transaction.atomic():
        lens, _new = Lens.objects.get_or_create(
            organization=None,
            alias=document.alias or folder.name,
            defaults={"name": document.name, "description": document.description},
        )
        # Two processes that start at once publish it once.
        lens = Lens.objects.select_for_update(no_key=True).get(pk=lens.pk)
        newest = LensVersion.objects.filter(lens=lens).published().first()
        if newest is not None and newest.digest == digest:
            return None
        draft = imports.write_draft(lens, document)
        return _publish(draft, document, newest)


def _publish(draft: LensVersion, document: LensDocument, before: LensVersion | None) -> LensVersion:
    """Major or minor as the change asks for, with what changed as its notes."""
    base = document.version or "1"
    taken = set(
        LensVersion.objects.filter(lens=draft.lens)
        .exclude(status=VersionStatus.DRAFT)
        .values_list("name", flat=True)
    )
    name = next(
        name
        for n in range(len(taken) + 1)
        if (name := base if n == 0 else f"{base}-{n + 1}") not in taken
    )
    changes = differences.between(before, draft) if before else None
    return versions.publish_builtin(
        draft,
        name=name,
        major=changes is None or changes.is_meaning,
        notes=differences.in_words(changes) if changes else "",
    )
