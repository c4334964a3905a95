"""A five-minute demo review: a small workload to try everything on, marked as one, deletable.

It is an ordinary workload with the tag `demo`, made through the services like any other.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews.models import Review, Workload
from reviews.services import answers, comments, evidence, questions, reviews, workloads
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action

LENS = "review-checklist"
TAG = "demo"
# Pillar → how many of its practices are in place, from the first on. The rest is to be answered.
_IN_PLACE = {"operationalExcellence": 6, "security": 3, "costOptimization": 7}
_PARKED = "reliability"
_SOURCE = "https://docs.aws.amazon.com/wellarchitected/latest/framework/welcome.html"


def begin(actor: Actor) -> Review:
    """The demo review of this person: the one they have, or a new one, half answered.

    Forbidden for who may not create workloads.
    """
    policy.require(actor, Action.WORKLOAD_CREATE)
    with transaction.atomic():
        return _existing(actor) or _make(actor)


def first_question(review: Review) -> str:
    """Where trying begins."""
    return next(iter(compiled(review.lens_version_id).questions))


def _existing(actor: Actor) -> Review | None:
    return (
        Review.objects.visible_to(actor)
        .attached()
        .filter(
            workload__organization=actor.organization,
            workload__created_by=actor.user,
            workload__archived_at=None,
            **{f"workload__tags__{TAG}": "yes"},
        )
        .order_by("created_at")
        .first()
    )


def _make(actor: Actor) -> Review:
    values = {
        "name": _free_name(actor),
        "description": _("A made-up photo shop to try a review on. Delete it whenever you like."),
        "business_objectives": _("Orders at any hour, and no picture lost."),
        "tags": {TAG: "yes"},
    }
    workload = workloads.create(actor, values=values)
    review = reviews.attach(actor, workload.pk, lens=LENS)
    for question in compiled(review.lens_version_id):
        _fill(actor, review, question)
    return review


def _fill(actor: Actor, review: Review, question: CompiledQuestion) -> None:
    count = _IN_PLACE.get(question.pillar_id, 0)
    if count:
        wanted: dict[str, str] = {
            f"choices.{one.id}.status": "selected" for one in question.practices[:count]
        }
        if question.pillar_id == "security":
            wanted["notes"] = _("Seen together with the platform team.")
        answers.record(actor, review_id=review.pk, question=question.id, changes_wanted=wanted)
    if question.pillar_id == "security":
        text = _("Who can tell us whether the logs are kept in another account?")
        comments.write(actor, review.pk, question.id, text=text)
    if question.pillar_id == "operationalExcellence":
        title = _("Runbook: releasing the photo shop")
        evidence.add_link(actor, review.pk, question.id, url=_SOURCE, title=title)
    if question.pillar_id == _PARKED:
        note = _("Ask the database team when a backup was last brought back.")
        questions.park(actor, review.pk, question.id, note=note)


def _free_name(actor: Actor) -> str:
    name = _("Demo: photo shop")
    taken = set(
        Workload.objects.filter(organization=actor.organization, name__startswith=name).values_list(
            "name", flat=True
        )
    )
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)
