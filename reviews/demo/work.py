"""What the teams of the demo did about their risks between one review and the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from reviews.demo.company import ACCEPTED, Story
from reviews.demo.course import ago, chance, in_place
from reviews.models import Answer, Improvement, ImprovementState, Review, RiskLevel, Workload
from reviews.services import improvements
from wellarch import clock
from wellarch.accounts.actor import Actor

_NEW = 4  # improvements taken up after each review, if there are that many risks
_DAYS = (120, 40, 200)  # what each of them is given; the last one waits for somebody
_AT_ONCE = 2  # best practices of one improvement, at most
_RISKS = (RiskLevel.HIGH, RiskLevel.MEDIUM)


@dataclass
class Work:
    """The improvements of one workload as its story goes on. people: who owns them, in turn."""

    story: Story
    people: tuple[Actor, Actor]
    workload: Workload
    review: Review
    open: dict[int, tuple[Improvement, CompiledQuestion]] = field(default_factory=dict)

    def go_on(self, step: int) -> None:
        """What happened until this step, and what was taken up at it."""
        months, _milestone, maturity = self.story.steps[step]
        if step:
            self._work_until(months, self.story.steps[step - 1][0], maturity)
        with clock.at(ago(months) + timedelta(hours=2)):
            self._take_up(step)

    def _work_until(self, months: float, before: float, maturity: float) -> None:
        """Finish what is in place by now, a while before the review; go on with the rest."""
        for number, (row, question) in list(self.open.items()):
            luck = chance(self.story.name, question.id, str(before))
            with clock.at(ago(months + (before - months) * (0.15 + 0.7 * luck))):
                if all(in_place(self.story, maturity, question, key) for key in row.choices):
                    self._move(number, ImprovementState.DONE)
                    del self.open[number]
                elif luck > 0.84:
                    self._accept(number, luck)
                    del self.open[number]
                elif luck > 0.3:
                    state = ImprovementState.IN_PROGRESS if luck > 0.5 else ImprovementState.PLANNED
                    self._plan(number, state=state, due_on=_after(months, 60 + 120 * luck))

    def _take_up(self, step: int) -> None:
        busy = {question.id for _row, question in self.open.values()}
        later = self.story.steps[min(step + 1, len(self.story.steps) - 1)][2]
        answers = Answer.objects.filter(review=self.review, risk__in=_RISKS).order_by("position")
        ranked = sorted(answers, key=lambda each: _RISKS.index(RiskLevel(each.risk)))
        wanted = [each for each in ranked if each.question_key not in busy][:_NEW]
        asked = {one.id: one for one in compiled(self.review.lens_version_id)}
        for place, answer in enumerate(wanted):
            question = asked[answer.question_key]
            if choices := self._choose(answer, question, later):
                number = self._make(question, choices)
                owner = self.people[place % len(self.people)].user
                if owner and place < len(_DAYS):
                    due_on = _after(self.story.steps[step][0], _DAYS[place])
                    state = ImprovementState.PLANNED
                    self._plan(number, owner=owner.pk, due_on=due_on, state=state)

    def _choose(self, answer: Answer, question: CompiledQuestion, later: float) -> list[str]:
        """Missing practices: those that will be in place by the next review, else the first."""
        missing = [
            choice.id
            for choice in question.practices
            if answer.choices.get(choice.id, {}).get("status", "unselected") == "unselected"
        ]
        soon = [key for key in missing if in_place(self.story, later, question, key)]
        return (soon or missing)[:_AT_ONCE]

    def _make(self, question: CompiledQuestion, choices: list[str]) -> int:
        row = improvements.make_from_question(
            self.people[0], self.review.pk, question.id, choices=choices
        )
        self.open[row.number] = (row, question)
        return row.number

    def _plan(self, number: int, **fields: Any) -> None:
        improvements.edit(self.people[1], self.workload.pk, number, fields=fields)

    def _move(self, number: int, state: ImprovementState) -> None:
        improvements.move(self.people[1], self.workload.pk, number, state=state)

    def _accept(self, number: int, luck: float) -> None:
        reason = ACCEPTED[int(luck * 1000) % len(ACCEPTED)]
        until = clock.now().date() + timedelta(days=540)
        improvements.accept(self.people[0], self.workload.pk, number, reason=reason, until=until)


def _after(months: float, days: float) -> date:
    return (ago(months) + timedelta(days=days)).date()
