"""A verdict as JUnit XML: what every pipeline knows how to show.

A suite for the limits, a case each; then a suite for each review, a case for each question. Cases
fail exactly when the gate does: a risk within its limit passes and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from junitparser import Failure, JUnitXml, Skipped, TestCase, TestSuite

from wellarch.cli.gate.judging import LEVELS, Question, Rule, Verdict
from wellarch.cli.printing import plain


def write(verdict: Verdict) -> str:
    """The whole document."""
    document = JUnitXml(f"wellarch gate: {plain(verdict.subject.name)}")
    document.add_testsuite(_limits(verdict))
    for review, asked in groupby(verdict.subject.questions, key=lambda each: each.review):
        document.add_testsuite(_review(verdict, review, list(asked)))
    document.update_statistics()  # type: ignore[no-untyped-call]
    text: str = document.tostring().decode("utf-8")  # type: ignore[no-untyped-call]
    return text if text.endswith("\n") else f"{text}\n"


def _limits(verdict: Verdict) -> TestSuite:
    suite = TestSuite("Limits")
    suite.add_testcases([_rule(rule, verdict) for rule in verdict.rules])
    return suite


def _rule(rule: Rule, verdict: Verdict) -> TestCase:
    case = TestCase(rule.name, "wellarch.limits", 0)
    if not rule.passed:
        case.result = [_failure(rule.sentence, rule.name, [rule.sentence, verdict.subject.url])]
    else:
        case.system_out = rule.sentence
    return case


def _review(verdict: Verdict, review: str, asked: list[Question]) -> TestSuite:
    suite = TestSuite(plain(asked[0].lens_name))
    suite.add_property("review", review)
    suite.add_property("lens", asked[0].lens)
    suite.add_testcases([_question(verdict, each) for each in asked])
    return suite


def _question(verdict: Verdict, asked: Question) -> TestCase:
    name = plain(f"{asked.code} {asked.title}")
    case = TestCase(name, f"{asked.lens}.{asked.pillar}", 0)
    word = asked.risk.replace("_", " ")
    if asked.risk not in LEVELS:
        case.system_out = f"risk: {word}"
    elif verdict.stops(asked):
        message = "not answered" if asked.risk == "unanswered" else f"{word} risk"
        case.result = [_failure(message, asked.risk, [name, f"risk: {word}", asked.url])]
    elif asked.excused:
        case.result = [Skipped(f"{word}: {plain(asked.excused)}", asked.risk)]
    else:
        case.system_out = f"risk: {word}, within what the gate lets through\n{asked.url}"
    return case


def _failure(message: str, kind: str, lines: Iterable[str]) -> Failure:
    failure = Failure(message, kind)
    failure.text = "\n".join(lines)
    return failure
