"""The roles of a member and the scopes of a token, as choices for columns and forms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member is in an organization, from most to least."""

    ADMIN = "admin", _("Admin")
    ARCHITECT = "architect", _("Architect")
    CONTRIBUTOR = "contributor", _("Contributor")
    VIEWER = "viewer", _("Viewer")


class Scope(models.TextChoices):
    """What a token may do at most, whatever its owner's role allows."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
    ADMIN = "admin", _("Everything its owner may do")


class Via(models.TextChoices):
    """The door a change came through."""

    BROWSER = "browser", _("Browser")
    API = "api", _("REST API")
    AWS = "aws", _("AWS API")
    TASK = "task", _("Task")
    COMMAND = "command", _("Command")


class ShareKind(models.TextChoices):
    """What can be shared."""

    WORKLOAD = "workload", _("Workload")
    LENS = "lens", _("Lens")
    TEMPLATE = "template", _("Review template")
    PROFILE = "profile", _("Profile")


class Permission(models.TextChoices):
    """What a share lets its receiver do; only a workload can be answered."""

    READ = "read", _("Read")
    CONTRIBUTE = "contribute", _("Contribute")


class ShareStatus(models.TextChoices):
    """The life of a share. Nobody has to write down that one has expired: see Share.state."""

    PENDING = "pending", _("Pending")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    REVOKED = "revoked", _("Revoked")


class Visibility(models.TextChoices):
    """Who of the owning organization sees a workload without a share."""

    ORGANIZATION = "organization", _("Everybody in the organization, by role")
    TEAM = "team", _("Its team, who made it, and admins")
