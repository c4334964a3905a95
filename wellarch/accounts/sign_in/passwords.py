"""What a password may not be made of, beyond what Django knows: the words of this place."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from wellarch.accounts.models import Organization, User

# Listed in docs/security.md. What is left of a password without them must still be one.
WORDS = ("wellarch", "wellarchitected", "architect", "framework", "pillar", "workload", "review")
_LEFT = 6
_SHORTEST = 4


class PlaceWordsValidator:
    """Refuses passwords that are little more than the name of this product or organization."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when fewer than six characters are left without those words."""
        left = re.sub(r"[\W_]+", "", password).lower()
        for word in sorted({*WORDS, *_names_around(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < _LEFT and len(left) < len(re.sub(r"[\W_]+", "", password)):
            raise ValidationError(
                _("This is too close to the name of the product or of your organization."),
                code="password_of_this_place",
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("It is not made of the name of the product or of your organization.")


def _names_around(user: User | None) -> set[str]:
    """The names of the person's organizations, as one word and word by word."""
    if user is None or user.pk is None:
        return set()
    names = Organization.objects.filter(memberships__user=user).values_list("name", flat=True)
    words = {word for name in names for word in (name.lower(), *re.split(r"[\W_]+", name.lower()))}
    return {re.sub(r"[\W_]+", "", word) for word in words if len(word) >= _SHORTEST}
