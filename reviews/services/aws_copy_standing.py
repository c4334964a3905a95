"""A workload brought to a state that was read elsewhere: its properties, lenses and answers.

In the caller's transaction. Everything goes through the services people's own changes go through,
so history and events tell of it; risks follow from the rules of the lenses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.models import Lens, LensVersion, VersionStatus
from reviews import access, changes
from reviews.copying.documents import BUILTIN, Reviewed, Standing, folded
from reviews.models import Answer, Profile, ProfileVersion, Review, Workload
from reviews.services import answer_checks, answers, findings, moving, reviews, touch, workloads
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict
from wellarch.events import log

Lenses = Mapping[str, Any]
"""{how documents name a lens: its key here}"""


def bring(actor: Actor, workload: Workload, wanted: Standing, lenses: Lenses) -> None:
    """Make the workload what is wanted. Conflict `lens-missing` or `profile-missing` for what is
    not here; raises what the services of each part raise."""
    workload = access.workload_for(actor, workload.pk, need=Action.WORKLOAD_WRITE, lock=True)
    workloads.edit(actor, workload.pk, values=values_of(wanted))
    _hold_profile(actor, workload, wanted)
    versions = {ref: version_of(ref, one.version, lenses) for ref, one in wanted.reviews.items()}
    here = {
        review.lens_id: review
        for review in Review.objects.filter(workload=workload).attached().select_related("lens")
    }
    for lens_id, review in here.items():
        if lens_id not in {version.lens_id for version in versions.values()}:
            reviews.remove(actor, review.pk)
    for ref, one in wanted.reviews.items():
        version = versions[ref]
        found = here.get(version.lens_id) or reviews.attach(
            actor, workload.pk, lens=version.lens_id, version_id=version.pk
        )
        _review(actor, found, version, one)


def values_of(wanted: Standing) -> dict[str, Any]:
    """The properties as workloads.edit takes them."""
    return {
        key: value
        for key, value in wanted.properties.items()
        if key not in ("profile", "profile_version")
    }


def _hold_profile(actor: Actor, workload: Workload, wanted: Standing) -> None:
    """The profile in the very version, which need not be the newest."""
    name, number = wanted.properties["profile"], wanted.properties["profile_version"]
    version = _profile_version(actor, name, number) if name else None
    row = Workload.objects.select_related("profile_version__profile").get(pk=workload.pk)
    before = row.profile_version
    if version == before:
        return
    row.profile_version = version
    row.save(update_fields=["profile_version"])
    told = (before.profile.name if before else None, version.profile.name if version else None)
    log.record(
        actor,
        "workload.changed",
        row,
        workload_id=row.pk,
        changes={"profile": told},
    )
    touch.workload(row)


def _profile_version(actor: Actor, name: str, number: int) -> ProfileVersion:
    for profile in Profile.objects.visible_to(actor).order_by("created_at"):
        if folded(profile.name) == name:
            versions = profile.versions.select_related("profile").order_by("number")
            found = versions.filter(number=number).first() or versions.last()
            if found is not None:
                return found
    raise Conflict(_("There is no profile %(name)s here.") % {"name": name}, code="profile-missing")


def version_of(ref: str, name: str, lenses: Lenses) -> LensVersion:
    """The version of a lens a document speaks of. Conflict `lens-missing` if it is not here."""
    rows = LensVersion.objects.exclude(status=VersionStatus.DRAFT).select_related("lens")
    if ref.startswith(BUILTIN):
        lens = Lens.objects.filter(alias=ref.removeprefix(BUILTIN), organization=None).first()
        key = lens.pk if lens else None
    else:
        key = lenses.get(ref)
    found = rows.filter(lens=key, name=name).defer("document").first() if key else None
    if found is None:
        raise Conflict(
            _("The lens %(lens)s is not here in version %(version)s.")
            % {"lens": ref, "version": name},
            code="lens-missing",
        )
    return found


def _review(actor: Actor, found: Review, version: LensVersion, wanted: Reviewed) -> None:
    review = access.review_for(actor, found.pk, need=Action.ANSWER, lock=True)
    answers.refuse_complete(review)
    if review.lens_version_id != version.pk:
        moving.move(review, version, by=actor)
    reviews.write_notes(actor, review.pk, notes=wanted.notes)
    written = dict(review.findings.values_list("pillar_key", "current_state"))
    pillars = {pillar.id for pillar in compiled(version.pk).pillars}
    for pillar in sorted({*written, *wanted.pillar_notes} & pillars):
        text = wanted.pillar_notes.get(pillar, "")
        if written.get(pillar, "") != text:
            findings.write(actor, review.pk, pillar, values={"current_state": text})
    _answers(actor, review, version, wanted)


def difference(
    version: LensVersion, question: str, before: changes.State, wanted: changes.State
) -> changes.State:
    """What to set so that an answer says what is wanted: of what this version asks, the rest
    cannot be said. Empty for nothing. Invalid for what must not be said."""
    asked = compiled(version.pk).questions.get(question)
    if asked is None:
        return {}
    known = {
        path: value
        for path, value in changes.difference(before, wanted).items()
        if not (choice := changes.split(path)[0]) or choice in asked.choice
    }
    return answer_checks.checked(asked, known)


def _answers(actor: Actor, review: Review, version: LensVersion, wanted: Reviewed) -> None:
    asked = compiled(version.pk).questions
    rows = Answer.objects.filter(review=review).select_for_update(of=("self",), no_key=True)
    is_changed = False
    for row in rows.order_by("position"):
        row.review = review
        said = wanted.answers.get(row.question_key)
        before = answers.state_of(row)
        change = difference(version, row.question_key, before, said.state if said else {})
        is_changed |= answers.write(actor, row, asked[row.question_key], change)
    if is_changed:
        touch.workload(review.workload)
