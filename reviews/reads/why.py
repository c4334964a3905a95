"""Why an answer has its risk, in words: the rule that matched and what would lower the risk.

No queries. The meaning of rules is lenses.rules', the smallest sets are reviews.planning's;
here both become sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lenses.compiled import CompiledQuestion
from lenses.rules import RISK_ORDER, Risk, Selection, explain
from reviews.planning import Way, ways
from reviews.snapshot import SnapshotQuestion

WORDS: dict[str, str | Promise] = {
    Risk.HIGH: gettext_lazy("high risk"),
    Risk.MEDIUM: gettext_lazy("medium risk"),
    Risk.LOW: gettext_lazy("low risk"),
    Risk.NONE: gettext_lazy("no risk"),
    Risk.UNANSWERED: gettext_lazy("unanswered"),
    Risk.NOT_APPLICABLE: gettext_lazy("not applicable"),
}
_NAMED = 4  # practices named in a sentence before "and n more"
_TOKEN = re.compile(r"[\w.\-]+|&&|\|\||!")


@dataclass(frozen=True, slots=True)
class Path:
    """Titles of practices and the risk they lead to: each alone (a step) or all (a way)."""

    risk: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """title: why, in one sentence. rule: the rule that matched, in words, or empty.

    steps: single changes, by the risk each of them alone leads to. ways: the smallest sets of
    several practices. Best risk last in both.
    """

    risk: str
    title: str
    rule: str
    steps: tuple[Path, ...]
    ways: tuple[Path, ...]


def why(asked: CompiledQuestion, question: SnapshotQuestion) -> Why:
    """Explain the risk of a question as it is answered."""
    risk = Risk(question.risk)
    if risk is Risk.NOT_APPLICABLE:
        return Why(risk, _("This question does not apply here."), "", (), ())
    if risk is Risk.UNANSWERED:
        text = _("Not answered yet.")
        return Why(risk, text, "", (), ())
    told = explain(asked.rules, question.selection)
    found = ways(question)
    return Why(
        risk=risk,
        title=_title(risk, told.rule, found),
        rule=rule_in_words(asked, told.rule),
        steps=_steps(asked, question.selection, risk),
        ways=tuple(
            Path(way.target, tuple(choice.title for choice in way.practices))
            for way in found
            if len(way.practices) > 1
        ),
    )


def rule_in_words(asked: CompiledQuestion, index: int | None) -> str:
    """A rule as a sentence: titles for ids, words for operators; empty for no rule."""
    if index is None:
        return ""
    rule = asked.rules.rules[index]
    place = {"n": index + 1, "total": len(asked.rules.rules), "risk": WORDS[rule.risk]}
    if rule.is_default:
        return _("Rule %(n)d of %(total)d: in every other case, %(risk)s.") % place
    condition = _TOKEN.sub(lambda match: _word(asked, match.group()), rule.condition.strip())
    return _("Rule %(n)d of %(total)d: %(condition)s means %(risk)s.") % {
        **place,
        "condition": condition,
    }


def listed(words: Sequence[str], limit: int = _NAMED) -> str:
    """“a”, “b” and 3 more."""
    quoted = [f"“{word}”" for word in words]
    if len(quoted) > limit:
        left = len(quoted) - limit + 1
        more = ngettext("%(n)d more", "%(n)d more", left) % {"n": left}
        quoted = [*quoted[: limit - 1], more]
    if len(quoted) < 2:
        return "".join(quoted)
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}


def _word(asked: CompiledQuestion, token: str) -> str:
    if token in asked.choice:
        return f"“{asked.choice[token].title.strip()}”"
    words = {
        "&&": _("and"),
        "||": _("or"),
        "!": _("not "),
        "NOT": _("not"),
        "selected": _("ticked"),
    }
    return words.get(token, token)


def _title(risk: Risk, rule: int | None, found: Sequence[Way]) -> str:
    word = str(WORDS[risk])
    word = word[:1].upper() + word[1:]
    if risk is Risk.NONE:
        if rule is None:
            return _("No risk: no rule asks for more.")
        return _("No risk: what counts here is in place.")
    if not found:
        return _("%(risk)s. No further choice would lower it.") % {"risk": word}
    nearest = [way for way in found if way.target == found[0].target]
    if len(nearest) > 1:
        return _("%(risk)s. There is more than one way to lower it.") % {"risk": word}
    missing = [choice.title for choice in nearest[0].practices]
    return ngettext(
        "%(risk)s, because %(missing)s is missing.",
        "%(risk)s, because %(missing)s are missing.",
        len(missing),
    ) % {"risk": word, "missing": listed(missing)}


def _steps(asked: CompiledQuestion, selection: Selection, risk: Risk) -> tuple[Path, ...]:
    by_risk: dict[Risk, list[str]] = {}
    for change in explain(asked.rules, selection).changes:
        is_better = RISK_ORDER[change.risk] < RISK_ORDER[risk]
        if is_better and change.becomes_selected and change.risk is not Risk.UNANSWERED:
            by_risk.setdefault(change.risk, []).append(asked.choice[change.choice].title.strip())
    worst_first = sorted(by_risk.items(), key=lambda pair: -RISK_ORDER[pair[0]])
    return tuple(Path(reached, tuple(titles)) for reached, titles in worst_first)
