"""What is attached to a workload: lenses and a profile."""

from __future__ import annotations

from reviews import access
from reviews.aws import lens_names, milestones, places, profile_names, quotas
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, NotThere, NotValid
from reviews.models import Workload
from reviews.reads import workload_list
from reviews.reads.workload_page import FRAMEWORK
from reviews.services import profiles, reviews, workloads
from wellarch.accounts.policy import Action

MOST_LENSES = 10  # in one call


def associate_lenses(call: Call) -> None:
    """AssociateLenses: with the answers they had if they come back. One that is there stays."""
    aliases = _aliases(call)
    workload = access.workload_for(call.actor, places.workload_id(call), need=Action.WORKLOAD_WRITE)
    there = set(workload_list.attached(workload).values_list("lens", flat=True))
    wanted = {lens_names.lens_for(call.actor, alias).pk: alias for alias in aliases}
    new = [key for key in wanted if key not in there]
    quotas.require(
        call,
        "lenses-per-workload",
        used=len(there),
        more=len(new),
        id=workload.pk.hex,
        kind="WORKLOAD",
    )
    for key in new:
        reviews.attach(call.actor, workload.pk, lens=key)


def disassociate_lenses(call: Call) -> None:
    """DisassociateLenses: their answers are kept for a return. The framework stays for ever."""
    workload = access.workload_for(call.actor, places.workload_id(call), need=Action.WORKLOAD_WRITE)
    found = []
    for alias in _aliases(call):
        lens = lens_names.condition(alias, "lens__")
        rows = workload_list.attached(workload)
        review = rows.filter(lens).first() if lens is not None else None
        if review is None:
            raise lens_names.no_review(alias)
        if review.lens.is_builtin and review.lens.alias == FRAMEWORK:
            raise NotValid(f"[Validation] The lens {alias} cannot be removed from a workload.")
        found.append(review.pk)
    for key in dict.fromkeys(found):
        reviews.remove(call.actor, key)


def associate_profiles(call: Call) -> None:
    """AssociateProfiles: one at most. The one that is there stays as it is."""
    arn = _profile_arn(call)
    profile = profile_names.profile_for(call.actor, arn)
    workload = _workload(call)
    used = workload.profile_version
    if used is not None and used.profile_id != profile.pk:
        raise Clash(
            "Another profile is associated with this workload.",
            id=workload.pk.hex,
            kind="WORKLOAD",
        )
    workloads.edit(call.actor, workload.pk, values={"profile": str(profile.pk)})


def disassociate_profiles(call: Call) -> None:
    """DisassociateProfiles: the workload is as it was before, nothing is asked for first."""
    arn = _profile_arn(call)
    workload = _workload(call)
    _require_used(workload, arn)
    workloads.edit(call.actor, workload.pk, values={"profile": ""})


def upgrade_profile_version(call: Call) -> None:
    """UpgradeProfileVersion: the newest version of the profile, after a milestone if it is
    named."""
    workload = _workload(call)
    _require_used(workload, call.given["ProfileArn"])
    name = call.given.get("MilestoneName", "")
    with milestones.recording(call, workload.pk, name):
        profiles.upgrade(call.actor, workload.pk, milestone=name)


def _workload(call: Call) -> Workload:
    return access.workload_for(call.actor, places.workload_id(call), need=Action.WORKLOAD_WRITE)


def _aliases(call: Call) -> list[str]:
    aliases: list[str] = list(dict.fromkeys(call.given["LensAliases"]))
    if len(aliases) > MOST_LENSES:
        told = f"LensAliases must have at most {MOST_LENSES} items."
        raise NotValid(f"[Validation] {told}", {"LensAliases": told})
    return aliases


def _profile_arn(call: Call) -> str:
    arns: list[str] = list(dict.fromkeys(call.given["ProfileArns"]))
    if len(arns) > 1:
        told = "ProfileArns must have at most 1 item."
        raise NotValid(f"[Validation] {told}", {"ProfileArns": told})
    return arns[0]


def _require_used(workload: Workload, arn: str) -> None:
    used = workload.profile_version
    if used is None or used.profile_id != profile_names.key_of(arn):
        raise NotThere("The profile is not associated with this workload.", id=arn, kind="PROFILE")


OPERATIONS: dict[str, Handler] = {
    "AssociateLenses": associate_lenses,
    "DisassociateLenses": disassociate_lenses,
    "AssociateProfiles": associate_profiles,
    "DisassociateProfiles": disassociate_profiles,
    "UpgradeProfileVersion": upgrade_profile_version,
}
