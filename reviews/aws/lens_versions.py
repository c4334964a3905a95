"""Versions of a lens: published, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lenses.access import newest_published, version_named
from lenses.document import Fate, PillarDiff, QuestionDiff
from lenses.models import DRAFT
from lenses.services import differences, versions
from reviews.aws import lens_names, places, quotas
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, NotValid
from reviews.aws.lenses import name_of, version_of
from reviews.reads import lens_list
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

_FATES = {Fate.CHANGED: "UPDATED", Fate.NEW: "NEW", Fate.REMOVED: "DELETED"}


def create_lens_version(call: Call) -> Mapping[str, Any]:
    """CreateLensVersion: publish the draft; a minor version unless IsMajorVersion says other."""
    alias = call.given["LensAlias"]
    lens = lens_names.lens_for(call.actor, alias, need=Action.LENS_WRITE)
    try:
        draft = version_named(call.actor, lens, DRAFT)
    except NotFound as error:
        told = f"Lens {alias} has no draft to publish. Import one first."
        raise Clash(told, id=alias, kind="LENS") from error
    used = lens_list.count_versions(call.actor, draft)
    quotas.require(call, "lens-versions", used=used, id=alias, kind="LENS")
    with places.named({"name": "LensVersion"}):
        version = versions.publish(
            call.actor,
            draft,
            name=call.given["LensVersion"],
            major=call.given.get("IsMajorVersion", False),
        )
    return {"LensArn": lens_names.arn_of(lens), "LensVersion": version.name}


def get_lens_version_difference(call: Call) -> Mapping[str, Any]:
    """GetLensVersionDifference: to the newest version, from the one before, unless said other."""
    lens = lens_names.lens_for(call.actor, call.given["LensAlias"])
    latest = newest_published(lens)
    target = version_of(call, lens, call.given.get("TargetLensVersion", ""))
    named = call.given.get("BaseLensVersion", "")
    base = version_of(call, lens, named) if named else lens_list.before(target) or target
    found = differences.between(base, target)
    if found is None:
        raise NotValid("[Validation] The draft holds errors, so nothing can be compared with it.")
    return {
        **lens_names.names(lens),
        "BaseLensVersion": name_of(base),
        "TargetLensVersion": name_of(target),
        "LatestLensVersion": latest.name if latest else None,
        "VersionDifferences": {
            "PillarDifferences": [
                _pillar(pillar) for pillar in found.pillars if pillar.fate is not Fate.SAME
            ]
        },
    }


def _pillar(pillar: PillarDiff) -> dict[str, Any]:
    shown = pillar.new or pillar.old
    return {
        "PillarId": pillar.id,
        "PillarName": shown.name if shown else None,
        "DifferenceStatus": _FATES[pillar.fate],
        "QuestionDifferences": list(_questions(pillar.questions)),
    }


def _questions(questions: Iterable[QuestionDiff]) -> Iterable[dict[str, str | None]]:
    for question in questions:
        shown = question.new or question.old
        went = question.moved is not None and question.moved.is_other_pillar
        fate = Fate.CHANGED if question.fate is Fate.SAME and went else question.fate
        if fate is not Fate.SAME:
            yield {
                "QuestionId": question.id,
                "QuestionTitle": shown.title if shown else None,
                "DifferenceStatus": _FATES[fate],
            }


OPERATIONS: dict[str, Handler] = {
    "CreateLensVersion": create_lens_version,
    "GetLensVersionDifference": get_lens_version_difference,
}
