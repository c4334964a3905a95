"""Sentences of calls to other servers: webhooks and breakers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences.verb import Group, Verb

_O = Group.ORGANIZATION

VERBS: dict[str, Verb] = {
    "breaker.opened": Verb(_O, _("{label} failed again and again: calls to it rest for a while")),
    "breaker.closed": Verb(_O, _("{label} answers again: calls to it go on")),
    "breaker.tried": Verb(_O, _("{who} had calls to {label} tried before their time")),
}
