"""Comments on a question: said, answered, edited, taken back, resolved. Mentions are told.

A mention is written "@Name" and kept as "@{id}", so that it follows the person: another name
is shown as the new one, and somebody who left as a former member.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Answer, Comment
from reviews.reads import people
from reviews.services import questions, touch
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import Role
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events import log
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

MAX_TEXT = 5_000
MENTION = re.compile(r"@\{(\d+)\}")
_EXCERPT = 200


def write(
    actor: Actor,
    review_id: UUID,
    question: str,
    *,
    text: str,
    choice: str = "",
    parent: UUID | None = None,
) -> Comment:
    """Say something about a question or one of its choices, or answer a comment (`parent`).

    Invalid for an empty or too long text or an unknown choice; NotFound for a parent elsewhere.
    """
    with transaction.atomic():
        answer = access.answer_for(actor, review_id, question, need=Action.DISCUSS, lock=True)
        thread = _thread(answer, parent)
        _check_choice(answer, choice)
        everybody = list(people.who_sees(answer.review.workload))
        comment = Comment.objects.create(
            organization_id=answer.organization_id,
            answer=answer,
            parent=thread,
            choice_key=thread.choice_key if thread else choice,
            author=actor.user,
            text=_kept(text, everybody),
            created_at=clock.now(),
        )
        if thread is not None and thread.resolved_at is not None:
            _resolve(thread, None)  # who answers has something to add
        _log(actor, answer, comment, "comment.written")
        _tell(actor, answer, comment, everybody, before="")
    return comment


def edit(actor: Actor, comment_id: UUID, *, text: str) -> Comment:
    """Change the words of one's own comment; who is newly mentioned is told."""
    with transaction.atomic():
        comment, answer = _own(actor, comment_id)
        everybody = list(people.who_sees(answer.review.workload))
        before, comment.text = comment.text, _kept(text, everybody)
        if before != comment.text:
            comment.edited_at = clock.now()
            comment.save(update_fields=["text", "edited_at"])
            _log(actor, answer, comment, "comment.edited")
            _tell(actor, answer, comment, everybody, before=before)
    return comment


def delete(actor: Actor, comment_id: UUID) -> Comment:
    """Take back one's own comment; an admin of the organization anybody's. Answers stay."""
    with transaction.atomic():
        comment, answer = _own(actor, comment_id, or_admin=True)
        comment.text, comment.deleted_at = "", clock.now()
        comment.save(update_fields=["text", "deleted_at"])
        _log(actor, answer, comment, "comment.deleted")
    return comment


def resolve(actor: Actor, comment_id: UUID, *, resolved: bool = True) -> Comment:
    """Call a thread settled, or open it again. Conflict for an answer within a thread."""
    with transaction.atomic():
        comment, answer = _reached(actor, comment_id)
        if comment.parent_id is not None:
            raise Conflict(_("Only a whole thread is resolved."))
        if (comment.resolved_at is not None) != resolved:
            _resolve(comment, actor if resolved else None)
            _log(actor, answer, comment, "comment.resolved" if resolved else "comment.reopened")
    return comment


def shown(text: str, names: dict[int, str]) -> str:
    """A kept text with the names of those it mentions, as it is read and edited."""
    former = _("Former member")
    return MENTION.sub(lambda found: f"@{names.get(int(found[1]), former)}", text)


def mentioned(text: str) -> set[int]:
    """The people a kept text mentions."""
    return {int(found) for found in MENTION.findall(text)}


def _kept(text: str, everybody: Iterable[User]) -> str:
    text = text.strip()
    if not text:
        raise Invalid(fields={"text": [_("Write something.")]})
    if len(text) > MAX_TEXT:
        raise Invalid(fields={"text": [_("Use at most 5,000 characters.")]})
    by_key = {person.pk: str(person).casefold() for person in everybody}
    # Of others, a number that was typed stays a number: shown, it would tell a stranger's name.
    text = MENTION.sub(lambda told: told[0] if int(told[1]) in by_key else f"@{told[1]}", text)
    by_name = {name: key for key, name in by_key.items()}
    # The longest name first: "@Ada Lovelace" is not "@Ada" with a word behind it.
    names = sorted(by_name, key=len, reverse=True)
    if not names:
        return text
    either = "|".join(re.escape(name) for name in names)
    return re.sub(
        rf"(?<!\w)@({either})(?!\w)",
        lambda found: f"@{{{by_name[found[1].casefold()]}}}",
        text,
        flags=re.IGNORECASE,
    )


def _thread(answer: Answer, parent: UUID | None) -> Comment | None:
    if parent is None:
        return None
    found = Comment.objects.filter(answer=answer, pk=parent, parent=None).first()
    if found is None:
        raise NotFound(_("There is no such comment."))
    return found


def _check_choice(answer: Answer, choice: str) -> None:
    asked = compiled(answer.review.lens_version_id).questions.get(answer.question_key)
    if choice and (asked is None or choice not in asked.choice):
        raise Invalid(fields={"choice": [_("This is not a choice of this question.")]})


def _reached(actor: Actor, comment_id: UUID) -> tuple[Comment, Answer]:
    row = Comment.objects.visible_to(actor).select_related("answer").filter(pk=comment_id).first()
    if row is None:
        raise NotFound(_("There is no such comment."))
    answer = access.answer_for(
        actor, row.answer.review_id, row.answer.question_key, need=Action.DISCUSS, lock=True
    )
    row.refresh_from_db()
    return row, answer


def _own(actor: Actor, comment_id: UUID, *, or_admin: bool = False) -> tuple[Comment, Answer]:
    comment, answer = _reached(actor, comment_id)
    is_author = actor.user is not None and comment.author_id == actor.user.pk
    is_admin = or_admin and answer.review.workload.role == Role.ADMIN
    if not (is_author or is_admin):
        raise Forbidden(_("Only who wrote it can change a comment."))
    if comment.deleted_at is not None:
        raise Conflict(_("This comment was taken back."), code="deleted")
    return comment, answer


def _resolve(thread: Comment, actor: Actor | None) -> None:
    thread.resolved_at = clock.now() if actor else None
    thread.resolved_by = actor.user if actor else None
    thread.save(update_fields=["resolved_at", "resolved_by"])


def _log(actor: Actor, answer: Answer, comment: Comment, verb: str) -> None:
    log.record(
        actor,
        verb,
        comment,
        workload_id=answer.review.workload_id,
        changes={"text": ("", "")},
        hidden=("text",),
        data={"question": answer.question_key, "review": str(answer.review_id)},
    )
    touch.workload(answer.review.workload)


def _tell(
    actor: Actor, answer: Answer, comment: Comment, everybody: Iterable[User], *, before: str
) -> None:
    """A mail to each person newly mentioned who sees the workload."""
    names = {person.pk: str(person) for person in everybody}
    new = mentioned(comment.text) - mentioned(before)
    url = reverse("question-detail", args=[answer.review_id, answer.question_key])
    for person in everybody:
        if person.pk in new:
            notices.write(
                NoticeKind.MENTION,
                user=person,
                organization=answer.review.workload.organization,
                by=actor.user,
                data={
                    "where": questions.label(answer),
                    "workload": answer.review.workload.name,
                    "excerpt": shown(comment.text, names)[:_EXCERPT],
                    "url": f"{url}#discussion",
                },
            )
