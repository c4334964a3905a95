"""ProfileArn ⇄ profile. A built-in one belongs to the account of twelve zeros: the API's pattern
asks for digits."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from reviews.aws import arns
from reviews.aws.arns import Kind
from reviews.aws.errors import NotThere
from reviews.models import Profile, ProfileVersion
from reviews.profile_access import profile_for as _profile_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound

BUILTIN_ACCOUNT = "000000000000"


def arn_of(profile: Profile) -> str:
    """The ARN of a profile. Wants its organization loaded."""
    account = profile.organization.number if profile.organization else BUILTIN_ACCOUNT
    return arns.arn(Kind.PROFILE, profile.pk, account=account, region=settings.WELLARCH_AWS_REGION)


def key_of(arn: str) -> UUID | None:
    """The key of the profile an ARN can be of; None for what names none."""
    parts = arns.parse(arn)
    return arns.key_of(parts.id) if parts and parts.kind == Kind.PROFILE else None


def profile_for(
    actor: Actor, arn: str, *, need: Action = Action.READ, lock: bool = False
) -> Profile:
    """The profile of this ARN. NotThere for what the actor does not see; Forbidden as the core
    says it."""
    key = key_of(arn)
    if key is None:
        raise not_there(arn)
    try:
        return _profile_for(actor, key, need=need, lock=lock)
    except NotFound:
        raise not_there(arn) from None


def use(version: ProfileVersion) -> dict[str, str]:
    """A WorkloadProfile: which profile, in which version. Wants profile__organization loaded."""
    return {"ProfileArn": arn_of(version.profile), "ProfileVersion": str(version.number)}


def not_there(arn: str) -> NotThere:
    """There is no such profile for the caller."""
    return NotThere(f"No profile found for ARN {arn}.", id=arn, kind="PROFILE")
