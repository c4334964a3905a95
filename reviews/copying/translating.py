"""What an account of the API holds, in the words of what is here.

A lens that comes with WellArch stands for the one of the same alias there. Where it does not
know what was answered (another version asks other questions), or there is no such lens, the lens
is put together from the account's own texts, so that no answer is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reviews.changes import split
from reviews.copying import as_pulled
from reviews.copying.documents import (
    BUILTIN,
    Account,
    Asked,
    Edition,
    LensFile,
    ProfileFile,
    Reviewed,
    Said,
    Standing,
    TemplateFile,
    WorkloadFile,
    folded,
    natural,
    own_ref,
)

Questions = Mapping[str, frozenset[str]]
"""{question: its choices}"""


@dataclass(frozen=True, slots=True)
class Catalog:
    """What is here. lenses: {built-in lens: {version: what it asks}}, oldest first. profile:
    {question: options} of the questions a profile can answer. before: {key there: the lenses of
    its copy here}, so that a copy keeps the lens it began with. own: {lens: {version: document}}
    of the organization's own, which are not put together again."""

    lenses: Mapping[str, Mapping[str, Questions]]
    profile: Mapping[str, frozenset[str]] = field(default_factory=dict)
    before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is not copied, or not as it was."""

    kind: str
    name: str
    what: str


@dataclass
class _Gathered:
    """What becomes of each (lens, version) there, and the lenses that are put together."""

    catalog: Catalog
    asked: Mapping[tuple[str, str], Asked]
    losses: list[Loss] = field(default_factory=list)
    seen: dict[tuple[str, str], list[Mapping[str, Said]]] = field(default_factory=dict)


def translate(there: Account, catalog: Catalog) -> tuple[Account, tuple[Loss, ...]]:
    """The account as it would be here, and what of it cannot be."""
    gathered = _Gathered(catalog, there.asked)
    profiles = tuple(
        found for one in there.profiles if (found := _profile(gathered, one)) is not None
    )
    known = {folded(one.name) for one in profiles}
    templates = tuple(_template(gathered, one) for one in there.templates)
    workloads = tuple(_workload(gathered, one, known) for one in there.workloads)
    wanted = replace(
        there,
        lenses=_lenses(gathered, there),
        profiles=profiles,
        templates=templates,
        workloads=workloads,
    )
    return wanted, tuple(gathered.losses)


def _profile(gathered: _Gathered, profile: ProfileFile) -> ProfileFile | None:
    known = gathered.catalog.profile
    editions = []
    for number, answers in enumerate(profile.editions, 1):
        kept = {
            key: found
            for key, options in answers.items()
            if (found := tuple(one for one in options if one in known.get(key, ())))
        }
        lost = sorted(
            f"{key}={one}"
            for key, options in answers.items()
            for one in options
            if one not in kept.get(key, ())
        )
        if lost:
            what = f"version {number}: WellArch does not ask {', '.join(lost)}"
            gathered.losses.append(Loss("profile", profile.name, what))
        editions.append(kept)
    if not any(editions):
        what = "not copied: it answers nothing that WellArch asks"
        gathered.losses.append(Loss("profile", profile.name, what))
        return None
    return replace(profile, editions=tuple(one for one in editions if one))


def _template(gathered: _Gathered, template: TemplateFile) -> TemplateFile:
    names = _becomes(gathered, "template", template, template.reviews.values())
    return replace(template, reviews=_renamed(gathered, template.reviews, names))


def _workload(gathered: _Gathered, workload: WorkloadFile, profiles: set[str]) -> WorkloadFile:
    moments = [workload.standing, *(m.standing for m in workload.milestones if m.standing)]
    reviews = [one for moment in moments for one in moment.reviews.values()]
    names = _becomes(gathered, "workload", workload, reviews)

    def there(moment: Standing) -> Standing:
        return Standing(
            _properties(gathered, workload.name, moment.properties, profiles),
            _renamed(gathered, moment.reviews, names),
        )

    return replace(
        workload,
        standing=there(workload.standing),
        milestones=tuple(
            replace(one, standing=there(one.standing)) if one.standing else one
            for one in workload.milestones
        ),
    )


def _properties(
    gathered: _Gathered, name: str, values: Mapping[str, Any], profiles: set[str]
) -> dict[str, Any]:
    found = {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}
    if found["profile"] and found["profile"] not in profiles:
        loss = Loss("workload", name, f"its profile {found['profile']} is not copied")
        if loss not in gathered.losses:
            gathered.losses.append(loss)
        found["profile"], found["profile_version"] = "", 0
    return found


def _becomes(
    gathered: _Gathered,
    kind: str,
    whose: WorkloadFile | TemplateFile,
    reviews: Iterable[Reviewed],
) -> dict[tuple[str, str], tuple[str, str]]:
    """{(lens, version) there: (lens, version) here} of one workload or template.

    One lens stays one lens through all its milestones: if any of them needs the put together
    one, all take it.
    """
    rows = list(reviews)
    found: dict[tuple[str, str], tuple[str, str]] = {}
    before = gathered.catalog.before.get(whose.key, frozenset())
    for ref in dict.fromkeys(one.lens for one in rows):
        mine = [one for one in rows if one.lens == ref]
        versions = gathered.catalog.lenses.get(ref, {})
        why = _why_not(versions, mine) if ref.startswith(BUILTIN) else ""
        if any(_put_together(gathered, _key(one))[0] in before - {ref} for one in mine):
            why = why or "it was copied so before"
        for one in mine:
            key = _key(one)
            if not why and versions:
                found[key] = (ref, _nearest(versions, one.version))
            else:
                found[key] = _put_together(gathered, key)
        if why and mine:
            told = f"{ref.removeprefix(BUILTIN)}: {why}; copied as a lens of its own"
            gathered.losses.append(Loss(kind, whose.name, told))
    return found


def _key(review: Reviewed) -> tuple[str, str]:
    return review.lens, review.version


def _why_not(versions: Mapping[str, Questions], reviews: list[Reviewed]) -> str:
    """Why our lens cannot stand for theirs; empty if it can."""
    if not versions:
        return "WellArch has no such lens"
    unknown: dict[str, None] = {}
    for review in reviews:
        questions = versions[_nearest(versions, review.version)]
        for question, said in review.answers.items():
            if not said.state:
                continue
            if question not in questions:
                unknown[question] = None
                continue
            choices = {choice for path in said.state if (choice := split(path)[0])}
            unknown |= dict.fromkeys(
                f"{question}/{choice}" for choice in sorted(choices - questions[question])
            )
    return f"WellArch's does not know {', '.join(unknown)}" if unknown else ""


def _nearest(versions: Mapping[str, Questions], name: str) -> str:
    return name if name in versions else list(versions)[-1]


def _put_together(gathered: _Gathered, key: tuple[str, str]) -> tuple[str, str]:
    """The name of the lens built of their texts; the same for a lens that came as a document."""
    ref, version = key
    if key not in gathered.asked:
        return key
    if not ref.startswith(BUILTIN):
        return key
    return own_ref(as_pulled.name_of(gathered.asked[key].name)), version


def _renamed(
    gathered: _Gathered,
    reviews: Mapping[str, Reviewed],
    names: Mapping[tuple[str, str], tuple[str, str]],
) -> dict[str, Reviewed]:
    found = {}
    for one in reviews.values():
        key = _key(one)
        ref, version = names[key]
        if key in gathered.asked and not (ref == one.lens and ref.startswith(BUILTIN)):
            gathered.seen.setdefault(key, []).append(one.answers)
        found[ref] = replace(
            one,
            lens=ref,
            version=version,
            pillar_notes={key: text.strip() for key, text in one.pillar_notes.items()},
        )
    return found


def _lenses(gathered: _Gathered, there: Account) -> tuple[LensFile, ...]:
    found = {one.ref: one for one in there.lenses}
    exported = set(found)
    for (ref, version), seen in gathered.seen.items():
        asked = gathered.asked[ref, version]
        is_builtin = ref.startswith(BUILTIN)
        name = as_pulled.name_of(asked.name) if is_builtin else asked.name
        mine = own_ref(name) if is_builtin else ref
        known = found.get(mine, LensFile(key=f"{ref}@pulled", ref=mine, name=name))
        here = gathered.catalog.own.get(mine, {}).get(version)
        edition = Edition(version, here or as_pulled.document(name, asked, seen))
        # The newest that was exported stays the newest.
        last = known.editions[-1:] if mine in exported else ()
        rest = [*(known.editions[:-1] if last else known.editions), edition]
        rest.sort(key=lambda each: natural(each.name))
        found[mine] = replace(known, editions=(*rest, *last))
        if not is_builtin:
            what = f"version {version} is put together from its questions: its rules are not told"
            gathered.losses.append(Loss("lens", name, what))
    return tuple(found.values())
