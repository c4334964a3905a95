"""A lens made ready for answering: numbered, coded, rules compiled. Frozen, built once per version.

Pure: knows documents and rules, neither the database nor answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lenses.document import Choice, Lens, Link, MaturityLevel, Pillar, Principle, Question
from lenses.rules import RuleSet, compile_rules


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question with everything a page or a service asks of it, ready.

    number counts from 1 through the lens, code is its own or derived from pillar and place
    (``OBS 1``), practices are the choices but “None of these”.
    """

    id: str
    pillar_id: str
    pillar_name: str
    number: int
    code: str
    title: str
    description: str
    conversation: str
    evidence: tuple[str, ...]
    anti_patterns: tuple[str, ...]
    helpful_resource: Link | None
    choices: tuple[Choice, ...]
    choice: Mapping[str, Choice]
    practices: tuple[Choice, ...]
    none_choice: Choice | None
    rules: RuleSet
    previous_id: str | None
    next_id: str | None


@dataclass(frozen=True, slots=True)
class CompiledPillar:
    """A pillar and its questions."""

    id: str
    name: str
    number: int
    code: str
    description: str
    principles: tuple[Principle, ...]
    maturity: tuple[MaturityLevel, ...]
    checklist: tuple[str, ...]
    questions: tuple[CompiledQuestion, ...]


@dataclass(frozen=True, slots=True)
class CompiledLens:
    """A lens ready to be answered. ``questions`` and ``pillar`` are in document order."""

    lens: Lens
    name: str
    description: str
    pillars: tuple[CompiledPillar, ...]
    pillar: Mapping[str, CompiledPillar]
    questions: Mapping[str, CompiledQuestion]

    def __iter__(self) -> Iterator[CompiledQuestion]:
        return iter(self.questions.values())

    def __len__(self) -> int:
        return len(self.questions)


def compile_lens(lens: Lens) -> CompiledLens:
    """Compiles a lens that was read without errors.

    Raises lenses.rules.RuleError when a condition cannot be used, which read() would have said.
    """
    codes = pillar_codes(lens.pillars)
    order = [question.id for question in lens.questions()]
    around = dict(zip(order, zip([None, *order], [*order[1:], None], strict=False), strict=True))
    pillars = []
    number = 1
    for place, (pillar, code) in enumerate(zip(lens.pillars, codes, strict=True), start=1):
        questions = tuple(
            _question(pillar, code, question, number + index, index + 1, around[question.id])
            for index, question in enumerate(pillar.questions)
        )
        number += len(questions)
        pillars.append(_pillar(pillar, place, code, questions))
    return CompiledLens(
        lens=lens,
        name=lens.name.strip(),
        description=lens.description.strip(),
        pillars=tuple(pillars),
        pillar=MappingProxyType({pillar.id: pillar for pillar in pillars}),
        questions=MappingProxyType(
            {question.id: question for pillar in pillars for question in pillar.questions}
        ),
    )


_KNOWN_CODES: Mapping[str, str] = {
    "operationalExcellence": "OPS",
    "security": "SEC",
    "reliability": "REL",
    "performance": "PERF",
    "performanceEfficiency": "PERF",
    "costOptimization": "COST",
    "sustainability": "SUS",
}


def pillar_codes(pillars: Sequence[Pillar]) -> list[str]:
    """A short code per pillar, different from each other.

    The six framework pillars have their usual ones; others take the first three letters of their
    name, more when two would be the same, and a number when letters do not tell them apart.
    """
    codes: list[str] = []
    for pillar in pillars:
        letters = "".join(filter(str.isalnum, pillar.name or pillar.id)).upper() or "P"
        wanted = [_KNOWN_CODES.get(pillar.id, letters[:3]), letters[:4], letters[:5]]
        wanted += [f"{letters[:3]}{number}" for number in range(2, len(pillars) + 2)]
        codes.append(next(code for code in wanted if code not in codes))
    return codes


def _pillar(
    pillar: Pillar, number: int, code: str, questions: tuple[CompiledQuestion, ...]
) -> CompiledPillar:
    return CompiledPillar(
        id=pillar.id,
        name=pillar.name.strip(),
        number=number,
        code=code,
        description=pillar.description.strip(),
        principles=pillar.principles,
        maturity=pillar.maturity,
        checklist=pillar.checklist,
        questions=questions,
    )


def _question(
    pillar: Pillar,
    pillar_code: str,
    question: Question,
    number: int,
    place: int,
    around: tuple[str | None, str | None],
) -> CompiledQuestion:
    ids = [choice.id for choice in question.choices]
    rules = [(rule.condition, rule.risk) for rule in question.risk_rules]
    return CompiledQuestion(
        id=question.id,
        pillar_id=pillar.id,
        pillar_name=pillar.name.strip(),
        number=number,
        code=question.code.strip() or f"{pillar_code} {place}",
        title=question.title.strip(),
        description=question.description.strip(),
        conversation=question.conversation.strip(),
        evidence=question.evidence,
        anti_patterns=question.anti_patterns,
        helpful_resource=question.helpful_resource,
        choices=question.choices,
        choice=MappingProxyType({choice.id: choice for choice in question.choices}),
        practices=tuple(choice for choice in question.choices if not choice.is_none),
        none_choice=question.none_choice,
        rules=compile_rules(ids, rules),
        previous_id=around[0],
        next_id=around[1],
    )
