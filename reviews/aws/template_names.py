"""TemplateArn ⇄ review template."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from reviews.aws import arns
from reviews.aws.arns import Kind
from reviews.aws.errors import NotThere
from reviews.models import Template
from reviews.template_access import template_for as _template_for
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import NotFound


def arn_of(template: Template) -> str:
    """The ARN of a template. Wants its organization loaded."""
    return arn(template.pk, template.organization.number)


def arn(key: UUID, owner: str) -> str:
    """The ARN of the template with this key. owner: the number of its organization."""
    return arns.arn(Kind.TEMPLATE, key, account=owner, region=settings.WELLARCH_AWS_REGION)


def template_for(actor: Actor, text: str, *, need: Action = Action.READ) -> Template:
    """The template of this ARN. NotThere for what the actor does not see; Forbidden as the core
    says it."""
    parts = arns.parse(text)
    key = arns.key_of(parts.id) if parts and parts.kind == Kind.TEMPLATE else None
    try:
        if key is None:
            raise NotFound(text)
        return _template_for(actor, key, need=need)
    except NotFound:
        raise not_there(text) from None


def not_there(text: str) -> NotThere:
    """There is no such template for the caller."""
    told = f"No review template found for ARN {text}."
    return NotThere(told, id=text, kind="REVIEW_TEMPLATE")
