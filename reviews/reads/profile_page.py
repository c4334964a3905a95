"""Pages of profiles: what one says and why, its form with a preview, what answers mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.models import LensVersion
from reviews import profiling
from reviews.models import Profile, ProfileVersion, Workload
from reviews.profile_access import mapping_of, newest_of, profile_for
from reviews.profiling import Outcome, Reason
from reviews.reads.profile_rows import pillar_names
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

MAX_WORKLOADS = 50


@dataclass(frozen=True, slots=True)
class Named:
    """A pillar or a prioritized question, with its reasons."""

    code: str
    name: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LensPart:
    """The prioritized questions of a lens. total: how many questions it has."""

    name: str
    total: int
    questions: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """What follows from answers."""

    pillars: tuple[Named, ...]
    lenses: tuple[LensPart, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A question of the profile with the answers that were chosen."""

    title: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a profile in the list."""

    version: ProfileVersion
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Detail:
    """The page of a profile."""

    profile: Profile
    version: ProfileVersion
    newest: int
    said: tuple[Said, ...]
    outcome: OutcomeShown
    versions: tuple[VersionLine, ...]
    workloads: tuple[Workload, ...]
    workload_count: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class OptionField:
    """An option of the form."""

    id: str
    title: str
    description: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionField:
    """A question of the form."""

    id: str
    title: str
    help: str
    is_several: bool
    options: tuple[OptionField, ...]
    errors: tuple[str, ...]


def detail(actor: Actor, profile_id: UUID, *, number: int | None = None) -> Detail:
    """A profile in its newest version, or in an older one. Eight queries at most."""
    profile = profile_for(actor, profile_id)
    versions = list(profile.versions.select_related("created_by").order_by("-number"))
    shown = next((v for v in versions if number in (None, v.number)), None)
    if shown is None:
        raise NotFound(_("There is no such version."))
    used = Workload.objects.visible_to(actor).filter(profile_version__profile=profile)
    mapping = mapping_of(profile.organization)
    return Detail(
        profile=profile,
        version=shown,
        newest=versions[0].number,
        said=tuple(_said(mapping, shown.answers)),
        outcome=outcome_shown(actor, profiling.from_dict(shown.outcome)),
        versions=tuple(VersionLine(version, version is shown) for version in versions),
        workloads=tuple(
            used.annotate(used_number=F("profile_version__number")).order_by("name", "pk")[
                :MAX_WORKLOADS
            ]
        ),
        workload_count=used.count(),
        is_own=profile.organization_id == actor.organization.pk,
    )


def form_of(
    actor: Actor,
    answers: Mapping[str, Sequence[str]],
    *,
    errors: Mapping[str, Sequence[str]] | None = None,
) -> tuple[QuestionField, ...]:
    """The questions with what is chosen. One query."""
    policy.require(actor, Action.READ)
    wrong = errors or {}
    return tuple(
        QuestionField(
            id=question.id,
            title=question.title,
            help=question.help,
            is_several=question.is_several,
            options=tuple(
                OptionField(
                    option.id,
                    option.title,
                    option.description,
                    option.id in answers.get(question.id, ()),
                )
                for option in question.options
            ),
            errors=tuple(wrong.get(f"answers.{question.id}", ())),
        )
        for question in mapping_of(actor.organization).questions
    )


def preview(actor: Actor, answers: Mapping[str, Sequence[str]]) -> OutcomeShown:
    """What would follow from these answers; what is wrong in them is passed over."""
    policy.require(actor, Action.READ)
    return outcome_shown(actor, profiling.outcome(mapping_of(actor.organization), answers))


def answers_of(actor: Actor, profile_id: UUID) -> tuple[Profile, ProfileVersion]:
    """A profile with its newest version, to begin a copy or an edit from."""
    profile = profile_for(actor, profile_id)
    return profile, newest_of(profile)


def outcome_shown(actor: Actor, found: Outcome) -> OutcomeShown:
    """An outcome with the names of pillars and questions. Two queries and compiled lenses."""
    order = pillar_names(found.order)
    aliases = list(dict.fromkeys(each.lens for each in found.priorities))
    newest = newest_versions(actor, aliases)
    return OutcomeShown(
        pillars=tuple(
            Named("", name, place.reasons) for name, place in zip(order, found.pillars, strict=True)
        ),
        lenses=tuple(_lens(found, alias, newest.get(alias)) for alias in aliases),
    )


def newest_versions(actor: Actor, aliases: Iterable[str]) -> dict[str, LensVersion]:
    """The newest published version of each alias, an own lens before a built-in one."""
    found: dict[str, LensVersion] = {}
    rows = LensVersion.objects.visible_to(actor).published().filter(lens__alias__in=aliases)
    for version in rows.select_related("lens").defer("document"):
        known = found.get(version.lens.alias)
        if known is None or (known.lens.is_builtin and not version.lens.is_builtin):
            found[version.lens.alias] = version
    return found


def _lens(found: Outcome, alias: str, version: LensVersion | None) -> LensPart:
    """In the order of the lens; by their ids where nobody has the lens."""
    marked = {each.question: each.reasons for each in found.priorities if each.lens == alias}
    if version is None:
        lines = tuple(Named("", key, reasons) for key, reasons in marked.items())
        return LensPart(alias, 0, lines)
    lens = compiled(version.pk)
    return LensPart(
        lens.name,
        len(lens),
        tuple(
            Named(asked.code, asked.title, marked[asked.id]) for asked in lens if asked.id in marked
        ),
    )


def _said(mapping: profiling.Mapping, answers: Mapping[str, Sequence[str]]) -> Iterable[Said]:
    """Every answer, by its id where the mapping does not ask it any more."""
    for key, chosen in answers.items():
        question = mapping.question(key)
        if question is None:
            yield Said(key, tuple(chosen))
            continue
        options = {option.id: option.title for option in question.options}
        yield Said(question.title, tuple(options.get(each, each) for each in chosen))
