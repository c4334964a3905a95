"""A verdict for people (text) and for programs (JSON). The same state gives the same bytes."""

from __future__ import annotations

import json

import click

from wellarch.cli import printing
from wellarch.cli.gate.judging import Verdict

_WIDTH = 11  # of the longest word for a risk, and a space


def as_text(verdict: Verdict) -> str:
    """The rules, each with what was found, then every risk that counts with its link."""
    subject = verdict.subject
    words = click.style("passed", fg="green") if verdict.passed else click.style("FAILED", fg="red")
    lines = [f"{click.style(printing.plain(subject.name), bold=True)}: gate {words}", subject.url]
    for rule in verdict.rules:
        mark = click.style("ok  ", fg="green") if rule.passed else click.style("FAIL", fg="red")
        lines.append(f"  {mark}  {rule.sentence}")
    for reason, number in verdict.excused.items():
        lines.append(f"  {number} not counted: {printing.plain(reason)}")
    for each in verdict.risks():
        if each.excused or (each.risk == "unanswered" and each.risk not in verdict.failing):
            continue  # JSON has them all
        word = printing.risk(each.risk) + " " * (_WIDTH - len(each.risk))
        lines.append(f"\n{word}{printing.plain(f'{each.code}  {each.title}')}")
        lines.append(f"{'':{_WIDTH}}{each.url}")
    return "\n".join(lines) + "\n"


def as_json(verdict: Verdict) -> str:
    """Everything that was looked at."""
    subject = verdict.subject
    reviewed = subject.reviewed_at.isoformat() if subject.reviewed_at else None
    data = {
        "passed": verdict.passed,
        "workload": {"id": subject.id, "name": subject.name, "url": subject.url},
        "reviewed_at": reviewed,
        "rules": [
            {
                "rule": rule.name,
                "passed": rule.passed,
                "limit": rule.limit,
                "found": rule.found,
                "sentence": rule.sentence,
            }
            for rule in verdict.rules
        ],
        "risks": [
            {
                "risk": each.risk,
                "review": each.review,
                "lens": each.lens,
                "pillar": each.pillar,
                "question": each.id,
                "code": each.code,
                "title": each.title,
                "url": each.url,
                "counts": not each.excused,
                "excused": each.excused,
            }
            for each in verdict.risks()
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
