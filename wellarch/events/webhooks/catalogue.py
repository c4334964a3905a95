"""What webhooks tell of: which verbs of the log become which types, and where to read more. Pure.

A type has the name of the log's word unless said otherwise. New words of a family are told of only
when they stand here: what is sent is a promise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

TEST = "webhook.test"

_WORKLOAD = "/api/v1/workloads/{workload}/"
_REVIEW = "/api/v1/reviews/{subject}/"
_ANSWER = "/api/v1/reviews/{review}/answers/{question}/"
_MILESTONE = "/api/v1/workloads/{workload}/milestones/{number}/"
_IMPROVEMENT = "/api/v1/workloads/{workload}/improvements/{number}/"
_REPORT = "/api/v1/reports/{subject}/"
_LENS = "/api/v1/lenses/{alias}/"


@dataclass(frozen=True, slots=True)
class Type:
    """A type of events.

    when: when it is sent, in words. url: where the thing is read by REST, with names of the
    event in braces; empty when it is gone. verbs: of the log. changed: only when this field
    changed, and then no other changes are told.
    """

    name: str
    when: str
    url: str = ""
    verbs: tuple[str, ...] = ()
    changed: str = ""

    @property
    def family(self) -> str:
        """The noun of its name."""
        return self.name.partition(".")[0]


def _same(url: str, **when: str) -> Iterator[Type]:
    """Types named as their verbs: family_deed=when."""
    for name, sentence in when.items():
        family, _blank, deed = name.partition("_")
        recorded = f"{family}.{deed}"
        yield Type(recorded, sentence, "" if deed == "deleted" else url, (recorded,))


TYPES: dict[str, Type] = {
    each.name: each
    for each in (
        *_same(
            _WORKLOAD,
            workload_created="A workload was created.",
            workload_imported="A workload was made from a report of another system.",
            workload_changed="What is said about a workload was changed.",
            workload_archived="A workload was put away.",
            workload_restored="A workload came back from the archive.",
            workload_deleted="A workload was deleted.",
            workload_profile_upgraded="A workload took over a new version of its profile.",
        ),
        *_same(
            _REVIEW,
            review_attached="A lens was attached to a workload.",
            review_reattached="A lens was attached to a workload again.",
            review_removed="A lens was taken off a workload.",
            review_completed="The review of a workload with a lens was completed.",
            review_reopened="A complete review was reopened.",
            review_upgraded="A review was upgraded to another version of its lens.",
            review_followed="A review followed its lens to a minor version.",
        ),
        *_same(_ANSWER, answer_changed="An answer was changed: choices, reason or notes."),
        Type(
            "answer.risk_changed",
            "The risk of an answer is another one than before.",
            _ANSWER,
            ("answer.changed",),
            changed="risk",
        ),
        *_same(_MILESTONE, milestone_recorded="A milestone was recorded."),
        Type(
            "report.ready",
            "A report that was asked for is ready to be fetched.",
            _REPORT,
            ("report.made", "portfolio_report.made"),
        ),
        *_same(
            _IMPROVEMENT,
            improvement_made="An improvement was made.",
            improvement_changed="An improvement was changed.",
            improvement_moved="An improvement moved to another state.",
            improvement_ranked="The order of improvements was changed.",
            improvement_accepted="The risk behind an improvement was accepted until a day.",
            improvement_reopened="An accepted risk became an improvement to make again.",
            improvement_deleted="An improvement was deleted.",
            improvement_practices_ticked="A finished improvement ticked its best practices.",
            improvement_issue_made="A tracker has an issue for an improvement.",
        ),
        *_same(
            _LENS,
            lens_created="A lens was begun.",
            lens_copied="A lens was begun as a copy of another one.",
            lens_imported="A document became the draft of a lens.",
            lens_edited="The draft of a lens was changed.",
            lens_published="A version of a lens was published.",
            lens_retired="A version of a lens was retired.",
            lens_withdrawn="A lens was withdrawn: it is attached to nothing more.",
            lens_deleted="A lens was deleted.",
        ),
    )
}  # fmt: skip


def types_of(recorded: str, changes: Mapping[str, Any]) -> list[Type]:
    """The types that an event of the log becomes; none for what webhooks do not tell of."""
    return [
        each
        for each in _BY_NAME.get(recorded, ())
        if not each.changed or each.changed in changes
    ]  # fmt: skip


def body(type: Type, event: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent of an event, but for the name of who did it.

    event: number, timestamp, organization, subject_type, subject_id, workload_id, via, changes,
    data, server. Texts that the log hides stay hidden.
    """
    changes = event["changes"]
    if type.changed:
        changes = {type.changed: changes[type.changed]}
    return {
        "type": type.name,
        "timestamp": event["timestamp"],
        "data": {
            "number": event["number"],
            "organization": event["organization"],
            "subject": {"type": event["subject_type"], "id": event["subject_id"]},
            "workload": event["workload_id"],
            "via": event["via"],
            "changes": changes,
            "details": event["data"],
            "url": _url(type.url, event),
        },
    }


def _url(pattern: str, event: Mapping[str, Any]) -> str | None:
    if not pattern:
        return None
    known = {
        **{
            key: quote(str(value), safe="")
            for key, value in event["data"].items()
            if value not in (None, "")
        },
        "workload": event["workload_id"],
        "subject": event["subject_id"],
    }
    try:
        return f"{event['server']}{pattern.format_map(known)}"
    except KeyError:  # an event written before its data said so much
        return None


def families() -> dict[str, Sequence[Type]]:
    """The types by their family, in order."""
    found: dict[str, list[Type]] = {}
    for each in TYPES.values():
        found.setdefault(each.family, []).append(each)
    return dict(found)


_BY_NAME: dict[str, list[Type]] = {}
for _type in TYPES.values():
    for _name in _type.verbs:
        _BY_NAME.setdefault(_name, []).append(_type)
