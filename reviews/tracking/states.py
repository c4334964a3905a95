"""What a status there means here, and the other way round. Pure.

`states` is what an organization says: {status of the tracker, lower case: state of ours}. It
goes before the usual, by which a stage of the tracker is enough: what is done there is done here.
A risk is accepted here only, by people who may; no status of a tracker does that.
"""

from __future__ import annotations

from collections.abc import Mapping

UNFINISHED = ("open", "planned", "in_progress")
STATES = (*UNFINISHED, "done", "accepted")
_USUAL = {"new": "open", "active": "in_progress", "done": "done"}


def meant(status: str, stage: str, states: Mapping[str, str]) -> str:
    """The state of ours that a status there means; empty if it means none."""
    return states.get(status.strip().lower()) or _USUAL.get(stage, "")


def moved(
    current: str, status: str, stage: str, states: Mapping[str, str], *, is_coarse: bool
) -> str:
    """The state an improvement moves to since the tracker says `status`; empty: it stays.

    is_coarse: the tracker knows open and closed only (GitHub): open is all that is unfinished.
    """
    if status.strip().lower() not in states:
        same = UNFINISHED if is_coarse else UNFINISHED[:2]
        if stage == "new" and current in same:
            return ""
    wanted = meant(status, stage, states)
    if current == "accepted" or wanted in ("", "accepted", current):
        return ""
    return wanted


def fits(
    current: str, status: str, stage: str, states: Mapping[str, str], *, is_coarse: bool
) -> bool:
    """Whether the tracker says already what an improvement's state would have it say."""
    if current == "accepted":
        return stage in ("done", "dropped") or meant(status, stage, states) == "accepted"
    return not moved(current, status, stage, states, is_coarse=is_coarse) and (
        stage != "dropped" or meant(status, stage, states) == current
    )
