"""What differs between two versions, from the database, and in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import Content, compiled
from lenses.document import Counts, Lens, LensDiff, diff, read
from lenses.models import LensVersion, VersionStatus


def content_of(version: LensVersion) -> Lens | None:
    """What a version says; None for a draft that holds errors. A query for a draft, and for a
    version, that this process has not read yet."""
    if version.status != VersionStatus.DRAFT:
        return compiled(version.pk).lens
    return _read(Content.of(version))


def between(old: LensVersion, new: LensVersion) -> LensDiff | None:
    """What differs from one version to the other; None when one is a draft that holds errors.

    Remembered until a draft is edited: the pages of a comparison follow each other.
    """
    if VersionStatus.DRAFT not in (old.status, new.status):
        return _of_published(old.pk, new.pk)
    return _with_draft(Content.of(old), Content.of(new))


@lru_cache(maxsize=32)
def _of_published(old: UUID, new: UUID) -> LensDiff:
    """Neither ever changes, so neither does this."""
    return diff(compiled(old).lens, compiled(new).lens)


# Few, since each keeps the document of a draft, which can be large.
@lru_cache(maxsize=4)
def _with_draft(old: Content, new: Content) -> LensDiff | None:
    one, two = content_of(old.row), content_of(new.row)
    return None if one is None or two is None else diff(one, two)


@lru_cache(maxsize=4)
def _read(draft: Content) -> Lens | None:
    return read(draft.row.document).lens


def in_words(difference: LensDiff) -> str:
    """One sentence of counts, such as “2 new questions, 14 texts changed.”; the notes of a
    version begin with it."""
    if difference.is_empty:
        return _("Nothing changed.")
    parts = list(_parts(difference.counts))
    if not parts:
        return _("Something changed that has no text.")
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def reasons(difference: LensDiff) -> tuple[str, ...]:
    """Why it is a change of meaning, in words; empty when it is none."""
    found = list(_of_meaning(difference.counts))
    if any(change.name == "scoring" for change in difference.fields):
        found.append(_("the result is counted in another way"))
    return tuple(found)


def _parts(counts: Counts) -> Iterator[str]:
    yield from _of_meaning(counts)
    if n := counts.rules_reworded:
        words = ngettext(
            "the rules of %(n)d question written otherwise with the same result",
            "the rules of %(n)d questions written otherwise with the same result",
            n,
        )
        yield words % {"n": n}
    if n := counts.texts:
        yield ngettext("%(n)d text changed", "%(n)d texts changed", n) % {"n": n}
    if n := counts.order:
        yield ngettext("%(n)d change of order", "%(n)d changes of order", n) % {"n": n}


def _of_meaning(counts: Counts) -> Iterator[str]:
    yield from _came_and_went(counts)
    if n := counts.questions_moved:
        words = ngettext("%(n)d question in another pillar", "%(n)d questions in another pillar", n)
        yield words % {"n": n}
    if n := counts.rules_other:
        words = ngettext(
            "the rules of %(n)d question give some answers another risk",
            "the rules of %(n)d questions give some answers another risk",
            n,
        )
        yield words % {"n": n}


def _came_and_went(counts: Counts) -> Iterator[str]:
    if n := counts.pillars_new:
        yield ngettext("%(n)d new pillar", "%(n)d new pillars", n) % {"n": n}
    if n := counts.pillars_removed:
        yield ngettext("%(n)d pillar removed", "%(n)d pillars removed", n) % {"n": n}
    if n := counts.questions_new:
        yield ngettext("%(n)d new question", "%(n)d new questions", n) % {"n": n}
    if n := counts.questions_removed:
        yield ngettext("%(n)d question removed", "%(n)d questions removed", n) % {"n": n}
    if n := counts.choices_new:
        yield ngettext("%(n)d new practice", "%(n)d new practices", n) % {"n": n}
    if n := counts.choices_removed:
        yield ngettext("%(n)d practice removed", "%(n)d practices removed", n) % {"n": n}
