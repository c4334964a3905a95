"""lint(): what is legal in a lens but probably not meant. Pure; see lint_rules.py for the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from lenses.document.lint_rules import lint_rules
from lenses.document.model import Choice, Lens, Link, Question, web_address
from lenses.document.problems import Problem

CODES = {
    "choice-unused": "A choice that no rule names.",
    "constant-result": "Every answer gives the same risk.",
    "default-missing": "There is no default rule.",
    "default-not-last": "Rules stand after the default.",
    "improvement-plan-missing": "A practice does not say how to get there.",
    "never-no-risk": "No answer leads to no risk.",
    "no-rule-matches": "Some answer matches no rule.",
    "none-choice-better": "“None of these” gives a lower risk than some practices do.",
    "not-checked": "Too many choices to look at every answer.",
    "not-monotone": "Selecting a practice can raise the risk.",
    "practices-not-enough": "Selecting every practice does not lead to no risk.",
    "rule-only-empty": "A rule that holds only when nothing is selected, which is unanswered.",
    "rule-unreachable": "A rule that never decides.",
    "same-title": "Two questions of a pillar or choices of a question have the same title.",
    "unanswerable": "A question without a practice to select.",
    "unsafe-address": "An address that is neither http nor https.",
}
"""Every code lint() uses and what it means, for documentation."""

TABLE_BUDGET = 1 << 24
"""Answers that one lint looks at in all; questions beyond it are reported as not checked."""


def lint(lens: Lens) -> tuple[Problem, ...]:
    """Everything that is legal but looks wrong, as warnings with pointers into the document."""
    found: list[Problem] = []
    budget = TABLE_BUDGET
    for number, pillar in enumerate(lens.pillars):
        at = f"/pillars/{number}"
        found += same_titles(pillar.questions, f"{at}/questions")
        for index, question in enumerate(pillar.questions):
            here = f"{at}/questions/{index}"
            found += lint_texts(question, here)
            problems, cost = lint_rules(question, here, budget)
            budget -= cost
            found += problems
    return tuple(found)


def _warning(pointer: str, code: str, message: str) -> Problem:
    return Problem(pointer, message, "warning", code)


def lint_texts(question: Question, at: str) -> Iterator[Problem]:
    """What looks wrong in a question but for its rules; at is its pointer."""
    if not any(not choice.is_none for choice in question.choices):
        message = f"“{question.id}” has no practice that could be selected."
        yield _warning(at, "unanswerable", message)
    yield from same_titles(question.choices, f"{at}/choices")
    yield from _address(question.helpful_resource, f"{at}/helpfulResource")
    for index, choice in enumerate(question.choices):
        yield from _choice(choice, f"{at}/choices/{index}")


def _choice(choice: Choice, at: str) -> Iterator[Problem]:
    plan = choice.improvement_plan
    if not choice.is_none and (plan is None or not plan.text.strip()):
        message = f"“{choice.id}” has no improvement plan that says how to get there."
        yield _warning(at, "improvement-plan-missing", message)
    yield from _address(choice.helpful_resource, f"{at}/helpfulResource")
    yield from _address(plan, f"{at}/improvementPlan")
    for number, resource in enumerate(choice.additional_resources):
        for index, link in enumerate(resource.content):
            yield from _address(link, f"{at}/additionalResources/{number}/content/{index}")


def _address(link: Link | None, at: str) -> Iterator[Problem]:
    if link and link.url and not web_address(link.url):
        message = f"“{link.url}” is no http or https address, so it is not shown as a link."
        yield _warning(f"{at}/url", "unsafe-address", message)


def same_titles(items: Iterable[Question | Choice], at: str) -> Iterator[Problem]:
    """Titles that stand twice in a list whose pointer is at."""
    titles = [" ".join(item.title.split()).casefold() for item in items]
    counted = Counter(titles)
    first: dict[str, int] = {}
    for index, title in enumerate(titles):
        if counted[title] > 1 and first.setdefault(title, index) != index:
            message = f"It has the same title as number {first[title] + 1} of the list."
            yield _warning(f"{at}/{index}/title", "same-title", message)
