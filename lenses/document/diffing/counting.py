"""How much changed, summed up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from lenses.document.diffing.values import Counts, Fate, FieldChange, PillarDiff, QuestionDiff

_NAMES = tuple(field.name for field in fields(Counts))


def counts(lens_fields: Sequence[FieldChange], pillars: Iterable[PillarDiff]) -> Counts:
    """Everything of a difference, counted."""
    parts = [Counts(texts=len(lens_fields))]
    for pillar in pillars:
        parts.append(
            Counts(
                pillars_new=int(pillar.fate is Fate.NEW),
                pillars_removed=int(pillar.fate is Fate.REMOVED),
                texts=len(pillar.fields),
                order=int(pillar.moved is not None),
            )
        )
        parts += [of_question(each) for each in pillar.questions]
    return summed(parts)


def of_pillar(pillar: PillarDiff) -> Counts:
    """Those of one pillar."""
    return counts((), [pillar])


def of_question(question: QuestionDiff) -> Counts:
    """Those of one question."""
    if question.fate is Fate.NEW:
        return Counts(questions_new=1)
    if question.fate is Fate.REMOVED:
        return Counts(questions_removed=1)
    choices = question.choices
    is_elsewhere = question.moved is not None and question.moved.is_other_pillar
    return Counts(
        questions_changed=int(question.fate is Fate.CHANGED),
        questions_moved=int(is_elsewhere),
        choices_new=sum(each.fate is Fate.NEW for each in choices),
        choices_removed=sum(each.fate is Fate.REMOVED for each in choices),
        rules_other=int(question.rules.is_meaning),
        rules_reworded=int(question.rules.is_reworded),
        texts=len(question.fields) + sum(len(each.fields) for each in choices),
        order=int(question.moved is not None and not is_elsewhere)
        + sum(each.moved is not None for each in choices),
    )


def summed(parts: Sequence[Counts]) -> Counts:
    """All of them together."""
    return Counts(**{name: sum(getattr(part, name) for part in parts) for name in _NAMES})
