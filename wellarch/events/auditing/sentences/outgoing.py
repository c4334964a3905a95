"""Sentences of calls to other servers: webhooks and breakers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences.verb import Group, Verb

_O = Group.ORGANIZATION

VERBS: dict[str, Verb] = {
    "webhook.added": Verb(_O, _("{who} added the webhook {name}")),
    "webhook.changed": Verb(
        _O,
        _("{who} changed {fields} of the webhook {name}"),
        _("{who} changed {fields} of the webhook {name} from {from} to {to}"),
    ),
    "webhook.paused": Verb(_O, _("{who} paused the webhook {name}")),
    "webhook.resumed": Verb(_O, _("{who} resumed the webhook {name}")),
    "webhook.removed": Verb(_O, _("{who} removed the webhook {name}")),
    "webhook.secret_renewed": Verb(_O, _("{who} made another secret for the webhook {name}")),
    "webhook.replayed": Verb(_O, _("{who} sent {count} messages to the webhook {name} again")),
    "webhook.switched_off": Verb(
        _O, _("The webhook {name} was switched off: it is gone, or failed for days")
    ),
    "breaker.opened": Verb(_O, _("{label} failed again and again: calls to it rest for a while")),
    "breaker.closed": Verb(_O, _("{label} answers again: calls to it go on")),
    "breaker.tried": Verb(_O, _("{who} had calls to {label} tried before their time")),
}
