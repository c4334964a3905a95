"""LensAlias ⇄ lens. A built-in lens goes by its alias or its ARN, any other by its ARN alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, prefetch_related_objects

from lenses.access import lens_for as _lens_for
from lenses.models import Lens
from reviews.aws import arns
from reviews.aws.arns import Kind
from reviews.aws.errors import NotThere
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def arn_of(lens: Lens) -> str:
    """The ARN of a lens. Wants its organization loaded (see `with_owners`)."""
    if lens.organization is None:
        return arns.builtin_lens(lens.alias)
    return arns.arn(
        Kind.LENS,
        lens.pk,
        account=lens.organization.number,
        region=settings.WELLARCH_AWS_REGION,
    )


def alias_of(lens: Lens) -> str:
    """What the API calls LensAlias: of a lens that is not built in, its ARN."""
    return lens.alias if lens.is_builtin else arn_of(lens)


def names(lens: Lens) -> dict[str, str]:
    """The members LensAlias and LensArn."""
    return {"LensAlias": alias_of(lens), "LensArn": arn_of(lens)}


def with_owners(lenses: Iterable[Lens]) -> None:
    """Load the organizations of these lenses, for their ARNs: one query, none if all are
    built in."""
    prefetch_related_objects([each for each in lenses if not each.is_builtin], "organization")


def condition(text: str, path: str = "") -> Q | None:
    """The condition on rows that reach the lens of this alias or ARN through `path` (such as
    "lens__"); None for what can name no lens."""
    if not text.startswith("arn:"):
        return Q(**{f"{path}alias": text, f"{path}organization": None})
    parts = arns.parse(text)
    if parts is None or parts.kind != Kind.LENS:
        return None
    if parts.account in ("", "aws"):
        return Q(**{f"{path}alias": parts.id, f"{path}organization": None})
    key = arns.key_of(parts.id)
    if key is None:
        return None
    return Q(**{f"{path}pk": key, f"{path}organization__number": parts.account})


def lens_for(actor: Actor, text: str, *, need: Action = Action.READ) -> Lens:
    """The lens of this alias or ARN, its organization loaded. NotThere for what the actor does
    not see; Forbidden if they may not do `need` with it."""
    wanted = condition(text)
    found = None
    if wanted is not None:
        found = Lens.objects.visible_to(actor).filter(wanted).select_related("organization").first()
    if found is None:
        raise not_there(text)
    if need != Action.READ:
        try:
            _lens_for(actor, found.pk, need=need)
        except NotFound:
            raise not_there(text) from None
    return found


def not_there(text: str) -> NotThere:
    """There is no such lens for the caller."""
    return NotThere(f"No lens found for lens alias {text}.", id=text, kind="LENS")


def no_review(text: str) -> NotThere:
    """The lens is not attached to the workload."""
    return NotThere(f"No lens review for lens alias {text}", id=text, kind="LENS_REVIEW")
