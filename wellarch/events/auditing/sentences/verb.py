"""What a verb of the log is: how it is said, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


class Group(models.TextChoices):
    """What verbs are about, as the filter offers it."""

    ANSWERS = "answers", _("Answers and findings")
    REVIEWS = "reviews", _("Workloads and reviews")
    IMPROVEMENTS = "improvements", _("Improvements")
    WORKSHEETS = "worksheets", _("Worksheets and game days")
    RECORDS = "records", _("Milestones and reports")
    LENSES = "lenses", _("Lenses")
    TEMPLATES = "templates", _("Review templates")
    SHARING = "sharing", _("Sharing")
    PEOPLE = "people", _("Members and teams")
    ACCESS = "access", _("Sign-in, tokens and keys")
    ORGANIZATION = "organization", _("Organization")


@dataclass(frozen=True, slots=True)
class Verb:
    """How a verb is said. single: the sentence when exactly one short value changed."""

    group: Group
    sentence: str | StrPromise
    single: str | StrPromise = ""
