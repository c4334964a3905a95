"""What became of an element, in a few words beside its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.document import Fate, PillarDiff, Place, QuestionDiff


@dataclass(frozen=True, slots=True)
class Mark:
    """A word beside an element. kind: new, removed, meaning or quiet."""

    text: str
    kind: str


def pillar_marks(diff: PillarDiff) -> Iterator[Mark]:
    """What is said beside the name of a pillar."""
    yield from fate_marks(diff.fate)
    if diff.moved:
        yield moved_mark(diff.moved)


def question_marks(diff: QuestionDiff, pillars: dict[str, str]) -> Iterator[Mark]:
    """What is said beside the title of a question."""
    yield from fate_marks(diff.fate)
    if diff.moved and diff.moved.is_other_pillar:
        name = pillars.get(diff.moved.old_pillar, diff.moved.old_pillar)
        yield Mark(_("was in %(pillar)s") % {"pillar": name}, "meaning")
    elif diff.moved:
        yield moved_mark(diff.moved)
    if diff.fate is not Fate.CHANGED:
        return
    came = sum(choice.fate is Fate.NEW for choice in diff.choices)
    if came:
        yield Mark(ngettext("%(n)d new practice", "%(n)d new practices", came) % {"n": came}, "new")
    went = sum(choice.fate is Fate.REMOVED for choice in diff.choices)
    if went:
        words = ngettext("%(n)d practice removed", "%(n)d practices removed", went)
        yield Mark(words % {"n": went}, "removed")
    if diff.rules.is_meaning:
        yield Mark(_("another result"), "meaning")
    if not diff.is_meaning:
        yield Mark(_("words only"), "quiet")


def fate_marks(fate: Fate) -> Iterator[Mark]:
    """That an element came or went."""
    if fate is Fate.NEW:
        yield Mark(_("new"), "new")
    elif fate is Fate.REMOVED:
        yield Mark(_("removed"), "removed")


def moved_mark(place: Place) -> Mark:
    """That an element has another place among its siblings."""
    if place.new < place.old:
        return Mark(_("moved up to place %(n)d") % {"n": place.new}, "quiet")
    return Mark(_("moved down to place %(n)d") % {"n": place.new}, "quiet")
