"""Every verb of the log in words: the one table, by which the audit page and its filter speak,
in parts by what is told of.

A sentence names what it needs in braces: {who}; {workload}, {person}, {fields}, {question}, {lens},
{shared} and {target}, found for it; {from} and {to} of a single change; anything else is taken
from the event's data. A service that records a new verb adds its row to one of them (tested).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences import lenses, outgoing, people, reviews
from wellarch.events.auditing.sentences.verb import Group, Verb

__all__ = ["UNKNOWN", "VERBS", "Group", "Verb", "verbs_of", "verbs_saying"]

VERBS: dict[str, Verb] = {**reviews.VERBS, **lenses.VERBS, **people.VERBS, **outgoing.VERBS}
UNKNOWN = Verb(Group.ORGANIZATION, _("{who}: {verb}"))


def verbs_of(group: str) -> list[str]:
    """The verbs of a group; all of them for no group."""
    return [verb for verb, said in VERBS.items() if group in ("", said.group)]


def verbs_saying(text: str) -> list[str]:
    """The verbs whose sentence, or name, has all the words of `text`, ignoring case."""
    words = text.casefold().split()
    return [
        verb
        for verb, said in VERBS.items()
        if all(word in f"{said.sentence} {verb}".casefold() for word in words)
    ]
