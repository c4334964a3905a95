"""The tenant and who belongs to it: organizations, memberships, teams."""

from __future__ import annotations

import secrets
import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts import colours
from wellarch.accounts.models.people import User
from wellarch.accounts.roles import Role

_MAX_DAYS = 3650


def new_number() -> str:
    """Twelve random digits: how other organizations and the AWS API name this one."""
    return f"{secrets.randbelow(9 * 10**11) + 10**11}"


class Organization(models.Model):
    """The tenant: owns workloads and lenses. Every row of the product belongs to one.

    `number` is its account number: given to others so that they can share something with it,
    impossible to guess, and its account id in the AWS API.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(max_length=60, unique=True)
    number = models.CharField(max_length=12, unique=True, default=new_number, editable=False)
    industry = models.CharField(_("industry"), max_length=100, blank=True)
    logo = models.FileField(_("logo"), upload_to="logos/", blank=True)
    accent = models.CharField(
        _("colour of reports"), max_length=7, blank=True, validators=[colours.readable]
    )  # "#rrggbb" in lower case; empty: ours
    # Days until a risk of each class is due (seed 000, section 8); None means the backlog.
    high_risk_days = models.PositiveIntegerField(
        _("days to fix a high risk"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(_MAX_DAYS)],
    )
    medium_risk_days = models.PositiveIntegerField(
        _("days to fix a medium risk"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(_MAX_DAYS)],
    )
    low_risk_days = models.PositiveIntegerField(
        _("days to fix a low risk"),
        null=True,
        blank=True,
        help_text=_("Leave empty to keep low risks in the backlog."),
        validators=[MinValueValidator(1), MaxValueValidator(_MAX_DAYS)],
    )
    second_factor_required = models.BooleanField(_("second factor required"), default=False)
    # What a new workload is reviewed against unless one says otherwise; None: the framework.
    default_lens = models.ForeignKey(
        "lenses.Lens", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def due_days(self) -> dict[str, int | None]:
        """Days until a risk of each class is due, by risk; None is the backlog."""
        return {
            "high": self.high_risk_days,
            "medium": self.medium_risk_days,
            "low": self.low_risk_days,
        }


class Membership(models.Model):
    """A user in an organization, with a role."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.VIEWER)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"


class Team(models.Model):
    """A named group of members that can own workloads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=120)
    # Lower case, without blanks: names are unique per organization ignoring both.
    normalized_name = models.CharField(max_length=120, editable=False)
    description = models.CharField(_("description"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "normalized_name"], name="team_name_per_organization"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """A member in a team; ends with the membership."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="teams")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership"], name="once_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.team_id}"


class Invitation(models.Model):
    """An invitation to join: to one address by mail, or a link for whoever holds it.

    The clear token is in the mail or was shown once; here is its digest. An address is proven
    by the mail that arrived there, so a link (email empty) proves none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.VIEWER)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None) & ~models.Q(email=""),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email or 'a link'} to {self.organization_id}"

    @property
    def is_link(self) -> bool:
        """True for a link anybody may use who holds it."""
        return not self.email
