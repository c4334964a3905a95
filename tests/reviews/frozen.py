"""Snapshots of every shape, for tests of what is pure."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from reviews.snapshot import (
    Snapshot,
    SnapshotChoice,
    SnapshotEvidence,
    SnapshotFinding,
    SnapshotImprovement,
    SnapshotMaturity,
    SnapshotPillar,
    SnapshotQuestion,
    SnapshotReview,
    SnapshotTradeOff,
)
from reviews.snapshot_work import SnapshotEffect

RISKS = ("high", "medium", "low", "none", "unanswered", "not_applicable")
STATES = ("open", "planned", "in_progress", "done", "accepted")
_TEXT = st.text(alphabet="ab é\n", max_size=6)
_PERSON = st.integers(0, 3)
_CHOICES = tuple("abc")

choices = st.tuples(
    *(
        st.builds(
            SnapshotChoice,
            st.just(key),
            st.just(f"Practice {key}"),
            status=st.sampled_from(("selected", "unselected", "not_applicable")),
            reason=st.sampled_from(("none", "out_of_scope")),
            note=_TEXT,
        )
        for key in _CHOICES
    ),
    st.builds(
        SnapshotChoice,
        st.just("no"),
        st.just("None of these"),
        is_none=st.just(True),
        status=st.sampled_from(("selected", "unselected")),
    ),
)


def _question(key: str, *, with_work: bool) -> st.SearchStrategy[SnapshotQuestion]:
    work: dict[str, Any] = {}
    if with_work:
        work = {
            "evidence": st.lists(
                st.builds(SnapshotEvidence, _TEXT, st.sampled_from(("link", "file")), _TEXT),
                max_size=1,
            ).map(tuple),
            "is_parked": st.booleans(),
            "parked_note": _TEXT,
            "open_comments": st.integers(0, 2),
            "confirmed_by_name": _TEXT,
            "confirmed_by_id": _PERSON,
            "confirmed_at": st.sampled_from(("", "2026-11-21T09:30:00+00:00")),
        }
    return st.builds(
        SnapshotQuestion,
        id=st.just(key),
        code=st.just(key.upper()),
        title=st.just(f"About {key}?"),
        description=st.just(""),
        url=st.just(""),
        risk=st.sampled_from(RISKS),
        is_applicable=st.booleans(),
        reason=st.sampled_from(("none", "out_of_scope")),
        notes=_TEXT,
        changed_by=_TEXT,
        changed_at=st.just(""),
        risk_since=st.just(""),
        rules=st.just((("default", "HIGH"),)),
        choices=choices,
        **work,
    )


def _pillar(key: str, *, with_work: bool) -> st.SearchStrategy[SnapshotPillar]:
    keys = [f"{key}{n}" for n in range(3)]
    return st.builds(
        SnapshotPillar,
        st.just(key),
        st.just(key.title()),
        st.builds(SnapshotFinding, current_state=_TEXT, is_set_aside=st.booleans()),
        st.tuples(*(_maybe(_question(each, with_work=with_work)) for each in keys)).map(_there),
    )


def _review(key: str, *, with_work: bool) -> st.SearchStrategy[SnapshotReview]:
    return st.builds(
        SnapshotReview,
        id=st.just(key),
        lens_alias=st.just(f"lens-{key}"),
        lens_name=st.just(f"Lens {key}"),
        lens_version=st.sampled_from(("1", "2")),
        lens_digest=st.just(""),
        scoring=st.just(""),
        status=st.sampled_from(("open", "complete")),
        notes=_TEXT,
        pillars=st.tuples(*(_maybe(_pillar(each, with_work=with_work)) for each in ("p", "q"))).map(
            _there
        ),
    )


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(values, values, values, st.none())


def _there(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value for value in values if value is not None)


improvements = st.dictionaries(
    st.integers(1, 6),
    st.builds(
        SnapshotImprovement,
        number=st.just(0),
        title=_TEXT,
        state=st.sampled_from(STATES),
        risk=st.sampled_from(("", "high", "medium")),
        impact=st.just("high"),
        effort=st.just("low"),
        owner_name=_TEXT,
        owner_id=_PERSON,
        choices=st.sets(st.sampled_from(_CHOICES)).map(lambda found: tuple(sorted(found))),
        accepted_by_id=_PERSON,
    ),
    max_size=4,
).map(lambda found: tuple(_numbered(found)))


def _numbered(found: dict[int, SnapshotImprovement]) -> list[SnapshotImprovement]:
    from_fields = SnapshotImprovement.__dataclass_fields__
    return [
        SnapshotImprovement(
            **{**{name: getattr(each, name) for name in from_fields}, "number": number}
        )
        for number, each in sorted(found.items())
    ]


tradeoffs = st.lists(
    st.builds(
        SnapshotTradeOff,
        number=st.integers(1, 9),
        title=_TEXT,
        state=st.just("decided"),
        effects=st.lists(
            st.builds(SnapshotEffect, st.just("p"), st.just("improves"), _TEXT), max_size=1
        ).map(tuple),
        decided_by_id=_PERSON,
        questions=st.sampled_from(((), (("r1", "p0"),))),
    ),
    max_size=2,
).map(tuple)

maturity = st.dictionaries(
    st.sampled_from((("r1", "p"), ("r1", "q"), ("r2", "p"))),
    st.tuples(st.none() | st.integers(1, 5), st.none() | st.integers(1, 5)),
).map(
    lambda found: tuple(
        SnapshotMaturity(review, pillar, level, target)
        for (review, pillar), (level, target) in found.items()
    )
)


def snapshots(*, with_work: bool = True) -> st.SearchStrategy[Snapshot]:
    """Workloads with up to two reviews, answered in any way."""
    work: dict[str, Any] = {}
    if with_work:
        work = {"improvements": improvements, "tradeoffs": tradeoffs, "maturity": maturity}
    return st.builds(
        Snapshot,
        workload_id=st.just("w"),
        properties=st.just({"name": "Checkout", "pillar_priorities": [], "tags": {}}),
        reviews=st.tuples(*(_maybe(_review(key, with_work=with_work)) for key in ("r1", "r2"))).map(
            _there
        ),
        **work,
    )


def content_of_old() -> tuple[dict[str, Any], str]:
    """A milestone's content as it was stored before there were improvements, and its digest."""
    return json.loads(_OLD), _OLD_DIGEST


_OLD = """{"workload_id": "w", "format": 2,
 "properties": {"name": "Checkout", "review_owner": "Ada", "pillar_priorities": [],
  "tags": {"owner_id": "payments", "confirmed_by_name": "x"}},
 "reviews": [{"id": "r1", "lens_alias": "small", "lens_name": "Small", "lens_version": "1",
  "lens_digest": "", "scoring": "", "status": "open", "notes": "", "pillars": [{"id": "p",
   "name": "P", "finding": {"current_state": "", "gaps": "", "risks": "", "recommendations": "",
    "is_set_aside": false, "set_aside_reason": ""}, "questions": [{"id": "q1", "code": "Q1",
    "title": "Q?", "description": "", "url": "", "risk": "high", "is_applicable": true,
    "reason": "none", "notes": "n", "changed_by": "Ada", "changed_at": "", "risk_since": "",
    "rules": [["default", "HIGH"]], "choices": [{"id": "a", "title": "A", "code": "",
     "description": "", "improvement": "", "improvement_url": "", "effort": "", "is_none": false,
     "status": "selected", "reason": "none", "note": ""}]}]}]}]}"""
_OLD_DIGEST = "c6b118227013b112f0862658ed8e2fc33194c7bf7d59b7ca1ed8cbdad4db98ec"
