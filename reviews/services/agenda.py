"""The agenda of a session: what is proposed for a review, and what is accepted as one.

No queries. An agenda is a list of {"pillar", "minutes", "people", "note"} in the order in which
it is talked about; the scoping questions are the item whose pillar is "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lenses.compiled import CompiledLens
from reviews import contexts
from reviews.models import Answer
from wellarch.errors import Invalid

SCOPING = ""  # the pillar of the item about objectives, scope, compliance and pain points
SCOPING_MINUTES = 15
PER_QUESTION = 3  # minutes for one that is open or parked
PER_RISK = 1  # for one that is answered and at risk
LOOK = 5  # at least, minutes to look through a pillar whose questions are all answered
MAX_MINUTES = 480  # of one item: a day
MAX_TEXT = {"people": 200, "note": 500}

Item = dict[str, Any]

# Whom to have in the conversation, as roles: a lens knows no names.
_WHO = {
    SCOPING: gettext_lazy("Product owner, architect, whoever asked for the review"),
    contexts.OPERATIONS: gettext_lazy("Operations, on-call engineers, developers"),
    contexts.SECURITY: gettext_lazy("Security, platform team, developers"),
    contexts.RELIABILITY: gettext_lazy("Operations, architect, developers"),
    contexts.PERFORMANCE: gettext_lazy("Developers, architect, testers"),
    contexts.COST: gettext_lazy("Product owner, finance, architect"),
    contexts.SUSTAINABILITY: gettext_lazy("Product owner, architect, operations"),
}


def propose(
    lens: CompiledLens, rows: Iterable[Answer], priorities: Sequence[str] = ()
) -> list[Item]:
    """What makes sense for a review as it stands: scoping first, then the pillars.

    Three minutes for every question that is open or parked, one for every other at risk, in
    steps of five and at least five a pillar. priorities: pillars to begin with.
    """
    needed: dict[str, int] = {}
    for row in rows:
        needed[row.pillar_key] = needed.get(row.pillar_key, 0) + _needed(row)
    pillars = [pillar.id for pillar in lens.pillars]
    first = [key for key in priorities if key in pillars]
    ordered = [*first, *(key for key in pillars if key not in first)]
    return [
        _item(SCOPING, SCOPING_MINUTES),
        *(_item(key, _minutes(needed.get(key, 0))) for key in ordered),
    ]


def who(pillar: str) -> str:
    """Whom to invite for a pillar, in words of roles."""
    return str(_WHO.get(pillar, _("Those who build and run it")))


def total(items: Iterable[Mapping[str, Any]]) -> int:
    """How many minutes an agenda takes."""
    return sum(int(item["minutes"]) for item in items)


def checked(lens: CompiledLens, items: Sequence[Mapping[str, Any]]) -> list[Item]:
    """The agenda as it is kept. Invalid `agenda` names everything that is wrong with it."""
    wrong: list[str] = []
    kept: list[Item] = []
    names = {SCOPING: _("Scope"), **{pillar.id: pillar.name for pillar in lens.pillars}}
    for item in items:
        key = str(item.get("pillar", ""))
        if key not in names:
            wrong.append(_("%(pillar)s is no pillar of this lens.") % {"pillar": key})
        elif any(known["pillar"] == key for known in kept):
            wrong.append(_("%(pillar)s is on the agenda twice.") % {"pillar": names[key]})
        else:
            wrong += [f"{names[key]}: {sentence}" for sentence in _complaints(item)]
            kept.append(_plain(key, item))
    if not kept and not wrong:
        wrong.append(_("Put at least one thing on the agenda: give it some minutes."))
    if wrong:
        raise Invalid(fields={"agenda": wrong})
    return kept


def _complaints(item: Mapping[str, Any]) -> list[str]:
    minutes = item.get("minutes")
    found = []
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MAX_MINUTES:
        found.append(_("use 1 to %(most)d minutes.") % {"most": MAX_MINUTES})
    for name, most in MAX_TEXT.items():
        if len(str(item.get(name) or "").strip()) > most:
            found.append(_("use at most %(most)d characters.") % {"most": most})
    return found


def _plain(key: str, item: Mapping[str, Any]) -> Item:
    texts = {name: " ".join(str(item.get(name) or "").split()) for name in MAX_TEXT}
    return {"pillar": key, "minutes": item.get("minutes"), **texts}


def _item(pillar: str, minutes: int) -> Item:
    return {"pillar": pillar, "minutes": minutes, "people": who(pillar), "note": ""}


def _needed(row: Answer) -> int:
    if row.risk == "unanswered" or row.parked_at is not None:
        return PER_QUESTION
    return PER_RISK if row.risk in ("high", "medium", "low") else 0


def _minutes(needed: int) -> int:
    return max(LOOK, -(-needed // 5) * 5)
