"""The tables of people, organizations, shares and credentials. Fields and constraints only."""

from wellarch.accounts.models.credentials import AccessKey, Token
from wellarch.accounts.models.organization import (
    Invitation,
    Membership,
    Organization,
    Team,
    TeamMember,
)
from wellarch.accounts.models.people import User
from wellarch.accounts.models.share import Share

__all__ = [
    "AccessKey",
    "Invitation",
    "Membership",
    "Organization",
    "Share",
    "Team",
    "TeamMember",
    "Token",
    "User",
]
