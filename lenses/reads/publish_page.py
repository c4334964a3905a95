"""What publishing a draft would mean: what it changes, for whom, and what keeps it from being
published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import address_of, lens_for
from lenses.document import Fate, LensDiff
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.reads import compare_marks, draft_problems, version_names
from lenses.reads.compare_marks import Mark
from lenses.reads.draft_problems import Flaw
from lenses.services import differences
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

SHOWN = 12  # changed questions and errors on the page; the others are on their own pages


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question the draft changes, for a line that leads to the comparison."""

    id: str
    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class PublishPage:
    """base is the newest published version, None before the first. following counts the open
    reviews that get a minor version by themselves, behind those that are told of a major one."""

    lens: Lens
    address: str
    draft: LensVersion
    base: LensVersion | None
    difference: LensDiff | None
    sentence: str
    reasons: tuple[str, ...]
    changed: tuple[ChangedQuestion, ...]
    more: int
    name: str
    name_major: str
    name_minor: str
    following: int
    behind: int
    errors: tuple[Flaw, ...]
    error_count: int
    warning_count: int

    @property
    def is_major(self) -> bool:
        """What the change asks for: a first version, and every change of meaning, is major."""
        return self.difference is None or self.difference.is_meaning

    @property
    def is_empty(self) -> bool:
        """Whether the draft says what is published already."""
        return self.difference is not None and self.difference.is_empty


def build(actor: Actor, alias: str) -> PublishPage:
    """The page. Forbidden where publishing would be, NotFound without a draft. At most eight
    queries."""
    lens = lens_for(actor, alias, need=Action.LENS_WRITE)
    rows = list(LensVersion.objects.filter(lens=lens).defer("document").order_by("-number"))
    draft = next((row for row in rows if row.status == VersionStatus.DRAFT), None)
    if draft is None:
        raise NotFound(_("There is no draft to publish."))
    draft.lens = lens
    published = [row for row in rows if row.status != VersionStatus.DRAFT]
    base = next((row for row in published if row.is_published), None)
    problems = draft_problems.of_draft(draft)
    errors = problems.errors
    difference = differences.between(base, draft) if base and not errors else None
    wanted = draft.document.get("version")
    wanted = wanted if isinstance(wanted, str) else ""
    names = [row.name for row in published]
    is_major = difference is None or difference.is_meaning
    name_major = version_names.proposed(names, wanted=wanted, is_major=True)
    name_minor = version_names.proposed(names, wanted=wanted, is_major=False)
    changed = _changed(difference) if difference else []
    following, behind = _reviews(lens, published, base)
    return PublishPage(
        lens=lens,
        address=address_of(actor, lens),
        draft=draft,
        base=base,
        difference=difference,
        sentence=differences.in_words(difference) if difference else "",
        reasons=differences.reasons(difference) if difference else (),
        changed=tuple(changed[:SHOWN]),
        more=max(0, len(changed) - SHOWN),
        name=name_major if is_major else name_minor,
        name_major=name_major,
        name_minor=name_minor,
        following=following,
        behind=behind,
        errors=errors[:SHOWN],
        error_count=len(errors),
        warning_count=problems.counts.warnings,
    )


def _changed(difference: LensDiff) -> list[ChangedQuestion]:
    """Questions that differ, those whose meaning does first."""
    names = {p.id: p.name for p in (*difference.new.pillars, *difference.old.pillars)}
    found = [q for q in difference.questions() if q.fate is not Fate.SAME or q.moved]
    found.sort(key=lambda question: not question.is_meaning)
    shown = []
    for each in found:
        here = each.new or each.old
        marks = tuple(compare_marks.question_marks(each, names))
        shown.append(ChangedQuestion(each.id, here.title.strip() if here else each.id, marks))
    return shown


def _reviews(
    lens: Lens, published: Sequence[LensVersion], base: LensVersion | None
) -> tuple[int, int]:
    """Open reviews in the line of the newest version, and those in earlier ones. Two queries."""
    if base is None:
        return 0, 0
    line: list[UUID] = []
    for row in published:
        line.append(row.pk)
        if row.is_major:
            break
    open_ones = lens.reviews.filter(removed_at=None, status="open", workload__archived_at=None)
    following = open_ones.filter(lens_version__in=line).count()
    return following, open_ones.count() - following
