"""A lens and its versions. A published version never changes again."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Share
from wellarch.accounts.roles import ShareKind


def seen_by(actor: Actor, path: str = "") -> Q:
    """The condition on rows that reach their lens through `path` (such as "lens__")."""
    seen = Q(**{f"{path}organization": None}) | Q(**{f"{path}organization": actor.organization})
    if actor.user is not None:
        shares = Share.objects.reaching(actor.user, actor.organization)
        seen |= Q(**{f"{path}pk__in": shares.filter(kind=ShareKind.LENS).values("subject_id")})
    return seen


class LensQuerySet(models.QuerySet["Lens"]):
    """Scoped reads of lenses."""

    def visible_to(self, actor: Actor) -> LensQuerySet:
        """The built-in lenses, those of the actor's organization and those shared with them.

        A deleted lens is not among them: only the reviews that use it still reach it.
        """
        return self.filter(seen_by(actor), deleted_at=None)


class Lens(models.Model):
    """A named set of questions over time. Without an organization it is built in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "accounts.Organization", null=True, on_delete=models.CASCADE, related_name="lenses"
    )
    alias = models.SlugField(max_length=64)
    name = models.CharField(_("name"), max_length=256)
    description = models.TextField(_("description"), blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    # The version a copy was made of, so that both can be held side by side later.
    copied_from = models.ForeignKey(
        "lenses.LensVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tags = models.JSONField(_("tags"), default=dict, blank=True)
    # Reviews that use a deleted lens go on; nothing new begins with it.
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LensQuerySet] = LensQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "alias"],
                condition=Q(deleted_at=None),
                name="lens_alias_per_organization",
            ),
            models.UniqueConstraint(
                fields=["alias"], condition=Q(organization=None), name="builtin_lens_alias"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_builtin(self) -> bool:
        """True for a lens that comes with WellArch."""
        return self.organization_id is None


class VersionStatus(models.TextChoices):
    """The life of a version, one way only."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


DRAFT = "draft"
"""How addresses name the draft of a lens; no published version may be called so."""


class LensVersionQuerySet(models.QuerySet["LensVersion"]):
    """Scoped reads of versions."""

    def visible_to(self, actor: Actor) -> LensVersionQuerySet:
        """Versions of the lenses the actor may see; drafts stay with those whose lens it is."""
        near = Q(lens__organization=actor.organization) | Q(lens__organization=None)
        return self.filter(
            seen_by(actor, "lens__"), near | ~Q(status=VersionStatus.DRAFT), lens__deleted_at=None
        )

    def published(self) -> LensVersionQuerySet:
        """Versions a workload can be reviewed against, newest first."""
        return self.filter(status=VersionStatus.PUBLISHED).order_by("-number")


class LensVersion(models.Model):
    """One state of a lens: the whole document, and its counts for lists.

    Only the document of a draft changes: `revision` counts its edits (see DraftEdit). A draft may
    hold errors while somebody works on it; what is published holds none.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    lens = models.ForeignKey(Lens, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(_("version"), max_length=32, blank=True)
    status = models.CharField(max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    is_major = models.BooleanField(default=True)
    notes = models.TextField(_("what changed"), blank=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    pillar_count = models.PositiveIntegerField(default=0)
    question_count = models.PositiveIntegerField(default=0)
    choice_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=150, blank=True)

    objects: ClassVar[LensVersionQuerySet] = LensVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lens", "number"], name="version_number_per_lens"),
            models.UniqueConstraint(
                fields=["lens", "name"],
                condition=~Q(name=""),
                name="version_name_per_lens",
            ),
            models.UniqueConstraint(
                fields=["lens"], condition=Q(status="draft"), name="one_draft_per_lens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lens} {self.name or '(draft)'}"

    @property
    def is_published(self) -> bool:
        """True once reviews may use it."""
        return self.status == VersionStatus.PUBLISHED
