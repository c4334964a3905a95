"""What reviews know of a person: told to them, taken out of what stays, ended with a tenant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from lenses.models import Lens, LensVersion, VersionStatus
from reviews.models import (
    Answer,
    AnswerChange,
    CalendarFeed,
    Comment,
    Evidence,
    Finding,
    Improvement,
    ImprovementChange,
    Milestone,
    Profile,
    ProfileVersion,
    Report,
    ReportSchedule,
    Review,
    ReviewSession,
    Template,
    TemplateAnswer,
    TemplateUse,
    Visit,
    Workload,
)
from reviews.services import frozen_names, personal_filters, personal_sheets
from wellarch import clock, files
from wellarch.accounts.models import Organization, Share, User
from wellarch.accounts.persons.privacy import rows
from wellarch.accounts.roles import ShareKind
from wellarch.events.auditing import doings

_AT_ONCE = 500


def export(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The answers somebody changed, what they said and showed, recorded and asked for."""
    by_them = {"user": user}
    yield (
        "workloads_created",
        rows(Workload.objects.filter(created_by=user), "id", "name", "created_at"),
    )
    yield (
        "profiles_created",
        rows(Profile.objects.filter(created_by=user), "id", "name", "created_at"),
    )
    yield "profile_versions_written", rows(
        ProfileVersion.objects.filter(created_by=user), "number", "created_at",
        profile="profile__name",
    )  # fmt: skip
    yield "answers_changed", rows(
        AnswerChange.objects.filter(**by_them).order_by("pk"),
        "at", "via", "fields", "risk_before", "risk_after",
        question="answer__question_key", workload="answer__review__workload__name",
    )  # fmt: skip
    yield "comments", rows(
        Comment.objects.filter(author=user), "created_at", "edited_at", "text",
        workload="answer__review__workload__name",
    )  # fmt: skip
    yield "evidence_added", rows(
        Evidence.objects.filter(added_by=user), "added_at", "title", "url", "name",
        workload="answer__review__workload__name",
    )  # fmt: skip
    yield "milestones_recorded", rows(
        Milestone.objects.filter(**by_them), "number", "name", "recorded_at",
        workload="workload__name",
    )  # fmt: skip
    yield "reports_requested", rows(
        Report.objects.filter(**by_them), "id", "kind", "format", "requested_at",
        workload="workload__name",
    )  # fmt: skip
    yield "report_schedules", rows(
        ReportSchedule.objects.filter(**by_them), "kind", "format", "rhythm", "next_on",
        "created_at", workload="workload__name",
    )  # fmt: skip
    yield from personal_filters.export(user)
    yield from _export_team_work(user)


def _export_templates(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The templates somebody made, what they changed last in them, and where they used them.

    Names are read from the person, so there is nothing to forget in these rows.
    """
    yield (
        "templates_created",
        rows(Template.objects.filter(created_by=user), "id", "name", "created_at"),
    )
    yield "template_answers_changed", rows(
        TemplateAnswer.objects.filter(changed_by=user), "changed_at", "choices", "notes",
        question="question_key", template="review__template__name",
    )  # fmt: skip
    for name, act in (("templates_applied", "applied"), ("template_changes_proposed", "proposed")):
        yield name, rows(
            TemplateUse.objects.filter(**{f"{act}_by": user}), f"{act}_at",
            template="template__name", workload="workload__name",
        )  # fmt: skip


def _export_team_work(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """What somebody was given to do, agreed with, and the meetings they held or were asked to."""
    yield "questions_assigned", rows(
        Answer.every.filter(assignee=user), "due_on",
        question="question_key", workload="review__workload__name",
    )  # fmt: skip
    yield "answers_confirmed", rows(
        Answer.every.filter(confirmed_by=user), "confirmed_at",
        question="question_key", workload="review__workload__name",
    )  # fmt: skip
    meetings = {
        "sessions_held": ReviewSession.objects.filter(facilitator=user),
        "sessions_invited_to": ReviewSession.objects.filter(invited=user),
    }
    for name, found in meetings.items():
        yield name, rows(
            found, "title", "planned_at", "started_at", "ended_at",
            workload="review__workload__name",
        )  # fmt: skip
    yield "reviews_visited", rows(
        Visit.objects.filter(user=user), "started_at", "seen_at",
        question="question_key", workload="review__workload__name",
    )  # fmt: skip
    yield from _export_improvements(user)
    yield from personal_sheets.export(user)
    yield from _export_templates(user)


def _export_improvements(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The improvements somebody made, owns, accepted or changed; the calendars they follow."""
    columns = ("number", "title", "state", "due_on")
    for name, act in (("made", "created_by"), ("owned", "owner"), ("accepted", "accepted_by")):
        found = Improvement.objects.filter(**{act: user})
        yield f"improvements_{name}", rows(found, *columns, workload="workload__name")
    yield "improvements_changed", rows(
        ImprovementChange.objects.filter(user=user).order_by("pk"), "at", "via", "fields",
        number="improvement__number", workload="improvement__workload__name",
    )  # fmt: skip
    yield "calendars_followed", rows(
        CalendarFeed.objects.filter(user=user), "created_at", "last_used_at",
        workload="workload__name",
    )  # fmt: skip


def forget(user: User, former: str, organizations: Collection[UUID]) -> None:
    """Replace somebody's name by `former` wherever it was written beside what stays.

    organizations: where they were; there they may also be named as review owner.
    """
    AnswerChange.objects.filter(user=user).update(actor_name=former)
    last = AnswerChange.objects.filter(
        answer=OuterRef("pk"), revision=OuterRef("revision"), user=user
    )
    Answer.every.filter(Exists(last)).update(changed_by=former)
    Answer.every.filter(assignee=user).update(assignee=None, due_on=None)
    for ids in _in_pieces(doings.last_by(user, Finding, "finding.changed")):
        Finding.objects.filter(pk__in=ids).update(changed_by=former)
    for ids in _in_pieces(doings.last_by(user, Review, "review.completed")):
        complete = Review.objects.filter(pk__in=ids).exclude(completed_by="")
        complete.update(completed_by=former)
    _forget_reports(user, former)
    words = frozen_names.words_of(user, organizations)
    owned = Workload.objects.filter(
        frozen_names.called(words, "review_owner"),
        organization__in=organizations,
    )
    owned.update(review_owner=former)
    frozen_names.forget(user, former, organizations)
    ImprovementChange.objects.filter(user=user).update(actor_name=former)
    Improvement.objects.filter(owner=user).update(owner=None)
    CalendarFeed.objects.filter(user=user).delete()
    Visit.objects.filter(user=user).delete()
    ReviewSession.invited.through._default_manager.filter(user=user).delete()
    _forget_in_agendas(words, former, organizations)
    personal_filters.forget(user, words, former, organizations)
    personal_sheets.forget(user, words, former, organizations)


def _forget_reports(user: User, former: str) -> None:
    """What is about workloads stays; a portfolio was seen by nobody else, and none will be."""
    alone = Report.objects.filter(user=user, workload=None)
    files.delete_on_commit(*(row.file for row in alone.exclude(file="")))
    alone.delete()
    ReportSchedule.objects.filter(user=user).delete()
    Report.objects.filter(user=user).update(requested_by=former)


def _forget_in_agendas(
    words: Collection[str], former: str, organizations: Collection[UUID]
) -> None:
    """Whom to have in a conversation is typed: roles mostly, now and then a list of names."""
    rows = ReviewSession.objects.filter(organization__in=organizations)
    found = rows.values_list("pk", "agenda").iterator(chunk_size=_AT_ONCE)
    named = [key for key, agenda in found if _without(words, former, agenda) != agenda]
    for session in rows.filter(pk__in=named).select_for_update().order_by("pk"):
        session.agenda = _without(words, former, session.agenda)
        session.save(update_fields=["agenda"])


def _without(
    words: Collection[str], former: str, agenda: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    def told(people: str) -> str:
        names = [name.strip() for name in people.split(",")]
        if not any(name.lower() in words for name in names):
            return people
        return ", ".join(former if name.lower() in words else name for name in names)

    return [{**item, "people": told(item["people"])} for item in agenda]


def end_organization(organization: Organization) -> None:
    """Delete the workloads and templates of an organization with all that hangs on them.

    A lens of theirs that others review with goes to the one who does, or their answers would
    have no questions any more. What was a draft does not: nobody else has ever seen it.
    """
    _hand_over_lenses(organization)
    _hand_over_profiles(organization)
    mine = {"organization": organization}
    reported = Report.objects.filter(**mine).exclude(file="")
    shown = Evidence.objects.filter(**mine).exclude(file="")
    kept = [row.file for row in (*reported, *shown)]
    Workload.objects.filter(**mine).delete()
    Template.objects.filter(**mine).delete()
    files.delete_on_commit(*kept)


def _hand_over_lenses(organization: Organization) -> None:
    used = Review.objects.filter(lens__organization=organization).exclude(organization=organization)
    heirs: dict[Any, Any] = {}
    for lens_id, heir in used.order_by("created_at").values_list("lens_id", "organization_id"):
        heirs.setdefault(lens_id, heir)
    LensVersion.objects.filter(lens__in=heirs, status=VersionStatus.DRAFT).delete()
    for lens in Lens.objects.filter(pk__in=heirs):
        heir = heirs[lens.pk]
        taken = set(Lens.objects.filter(organization=heir).values_list("alias", flat=True))
        free = (a for n in range(1, 10_000) if (a := f"{lens.alias[:58]}-{n}") not in taken)
        lens.alias = lens.alias if lens.alias not in taken else next(free)
        lens.organization_id = heir
        lens.save(update_fields=["organization", "alias"])
        shares = Share.objects.filter(kind=ShareKind.LENS, subject_id=lens.pk)
        shares.filter(target_organization=heir).delete()
        shares.update(organization=heir)


def _hand_over_profiles(organization: Organization) -> None:
    """A profile that others' workloads have goes to the one who has it first, as a deleted one:
    what it said holds on there, and nobody new chooses it."""
    used = Workload.objects.filter(profile_version__profile__organization=organization)
    others = used.exclude(organization=organization).order_by("created_at")
    heirs: dict[Any, Any] = {}
    for key, heir in others.values_list("profile_version__profile_id", "organization_id"):
        heirs.setdefault(key, heir)
    for profile in Profile.objects.filter(pk__in=heirs):
        profile.organization_id = heirs[profile.pk]
        profile.deleted_at = profile.deleted_at or clock.now()
        profile.save(update_fields=["organization", "deleted_at"])


def _in_pieces(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
