"""The discussion of a question: threads of comments, the open ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import access
from reviews.models import Comment, Review
from reviews.reads import people
from reviews.services import comments
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import User
from wellarch.accounts.roles import Role
from wellarch.markdown import to_html


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment. `words` is what its author edits; html is safe."""

    id: UUID
    by: str
    initials: str
    at: datetime
    html: SafeString
    words: str
    is_edited: bool
    is_deleted: bool
    is_mine: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers. choice: the title of the practice it is about, if one."""

    first: CommentView
    replies: tuple[CommentView, ...]
    choice: str
    resolved_at: datetime | None
    resolved_by: str
    choice_id: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """Everything said about a question. people: whom one can mention."""

    review: Review
    asked: CompiledQuestion
    threads: tuple[Thread, ...]
    people: tuple[User, ...]

    @property
    def open_count(self) -> int:
        """How many threads are not resolved."""
        return sum(thread.resolved_at is None for thread in self.threads)


def build(actor: Actor, review_id: UUID, question: str) -> Discussion:
    """The discussion of a question. Five queries, however much was said."""
    review = access.review_for(actor, review_id)
    answer = access.answer_of(review, question)
    asked = compiled(review.lens_version_id).questions[question]
    rows = list(
        Comment.objects.filter(answer=answer)
        .select_related("author", "resolved_by")
        .order_by("created_at", "pk")
    )
    ids = {key for row in rows for key in comments.mentioned(row.text)}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}
    views = {row.pk: _view(actor, row, names, review.workload.role) for row in rows}
    threads = [_thread(row, rows, views, asked) for row in rows if row.parent_id is None]
    threads.sort(key=lambda thread: (thread.resolved_at is not None, thread.first.at))
    everybody = tuple(people.who_sees(review.workload))
    return Discussion(review, asked, tuple(threads), everybody)


def _thread(
    row: Comment, rows: list[Comment], views: dict[UUID, CommentView], asked: CompiledQuestion
) -> Thread:
    choice = asked.choice.get(row.choice_key)
    return Thread(
        first=views[row.pk],
        replies=tuple(views[each.pk] for each in rows if each.parent_id == row.pk),
        choice=choice.title.strip() if choice else "",
        resolved_at=row.resolved_at,
        resolved_by=str(row.resolved_by) if row.resolved_by else "",
        choice_id=row.choice_key,
    )


def _view(actor: Actor, row: Comment, names: dict[int, str], role: Role | None) -> CommentView:
    words = comments.shown(row.text, names)
    is_mine = row.author_id is not None and row.author_id == actor.user_id
    is_here = row.deleted_at is None
    return CommentView(
        id=row.pk,
        by=str(row.author) if row.author else "",
        initials=row.author.initials if row.author else "",
        at=row.created_at,
        html=to_html(words),
        words=words,
        is_edited=row.edited_at is not None,
        is_deleted=not is_here,
        is_mine=is_mine and is_here,
        may_delete=is_here and (is_mine or role == Role.ADMIN),
    )
