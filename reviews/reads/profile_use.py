"""The profile of a workload: what it puts first here, and whether there is something newer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Max

from lenses.access import compiled
from reviews import access
from reviews.models import Profile, ProfileVersion, Review, Workload
from reviews.profile_access import marks_of, order_of, outcome_of
from reviews.profiling import Reason
from reviews.reads import profile_rows
from reviews.reads.profile_rows import ProfileChoice, pillar_names
from reviews.scoring import Counts, count
from reviews.snapshot import Snapshot
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


@dataclass(frozen=True, slots=True)
class PillarPlace:
    """A pillar in the order of a workload. is_own: set on the workload itself."""

    name: str
    reasons: tuple[Reason, ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class ProfileUse:
    """The profile a workload has. id: None when the actor cannot open it.

    newest: the number of its newest version, of a deleted or withdrawn one that of the used.
    """

    id: UUID | None
    name: str
    version: int
    newest: int
    is_deleted: bool
    is_withdrawn: bool

    @property
    def is_outdated(self) -> bool:
        """Whether a newer version waits to be taken over."""
        return self.newest > self.version


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A prioritized question of one of the workload's reviews."""

    review_id: UUID
    id: str
    code: str
    title: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ReviewLines:
    """The prioritized questions of a review; added and dropped by the newest version."""

    review_id: UUID
    lens_name: str
    total: int
    questions: tuple[QuestionLine, ...]
    added: tuple[QuestionLine, ...]
    dropped: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """The page of a workload's profile."""

    workload: Workload
    use: ProfileUse | None
    order: tuple[PillarPlace, ...]
    order_then: tuple[str, ...]  # the pillars after taking the newest version over
    reviews: tuple[ReviewLines, ...]
    choices: tuple[tuple[str, tuple[ProfileChoice, ...]], ...]

    @property
    def used_key(self) -> str:
        """The profile that is used, as the form names it."""
        return str(self.use.id) if self.use and self.use.id else ""

    @property
    def changes_count(self) -> int:
        """How many questions would be prioritized or not any more by the newest version."""
        return sum(len(each.added) + len(each.dropped) for each in self.reviews)


def use_of(actor: Actor, workload: Workload) -> ProfileUse | None:
    """The profile of a workload that access gave; one query if it has one."""
    used = workload.profile_version
    if used is None:
        return None
    found = (
        Profile.objects.visible_to(actor)
        .filter(pk=used.profile_id)
        .annotate(newest=Max("versions__number"))
        .first()
    )
    is_deleted = used.profile.deleted_at is not None
    return ProfileUse(
        id=found.pk if found else None,
        name=used.profile.name,
        version=used.number,
        newest=getattr(found, "newest", None) or used.number,
        is_deleted=is_deleted,
        is_withdrawn=found is None and not is_deleted,
    )


def order_shown(workload: Workload, named: Mapping[str, str]) -> tuple[PillarPlace, ...]:
    """The order of pillars with its reasons. named: what the pillars of the lenses are called."""
    found = outcome_of(workload.profile_version_id)
    order = order_of(workload)
    titles = dict(zip(order, pillar_names(order), strict=True))
    return tuple(
        PillarPlace(
            name=named.get(key, titles[key]),
            reasons=place.reasons if (place := found.place(key)) else (),
            is_own=key in workload.pillar_priorities,
        )
        for key in order
    )


def counted(taken: Snapshot) -> Counts:
    """The prioritized questions of a workload by risk."""
    if taken.profile is None:
        return Counts()
    return count(
        question.risk
        for review in taken.reviews
        for _pillar, question in review.questions()
        if taken.profile.reasons(review.id, question.id)
    )


def page(actor: Actor, workload_id: UUID) -> ProfilePage:
    """The profile of a workload, and what taking the newest version over would change.

    Six queries at most. Forbidden for those who may not choose it.
    """
    workload = access.workload_for(actor, workload_id, need=Action.WORKLOAD_WRITE)
    use = use_of(actor, workload)
    used = workload.profile_version
    newest = used.pk if used else None
    if use and use.is_outdated and used:
        newest = ProfileVersion.objects.get(profile=used.profile_id, number=use.newest).pk
    reviews = list(Review.objects.filter(workload=workload).attached().order_by("created_at", "pk"))
    lines = tuple(_lines(review, workload.profile_version_id, newest) for review in reviews)
    named = {
        pillar.id: pillar.name
        for review in reviews
        for pillar in compiled(review.lens_version_id).pillars
    }
    then = dict.fromkeys([*workload.pillar_priorities, *outcome_of(newest).order])
    return ProfilePage(
        workload=workload,
        use=use,
        order=order_shown(workload, named),
        order_then=tuple(
            named.get(key, title) for key, title in zip(then, pillar_names(then), strict=True)
        ),
        reviews=lines,
        choices=_grouped(profile_rows.choices(actor)),
    )


def _lines(review: Review, used: UUID | None, newest: UUID | None) -> ReviewLines:
    lens = compiled(review.lens_version_id)
    now = marks_of(used, review.lens_version_id)
    then = marks_of(newest, review.lens_version_id)

    def lines(marks: Mapping[str, tuple[Reason, ...]]) -> tuple[QuestionLine, ...]:
        return tuple(
            QuestionLine(review.pk, key, asked.code, asked.title, reasons)
            for key, reasons in marks.items()
            if (asked := lens.questions.get(key))
        )

    return ReviewLines(
        review_id=review.pk,
        lens_name=lens.name,
        total=len(lens),
        questions=lines(now),
        added=lines({key: why for key, why in then.items() if key not in now}),
        dropped=lines({key: why for key, why in now.items() if key not in then}),
    )


def _grouped(
    choices: Iterable[ProfileChoice],
) -> tuple[tuple[str, tuple[ProfileChoice, ...]], ...]:
    groups: dict[str, list[ProfileChoice]] = {}
    for choice in choices:
        groups.setdefault(choice.group, []).append(choice)
    return tuple((name, tuple(found)) for name, found in groups.items())
