"""A verdict as SARIF 2.1.0: what code scanning reads.

A rule for each question that is at risk, a result for each risk, at a logical location
(workload, lens, pillar, question). Services that insist on a file get the one they are told.
"""

from __future__ import annotations

import json
from typing import Any

from wellarch.cli.gate.judging import Question, Verdict
from wellarch.cli.printing import plain

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
VERSION = "2.1.0"
_LEVELS = {"high": "error", "medium": "warning", "unanswered": "note"}


def write(verdict: Verdict, *, file: str = "") -> str:
    """The whole document. file: of the repository, shown as the place of every result."""
    found = sorted(verdict.risks(), key=lambda each: (each.lens, each.id))
    ids = sorted({rule_id(each) for each in found})
    by_id = {rule_id(each): each for each in found}
    run = {
        "tool": {
            "driver": {
                "name": "wellarch",
                "informationUri": verdict.subject.url,
                "rules": [_rule(by_id[name], name) for name in ids],
            }
        },
        "automationDetails": {"id": f"wellarch/{verdict.subject.id}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(verdict, each, ids.index(rule_id(each)), file) for each in found],
        "properties": {"passed": verdict.passed},
    }
    document = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def rule_id(question: Question) -> str:
    """The id of a question within its lens: two lenses may use the same one."""
    return f"{question.lens}/{question.id}"


def _rule(question: Question, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "name": plain(question.code) or question.id,
        "shortDescription": {"text": plain(question.title)},
        "helpUri": question.url,
        "properties": {"tags": [question.lens, question.pillar]},
    }


def _result(verdict: Verdict, question: Question, index: int, file: str) -> dict[str, Any]:
    word = "not answered" if question.risk == "unanswered" else f"{question.risk} risk"
    text = plain(f"{question.code} {question.title}")
    result: dict[str, Any] = {
        "ruleId": rule_id(question),
        "ruleIndex": index,
        "kind": "fail",
        "level": _LEVELS[question.risk],
        "message": {"text": f"{verdict.subject.name}: {word}. {text} {question.url}"},
        "locations": [_location(verdict, question, file)],
        "partialFingerprints": {"question/v1": f"{question.review}:{question.id}"},
        "hostedViewerUri": question.url,
        "properties": {"stopsTheGate": verdict.stops(question)},
    }
    if question.excused:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": plain(question.excused)}
        ]
    return result


def _location(verdict: Verdict, question: Question, file: str) -> dict[str, Any]:
    place: dict[str, Any] = {
        "logicalLocations": [
            {
                "name": question.id,
                "fullyQualifiedName": "/".join(
                    (verdict.subject.id, question.lens, question.pillar, question.id)
                ),
                "kind": "resource",
            }
        ]
    }
    if file:
        place["physicalLocation"] = {
            "artifactLocation": {"uri": file, "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 1},
        }
    return place
