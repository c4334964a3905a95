"""What an upgrade of a review would do to its own answers, before anybody presses the button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.access import address_of, compiled
from lenses.compiled import CompiledLens, CompiledQuestion
from lenses.models import LensVersion, VersionStatus
from reviews import access, changes
from reviews.carrying import Carried, Fate
from reviews.charts import StackedBar, stacked_bar
from reviews.comparing import Difference, differences
from reviews.models import Answer, Milestone, Review, ReviewStatus
from reviews.reads import names
from reviews.scoring import Counts, count
from reviews.services import moving, upgrades
from reviews.services.workloads import normalize
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict

LONGEST_LENS = 48  # characters of its name in the name of a milestone, which has 100


@dataclass(frozen=True, slots=True)
class Line:
    """One question on its way. Titles are those of the new version, of a question that goes the
    old ones. before, after: risks; empty where it is not asked.

    lost: practices that are gone and of which something was said; added: practices that are new
    in a question that was asked before. selected, notes: what had been said, for a question
    that goes or comes back.
    """

    question: str
    fate: str
    code: str
    title: str
    pillar: str
    pillar_before: str
    before: str
    after: str
    lost: tuple[str, ...]
    added: tuple[str, ...]
    selected: tuple[str, ...]
    notes: str

    @property
    def is_at_another_risk(self) -> bool:
        """Asked before and after, with another risk."""
        return bool(self.before and self.after) and self.before != self.after

    @property
    def is_moved(self) -> bool:
        """It stands in another pillar."""
        return bool(self.pillar_before) and self.pillar_before != self.pillar


@dataclass(frozen=True, slots=True)
class Group:
    """Questions with the same fate. key: that of reviews/carrying.py, or grown for those that
    are kept and have practices that are new."""

    key: str
    title: str
    explanation: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A version on the way to the new one, with what its author says of it."""

    name: str
    is_major: bool
    notes: str


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """Everything the page shows. reason: why there is nothing to do, and then all else is empty.

    revisions goes back to `upgrades.upgrade` as seen_revision. kept is not among the groups.
    """

    review: Review
    lens: CompiledLens
    lens_address: str
    version: LensVersion | None = None
    reason: str = ""
    versions: tuple[Version, ...] = ()
    groups: tuple[Group, ...] = ()
    kept: tuple[Line, ...] = ()
    counts: Mapping[str, int] | None = None
    before: Counts = field(default_factory=Counts)
    after: Counts = field(default_factory=Counts)
    before_bar: StackedBar | None = None
    after_bar: StackedBar | None = None
    differences: tuple[Difference, ...] = ()
    sentence: str = ""
    risk_sentence: str = ""
    milestone: str = ""
    revisions: int = 0

    @property
    def is_complete(self) -> bool:
        """The review is complete; an upgrade may open it again."""
        return self.review.status == ReviewStatus.COMPLETE

    @property
    def is_possible(self) -> bool:
        """There is a version to go to."""
        return self.version is not None


def build(actor: Actor, review_id: UUID, *, to: UUID | None = None) -> UpgradePage:
    """The preview. Six queries, whatever the size of the lens.

    NotFound for a review or version that is not there for the actor.
    """
    review = access.review_for(actor, review_id)
    lens = compiled(review.lens_version_id)
    address = address_of(actor, review.lens)
    try:
        version = upgrades.target(review, to)
    except Conflict as error:
        return UpgradePage(review, lens, address, reason=error.message)
    rows = list(Answer.every.filter(review=review).order_by())
    carried = moving.plan(review, version, rows)
    lines = _lines(carried, lens, compiled(version.pk))
    before = count(line.before for line in lines if line.before)
    after = count(line.after for line in lines if line.after)
    counts = {fate.value: sum(line.fate == fate for line in lines) for fate in Fate}
    return UpgradePage(
        review=review,
        lens=lens,
        lens_address=address,
        version=version,
        versions=_versions(review, version),
        groups=tuple(_groups(lines)),
        kept=tuple(line for line in lines if line.fate == Fate.KEPT and not line.added),
        counts=counts,
        before=before,
        after=after,
        before_bar=stacked_bar(before.as_dict()),
        after_bar=stacked_bar(after.as_dict()),
        differences=differences(before, after),
        sentence=_sentence(lines),
        risk_sentence=_risk_sentence(lines),
        milestone=_milestone_name(review, lens, version),
        revisions=moving.revisions_of(rows),
    )


def _lines(carried: Iterable[Carried], old: CompiledLens, new: CompiledLens) -> tuple[Line, ...]:
    return tuple(
        _line(one, old.questions.get(one.question), new.questions.get(one.question), old)
        for one in carried
    )


def _line(
    one: Carried, former: CompiledQuestion | None, asked: CompiledQuestion | None, old: CompiledLens
) -> Line:
    shown = asked or former
    assert shown is not None  # noqa: S101 (it is in one of the two versions)
    chosen, _aside = changes.selection(one.before)
    added = [c for c in asked.practices if c.id not in former.choice] if asked and former else []
    is_told = one.fate in (Fate.DROPPED, Fate.RETURNED)
    before_pillar = old.pillar.get(one.pillar_before)
    return Line(
        question=one.question,
        fate=one.fate.value,
        code=shown.code,
        title=shown.title,
        pillar=shown.pillar_name,
        pillar_before=before_pillar.name if one.is_moved and before_pillar else "",
        before=one.risk_before.value if one.risk_before else "",
        after=one.risk_after.value if one.risk_after else "",
        lost=_titles(one.lost, former),
        added=tuple(choice.title.strip() for choice in added),
        selected=_titles([c.id for c in shown.choices if c.id in chosen], shown) if is_told else (),
        notes=str(one.before.get("notes", "")) if is_told else "",
    )


def _titles(choices: Iterable[str], asked: CompiledQuestion | None) -> tuple[str, ...]:
    known = asked.choice if asked else {}
    return tuple(known[key].title.strip() if key in known else key for key in choices)


def _groups(lines: Sequence[Line]) -> Iterable[Group]:
    told = (
        (
            Fate.CHANGED,
            _("Answers that change"),
            _("Practices that are gone are cleared; the new rules say the risk."),
        ),
        (
            Fate.DROPPED,
            _("Questions that go"),
            _("Their answers are kept, and come back if a later version asks again."),
        ),
        (Fate.NEW, _("New questions"), _("Unanswered until somebody answers them.")),
        (
            Fate.RETURNED,
            _("Questions that come back"),
            _("With what was said before they went."),
        ),
        (
            Fate.MOVED,
            _("Questions in another pillar"),
            _("The answers move along and stay the same."),
        ),
    )
    for fate, title, explanation in told:
        found = tuple(line for line in lines if line.fate == fate)
        if found:
            yield Group(fate.value, title, explanation, found)
    grown = tuple(line for line in lines if line.fate == Fate.KEPT and line.added)
    if grown:
        yield Group(
            "grown",
            _("Questions with new practices"),
            _("The answers stay; somebody should say whether the new practices are in place."),
            grown,
        )


def _versions(review: Review, version: LensVersion) -> tuple[Version, ...]:
    rows = (
        LensVersion.objects.filter(
            lens=review.lens_id,
            number__gt=review.lens_version.number,
            number__lte=version.number,
        )
        .exclude(status=VersionStatus.DRAFT)
        .order_by("-number")
        .values_list("name", "is_major", "notes")
    )
    return tuple(Version(name, is_major, notes) for name, is_major, notes in rows)


def _sentence(lines: Iterable[Line]) -> str:
    """“48 questions stay as they are, 3 change, 2 go, 4 are new.” The numbers of the groups."""
    counts = Counter(
        "grown" if line.fate == Fate.KEPT and line.added else line.fate for line in lines
    )
    stay = counts[Fate.KEPT]
    parts = [
        ngettext("%(n)d question stays as it is", "%(n)d questions stay as they are", stay)
        % {"n": stay}
        if stay
        else _("No question stays as it is")
    ]
    for fate, one, many in (
        (Fate.CHANGED, _("%(n)d changes"), _("%(n)d change")),
        (Fate.DROPPED, _("%(n)d goes"), _("%(n)d go")),
        (Fate.NEW, _("%(n)d is new"), _("%(n)d are new")),
        (Fate.RETURNED, _("%(n)d comes back"), _("%(n)d come back")),
        (Fate.MOVED, _("%(n)d moves to another pillar"), _("%(n)d move to another pillar")),
        ("grown", _("%(n)d has new practices"), _("%(n)d have new practices")),
    ):
        if n := counts[fate]:
            parts.append((one if n == 1 else many) % {"n": n})
    return ", ".join(parts) + "."


def _risk_sentence(lines: Iterable[Line]) -> str:
    """“Because of new rules or lost practices, 2 questions have another risk: A 1 high → none.”"""
    moved = [line for line in lines if line.is_at_another_risk]
    if not moved:
        return _("No answer gets another risk.")
    told = ", ".join(
        f"{line.code} ({names.risk(line.before)} → {names.risk(line.after)})" for line in moved[:3]
    )
    rest = len(moved) - 3
    if rest > 0:
        told = _("%(told)s and %(n)d more") % {"told": told, "n": rest}
    return ngettext(
        "%(n)d answer gets another risk: %(told)s.",
        "%(n)d answers get another risk: %(told)s.",
        len(moved),
    ) % {"n": len(moved), "told": told}


def _milestone_name(review: Review, lens: CompiledLens, version: LensVersion) -> str:
    """A name for the milestone that is free: “Before Serverless 2.1”."""
    rows = Milestone.objects.filter(workload=review.workload_id)
    taken = set(rows.values_list("normalized_name", flat=True))
    named = {"lens": lens.name[:LONGEST_LENS].strip(), "version": version.name}
    base = _("Before %(lens)s %(version)s") % named
    tries = (base if n == 1 else f"{base} ({n})" for n in range(1, len(taken) + 2))
    return next(name for name in tries if normalize(name) not in taken)
