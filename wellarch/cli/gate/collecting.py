"""What a gate decides on, read from the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wellarch.cli import finding
from wellarch.cli.failures import Failure
from wellarch.cli.gate.judging import Question, Subject
from wellarch.cli.server import Server

Row = Mapping[str, Any]
Key = tuple[str, str]  # review, question
_WORSE = {"high": 3, "medium": 2, "low": 1}


@dataclass(frozen=True)
class Scope:
    """Which questions are looked at, and which of them are excused."""

    lenses: Sequence[str] = ()
    pillars: Sequence[str] = ()
    baseline: str = ""
    accepted_ok: bool = False


def collect(server: Server, workload: str, scope: Scope) -> Subject:
    """A workload as the gate sees it. Failure for a lens, pillar or milestone it has not."""
    found = finding.workload(server, workload)
    reviews = finding.reviews(found, scope.lenses)
    excuses = _accepted(server, found) if scope.accepted_ok else {}
    then = _baseline(server, found, scope.baseline) if scope.baseline else None
    asked: list[Question] = []
    for review in reviews:
        for row in server.get(f"reviews/{review['id']}/answers/")["results"]:
            key = (review["id"], row["question"])
            excuse = excuses.get(key, "") if row["risk"] in _WORSE else ""
            excuse = excuse or (then.excuse(key, row["risk"]) if then else "")
            asked.append(_question(server, review, row, excuse))
    return Subject(
        id=found["id"],
        name=found["name"],
        url=f"{server.url}/workloads/{found['id']}/",
        questions=_within(asked, scope.pillars),
        reviewed_at=_reviewed_at(server, found, reviews),
    )


def _question(server: Server, review: Row, row: Row, excuse: str) -> Question:
    return Question(
        review=review["id"],
        lens=review["lens"]["alias"],
        lens_name=review["lens"]["name"],
        pillar=row["pillar"],
        id=row["question"],
        code=row["code"],
        title=row["title"],
        risk=row["risk"],
        url=f"{server.url}/reviews/{review['id']}/questions/{row['question']}/",
        excused=excuse,
    )


def _within(questions: list[Question], pillars: Sequence[str]) -> tuple[Question, ...]:
    known = sorted({each.pillar for each in questions})
    if unknown := sorted(set(pillars) - set(known)):
        raise Failure(f"There is no pillar “{unknown[0]}”. There are: {', '.join(known)}.")
    return tuple(each for each in questions if not pillars or each.pillar in pillars)


def _accepted(server: Server, found: Row) -> dict[Key, str]:
    """The questions whose risk somebody lives with, for a reason and until a day."""
    rows = server.rows(f"workloads/{found['id']}/improvements/", state="accepted")
    return {
        (row["review"], row["question"]): (
            f"accepted until {row['accepted']['until']}: {row['accepted']['reason']}"
        )
        for row in rows
        if row["review"] and row["question"] and row["accepted"]
    }


@dataclass(frozen=True)
class _Baseline:
    """A milestone, as far as it differs from now: {(review, question): risk then}."""

    name: str
    before: Mapping[Key, str | None]

    def excuse(self, key: Key, risk: str) -> str:
        """Why a risk is not new: it was there, this high or higher. "" when it is new."""
        then = self.before.get(key, risk)
        if then is None:
            return ""  # nobody asked this then
        if risk == "unanswered":
            known = then == risk
        else:
            known = risk in _WORSE and _rank(then) >= _rank(risk)
        return f"known since milestone {self.name}" if known else ""


def _rank(risk: str) -> int:
    return _WORSE.get(risk, 0)


def _baseline(server: Server, found: Row, name: str) -> _Baseline:
    number = finding.milestone(server, found, name)["number"]
    compared = server.get(f"workloads/{found['id']}/milestones/{number}/compare/")
    before = {(row["review"], row["question"]): row["before"] for row in compared["moved"]}
    return _Baseline(str(number), before)


def _reviewed_at(server: Server, found: Row, reviews: Sequence[Row]) -> datetime | None:
    """When the workload was last looked at as a whole: newest milestone or completed review."""
    moments = [row["recorded_at"] for row in server.rows(f"workloads/{found['id']}/milestones/")]
    moments += [each["completed_at"] for each in reviews if each["completed_at"]]
    return max((datetime.fromisoformat(each) for each in moments), default=None)
