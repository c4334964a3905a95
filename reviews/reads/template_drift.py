"""How far templates and the workloads made from them have moved apart. Counts and comparisons.

The same function compares for the lists, the preview and the service that takes changes over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews import changes, proposing
from reviews.models import Answer, TemplateAnswer, TemplateReview, TemplateUse
from reviews.proposing import Compared
from reviews.services import answers, templates


@dataclass(frozen=True, slots=True)
class Drift:
    """How many questions of one use the template changed since, and how many the team."""

    by_template: int = 0
    by_team: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """One question that the template says anew. asked: as the review asks it."""

    asked: CompiledQuestion
    answer: Answer
    compared: Compared
    then: changes.State
    now: changes.State
    version: str


def of_uses(uses: Iterable[TemplateUse]) -> dict[int, Drift]:
    """{use: drift} of many uses, each with its review. Three queries, whatever their number."""
    rows = list(uses)
    parts = {
        (part.template_id, part.lens_id): part
        for part in TemplateReview.objects.filter(
            template__in={use.template_id for use in rows},
            lens__in={use.review.lens_id for use in rows},
        )
    }
    said: dict[object, dict[str, TemplateAnswer]] = {part.pk: {} for part in parts.values()}
    for row in TemplateAnswer.objects.filter(review__in=list(said)):
        said[row.review_id][row.question_key] = row
    here: dict[object, dict[str, Answer]] = {use.review_id: {} for use in rows}
    for answer in Answer.objects.filter(review__in=list(here)):
        here[answer.review_id][answer.question_key] = answer
    found = {}
    for use in rows:
        part = parts.get((use.template_id, use.review.lens_id))
        told = said[part.pk] if part else {}
        found[use.pk] = _count(use, part, told, here[use.review_id])
    return found


def moved(
    use: TemplateUse,
    part: TemplateReview,
    said: Mapping[str, TemplateAnswer],
    here: Mapping[str, Answer],
) -> list[Moved]:
    """What the template says anew, in the order of the review. No query."""
    asked = compiled(use.review.lens_version_id).questions
    found = []
    for question, compared, then, now in _compared(use, part, said, here):
        if not compared.by_template:
            continue
        answer, row = here[question], said.get(question)
        version = f"{answer.revision}-{row.revision if row else 0}"
        found.append(Moved(asked[question], answer, compared, then, now, version))
    return found


def _count(
    use: TemplateUse,
    part: TemplateReview | None,
    said: Mapping[str, TemplateAnswer],
    here: Mapping[str, Answer],
) -> Drift:
    if part is None:
        return Drift()
    pairs = [compared for _q, compared, _then, _now in _compared(use, part, said, here)]
    return Drift(sum(c.by_template for c in pairs), sum(c.by_team for c in pairs))


def _compared(
    use: TemplateUse,
    part: TemplateReview,
    said: Mapping[str, TemplateAnswer],
    here: Mapping[str, Answer],
) -> list[tuple[str, Compared, changes.State, changes.State]]:
    """(question, comparison, template then, template now) of what both ask and either spoke of."""
    ours, theirs = compiled(use.review.lens_version_id), compiled(part.lens_version_id)
    found = []
    for question in ours:
        key = question.id
        if key not in here or key not in theirs.questions:
            continue
        if key not in use.applied and key not in said:
            continue
        then: changes.State = dict(use.applied.get(key, {}))
        now = templates.state_of(said[key]) if key in said else {}
        known = _known(question, theirs.questions[key])
        state = answers.state_of(here[key])
        found.append((key, proposing.compare(then, now, state, known), then, now))
    return found


def _known(ours: CompiledQuestion, theirs: CompiledQuestion) -> Callable[[str], bool]:
    def known(path: str) -> bool:
        choice = changes.split(path)[0]
        return not choice or (choice in ours.choice and choice in theirs.choice)

    return known
