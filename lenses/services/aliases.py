"""Names and aliases of new lenses: what may stand in an address and is free."""

from __future__ import annotations

import re

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lenses.document import LIMITS
from lenses.models import Lens
from lenses.services import imports
from wellarch.accounts.models import Organization
from wellarch.errors import Invalid

_ALIAS = re.compile(r"[A-Za-z0-9_-]{1,64}")


def name_of(name: str) -> str:
    """The name of a lens without blanks around it; Invalid when it is missing or too long."""
    name = name.strip()
    if not name:
        raise Invalid(fields={"name": [_("A lens needs a name.")]})
    if len(name) > LIMITS.name:
        message = _("Use at most %(limit)d characters.") % {"limit": LIMITS.name}
        raise Invalid(fields={"name": [message]})
    return name


def chosen(organization: Organization, alias: str, name: str) -> str:
    """The alias if it is free, or one made from the name. Invalid when it is malformed or taken."""
    alias = alias.strip()
    if not alias:
        return _made(organization, name)
    if not _ALIAS.fullmatch(alias):
        message = _("Use at most 64 letters, digits, dashes and underscores.")
        raise Invalid(fields={"alias": [message]})
    if alias in imports.TAKEN_ALIASES or _is_taken(organization, [alias]):
        raise Invalid(fields={"alias": [taken(alias)]})
    return alias


def taken(alias: str) -> str:
    """The sentence about an alias that is not free."""
    return _("%(alias)s is taken; use another alias.") % {"alias": alias}


def _made(organization: Organization, name: str) -> str:
    stem = slugify(name)[:56] or "lens"
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    in_use = _is_taken(organization, candidates) | imports.TAKEN_ALIASES
    return next(each for each in candidates if each not in in_use)


def _is_taken(organization: Organization, aliases: list[str]) -> set[str]:
    near = Q(organization=None) | Q(organization=organization, deleted_at=None)
    rows = Lens.objects.filter(near, alias__in=aliases)
    return set(rows.values_list("alias", flat=True))
