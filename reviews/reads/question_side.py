"""What the lens says beside a question: its guidance. From the compiled lens, no answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.document import web_address
from reviews import access
from reviews.models import Review
from reviews.reads import answer_view
from reviews.reads.answer_view import ChoiceView
from wellarch.accounts.actor import Actor
from wellarch.errors import NotFound


@dataclass(frozen=True, slots=True)
class Guidance:
    """The guidance of one question."""

    review: Review
    asked: CompiledQuestion

    @property
    def practices(self) -> tuple[ChoiceView, ...]:
        """The practices as the room shows them."""
        return tuple(c for c in answer_view.choices(self.asked, {}) if not c.is_none)

    @property
    def url(self) -> str:
        """The lens's helpful page, if it is a web address."""
        return url_of(self.asked)


def guidance(actor: Actor, review_id: UUID, question: str) -> Guidance:
    """The guidance of a question. One query; NotFound for one the lens does not ask."""
    review = access.review_for(actor, review_id)
    asked = compiled(review.lens_version_id).questions.get(question)
    if asked is None:
        raise NotFound(_("There is no such question in this review."))
    return Guidance(review, asked)


def url_of(asked: CompiledQuestion) -> str:
    """The helpful page of a question, empty if there is none or it is no web address."""
    resource = asked.helpful_resource
    return web_address(resource.url) if resource else ""
