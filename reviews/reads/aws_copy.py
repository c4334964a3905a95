"""Everything an organization holds, as the documents that are copied (reviews/copying)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lenses.access import compiled
from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import exports
from reviews import snapshot
from reviews.changes import flatten
from reviews.copying import ours
from reviews.copying.documents import (
    Account,
    Edition,
    Frozen,
    LensFile,
    ProfileFile,
    Reviewed,
    Said,
    TemplateFile,
    WorkloadFile,
    builtin_ref,
    natural,
    own_ref,
)
from reviews.copying.translating import Catalog
from reviews.models import Milestone, Profile, Review, Template, TemplateReview, Workload
from reviews.profile_access import mapping_of
from reviews.reads import snapshots
from wellarch import errors
from wellarch.accounts.actor import Actor


@dataclass
class Here:
    """What is here, read for one actor. refs: {key of a lens: how documents name it}. used:
    {key of a lens: versions that are in use}."""

    actor: Actor
    refs: dict[Any, str] = field(default_factory=dict)
    used: dict[Any, set[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def account_of(actor: Actor) -> Account:
    """The organization's lenses, profiles, templates and workloads that the actor sees."""
    here = Here(actor)
    for lens in _lenses(actor):
        _name(here, lens)
    workloads = tuple(workload_file(here, row) for row in _workloads(actor))
    templates = tuple(_template(here, row) for row in _templates(actor))
    return Account(
        lenses=tuple(found for lens in _lenses(actor) if (found := _lens(here, lens))),
        profiles=tuple(_profile(actor, row) for row in _profiles(actor)),
        templates=templates,
        workloads=workloads,
        notes=tuple(here.notes),
    )


def catalog_of(
    actor: Actor,
    before: Mapping[str, frozenset[str]],
    own: Mapping[str, Mapping[str, Mapping[str, Any]]],
) -> Catalog:
    """What is known here: the built-in lenses and the questions of profiles, with what was
    copied before (see Catalog)."""
    rows = (
        LensVersion.objects.filter(lens__organization=None, lens__deleted_at=None)
        .filter(status=VersionStatus.PUBLISHED)
        .select_related("lens")
        .defer("document")
        .order_by("lens__alias", "number")
    )
    lenses: dict[str, dict[str, dict[str, frozenset[str]]]] = {}
    for row in rows:
        asked = {
            question.id: frozenset(choice.id for choice in question.choices)
            for question in compiled(row.pk).questions.values()
        }
        lenses.setdefault(builtin_ref(row.lens.alias), {})[row.name] = asked
    profile = {
        question.id: frozenset(option.id for option in question.options)
        for question in mapping_of(actor.organization).questions
    }
    return Catalog(lenses, profile, before, own)


def workload_file(here: Here, workload: Workload) -> WorkloadFile:
    """One workload with its milestones."""
    refs = _refs(here, workload.pk)
    lens_of = dict(Review.objects.filter(workload=workload).values_list("pk", "lens_id"))
    taken = snapshots.take(workload)
    if lost := ours.unseen(taken):
        here.notes.append(f"workload {workload.name}: the API has no place for {', '.join(lost)}")
    past = []
    for row in Milestone.objects.filter(workload=workload).order_by("number"):
        then = snapshot.from_content(row.content)
        _use(here, then, lens_of)
        at = ours.moment(row.recorded_at)
        past.append(Frozen(row.number, row.name, at, ours.standing(then, refs)))
    _use(here, taken, lens_of)
    return WorkloadFile(
        key=str(workload.pk),
        name=workload.name,
        standing=ours.standing(taken, refs),
        milestones=tuple(past),
        tags=dict(workload.tags),
    )


def frozen(actor: Actor, row: Milestone) -> Frozen:
    """One milestone."""
    here = Here(actor)
    for lens in _lenses(actor):
        _name(here, lens)
    then = snapshot.from_content(row.content)
    standing = ours.standing(then, _refs(here, row.workload_id))
    return Frozen(row.number, row.name, ours.moment(row.recorded_at), standing)


def _refs(here: Here, workload_id: UUID) -> dict[str, str]:
    rows = Review.objects.filter(workload=workload_id).select_related("lens")
    return {str(review.pk): _name(here, review.lens) for review in rows}


def _use(here: Here, taken: snapshot.Snapshot, lens_of: Mapping[Any, Any]) -> None:
    by_text = {str(key): lens for key, lens in lens_of.items()}
    for review in taken.reviews:
        if review.id in by_text:
            here.used.setdefault(by_text[review.id], set()).add(review.lens_version)


def _name(here: Here, lens: Lens) -> str:
    if lens.is_builtin:
        return builtin_ref(lens.alias)
    if lens.pk not in here.refs:
        found, number = own_ref(lens.name), 1
        while found in here.refs.values():
            number += 1
            found = f"{own_ref(lens.name)}#{number}"
        here.refs[lens.pk] = found
    return here.refs[lens.pk]


def _lenses(actor: Actor) -> Iterable[Lens]:
    rows = Lens.objects.visible_to(actor).filter(organization=actor.organization)
    return sorted(rows, key=lambda lens: lens.pk.hex)


def _workloads(actor: Actor) -> Iterable[Workload]:
    rows = Workload.objects.visible_to(actor).filter(organization=actor.organization)
    return rows.select_related("team", "profile_version__profile").order_by("created_at", "pk")


def _templates(actor: Actor) -> Iterable[Template]:
    rows = Template.objects.visible_to(actor).filter(organization=actor.organization)
    return rows.order_by("created_at", "pk")


def _profiles(actor: Actor) -> Iterable[Profile]:
    rows = Profile.objects.visible_to(actor).prefetch_related("versions")
    return rows.order_by("created_at", "pk")


def _lens(here: Here, lens: Lens) -> LensFile | None:
    rows = LensVersion.objects.filter(lens=lens).exclude(status=VersionStatus.DRAFT)
    published = dict(rows.order_by("number").values_list("name", "is_major"))
    *older, newest = published or [""]
    used = here.used.get(lens.pk, set())
    names = [*sorted((n for n in older if n in used), key=natural), *([newest] if newest else [])]
    has_draft = LensVersion.objects.filter(lens=lens, status=VersionStatus.DRAFT).exists()
    return LensFile(
        key=str(lens.pk),
        ref=_name(here, lens),
        name=lens.name,
        editions=tuple(
            Edition(name, _export(here.actor, lens, name), published[name]) for name in names
        ),
        draft=_draft(here, lens) if has_draft else None,
        tags=dict(lens.tags),
    )


def _draft(here: Here, lens: Lens) -> dict[str, Any] | None:
    try:
        return _export(here.actor, lens, "draft")
    except errors.DomainError as error:
        here.notes.append(f"lens {lens.name}: its draft cannot be exported: {error.message}")
        return None


def _export(actor: Actor, lens: Lens, version: str) -> dict[str, Any]:
    text = exports.reference(actor, key=lens.pk, version=version)
    found: dict[str, Any] = json.loads(text)
    return found


def _profile(actor: Actor, profile: Profile) -> ProfileFile:
    versions = sorted(profile.versions.all(), key=lambda one: one.number)
    return ProfileFile(
        key=str(profile.pk),
        name=profile.name,
        description=profile.description,
        editions=tuple(
            {key: tuple(options) for key, options in one.answers.items()} for one in versions
        ),
        tags=dict(profile.tags),
        is_own=profile.organization_id == actor.organization.pk,
    )


def _template(here: Here, template: Template) -> TemplateFile:
    parts = TemplateReview.objects.filter(template=template).select_related("lens", "lens_version")
    reviews = {}
    for part in parts.prefetch_related("answers"):
        here.used.setdefault(part.lens_id, set()).add(part.lens_version.name)
        one = _part(_name(here, part.lens), part)
        reviews[one.lens] = one
    return TemplateFile(
        key=str(template.pk),
        name=template.name,
        description=template.description,
        notes=template.notes,
        reviews=reviews,
        tags=dict(template.tags),
    )


def _part(ref: str, part: TemplateReview) -> Reviewed:
    return Reviewed(
        lens=ref,
        version=part.lens_version.name,
        notes=part.notes,
        pillar_notes={key: text for key, text in part.pillar_notes.items() if text},
        answers={
            row.question_key: Said(row.pillar_key, state)
            for row in part.answers.all()
            if (state := flatten(row.choices, row.is_applicable, row.reason, row.notes))
        },
    )
