"""What the path of a call leads to: a workload, one of its reviews, a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db.models import Q

from reviews import access
from reviews.aws import lens_names
from reviews.aws.call import Call
from reviews.aws.errors import NotThere, NotValid
from reviews.models import Milestone, Review, Workload
from reviews.reads import review_at
from reviews.reads.review_at import QuestionAt, ReviewAt
from wellarch.errors import Invalid, NotFound


def workload_id(call: Call) -> UUID:
    """The key in WorkloadId."""
    return UUID(call.given["WorkloadId"])


def workload_of(call: Call) -> Workload:
    """The workload in WorkloadId, whatever else the path names."""
    try:
        return access.workload_for(call.actor, workload_id(call))
    except NotFound as error:
        raise NotThere(error.message, id=call.given["WorkloadId"], kind="WORKLOAD") from error


def review(call: Call) -> ReviewAt:
    """The review in WorkloadId and LensAlias, at MilestoneNumber if there is one."""
    with _told(call):
        return review_at.review(
            call.actor, workload_id(call), _lens(call), milestone=call.given.get("MilestoneNumber")
        )


def review_row(call: Call) -> Review:
    """The review in WorkloadId and LensAlias as it is now, without its answers."""
    with _told(call):
        return access.review_by_lens(call.actor, workload_id(call), _lens(call))


def question(call: Call) -> QuestionAt:
    """The question in WorkloadId, LensAlias and QuestionId, at MilestoneNumber if there is one."""
    with _told(call):
        return review_at.question(
            call.actor,
            workload_id(call),
            _lens(call),
            call.given["QuestionId"],
            milestone=call.given.get("MilestoneNumber"),
        )


def milestone(call: Call) -> Milestone:
    """The milestone in WorkloadId and MilestoneNumber."""
    number = call.given["MilestoneNumber"]
    workload = workload_of(call)
    try:
        return access.milestone_for(call.actor, workload.pk, number)
    except NotFound as error:
        raise NotThere(error.message, id=str(number), kind="MILESTONE") from error


def require_pillar(call: Call, pillars: Mapping[str, object]) -> str | None:
    """PillarId if it is given. NotValid (as the reference, not NotThere) if there is none such."""
    wanted: str | None = call.given.get("PillarId")
    if wanted is not None and wanted not in pillars:
        raise no_pillar(call, wanted)
    return wanted


def no_pillar(call: Call, pillar: str) -> NotValid:
    """The review has no such pillar."""
    return NotValid(
        f"[Validation] No pillar with ID {pillar} was found in workload {call.given['WorkloadId']}."
    )


def no_question(call: Call, question: str) -> NotValid:
    """The review does not ask this, or no longer."""
    return NotValid(
        f"[Validation] No question with ID {question} was found in workload "
        f"{call.given['WorkloadId']}."
    )


@contextmanager
def named(members: Mapping[str, str]) -> Iterator[None]:
    """Have the core's refusals name members of the API instead of columns of ours."""
    try:
        yield
    except Invalid as error:
        fields: dict[str, list[str]] = {}
        for key, told in error.fields.items():
            fields.setdefault(members.get(key, key), []).extend(told)
        raise Invalid(error.message, fields=fields, code=error.code) from error


def _lens(call: Call) -> Q:
    alias = call.given["LensAlias"]
    found = lens_names.condition(alias, "lens__")
    if found is None:
        workload_of(call)
        raise lens_names.no_review(alias)
    return found


@contextmanager
def _told(call: Call) -> Iterator[None]:
    """What is missing on the way, said as the reference says it."""
    try:
        yield
    except NotFound as error:
        if error.code == "no-review":
            raise lens_names.no_review(call.given["LensAlias"]) from error
        if error.code == "no-question":
            raise no_question(call, call.given["QuestionId"]) from error
        if (number := call.given.get("MilestoneNumber")) is not None:
            workload_of(call)
            raise NotThere(error.message, id=str(number), kind="MILESTONE") from error
        raise NotThere(error.message, id=call.given["WorkloadId"], kind="WORKLOAD") from error
