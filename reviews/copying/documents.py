"""What an organization or account holds, in words both sides share.

Nothing here names an id, an ARN, an account number or a time of change, except `key`, which says
where a document was read and is no part of it: equal content is an equal document.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reviews.changes import State

BUILTIN, OWN = "aws:", "own:"
UNANSWERED = "unanswered"


def folded(name: str) -> str:
    """How names are compared: without case, blanks and punctuation, as the reference does."""
    return re.sub(r"[\W_]+", "", name.casefold())


def natural(version: str) -> tuple[tuple[int, int, str], ...]:
    """Names of versions in the order of their numbers: 1.9 before 1.10."""
    parts = re.findall(r"\d+|\D+", version)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


def builtin_ref(alias: str) -> str:
    """How documents name a lens everybody has."""
    return f"{BUILTIN}{alias}"


def own_ref(name: str) -> str:
    """How documents name any other lens: by its name."""
    return f"{OWN}{folded(name)}"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one question. state: reviews/changes.py. risk: in our words, low as none."""

    pillar: str
    state: State
    risk: str = UNANSWERED


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One lens of a workload or template. answers: only to questions something is said to."""

    lens: str
    version: str
    notes: str = ""
    pillar_notes: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """A workload at one moment: its properties (under our names) and {lens: what is reviewed}."""

    properties: Mapping[str, Any]
    reviews: Mapping[str, Reviewed]


@dataclass(frozen=True, slots=True)
class Frozen:
    """A milestone. at: ISO 8601 in UTC, to the second. standing: None when it was not read, as
    it was copied before: `known` is its digest then."""

    number: int
    name: str
    at: str
    standing: Standing | None
    known: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A share that is open: with whom (an account, an address, an ARN), and for what."""

    to: str
    permission: str
    status: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A published version of a lens. document: in the format of AWS. is_major: as far as it is
    known; the API does not tell."""

    name: str
    document: Mapping[str, Any]
    is_major: bool = True


@dataclass(frozen=True, slots=True)
class LensFile:
    """A lens of the organization's own. editions: oldest first."""

    key: str
    ref: str
    name: str
    editions: tuple[Edition, ...] = ()
    draft: Mapping[str, Any] | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileFile:
    """A profile. editions: {question: options} of every version that can be read, oldest first."""

    key: str
    name: str
    description: str = ""
    editions: tuple[Mapping[str, tuple[str, ...]], ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Shared, ...] = ()
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A review template."""

    key: str
    name: str
    description: str = ""
    notes: str = ""
    reviews: Mapping[str, Reviewed] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Shared, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkloadFile:
    """A workload with its past."""

    key: str
    name: str
    standing: Standing
    milestones: tuple[Frozen, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    shares: tuple[Shared, ...] = ()


Document = LensFile | ProfileFile | TemplateFile | WorkloadFile
KINDS: tuple[str, ...] = ("lens", "profile", "template", "workload")
"""In the order in which they need each other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a version of a lens asks, as it was seen in a review: its name, {pillar: name} and
    its questions as Answer of the API."""

    name: str
    pillars: Mapping[str, str]
    answers: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Everything on one side. asked: {(lens, version): …} of lenses that came without a
    document. notes: what could not be read, in sentences."""

    lenses: tuple[LensFile, ...] = ()
    profiles: tuple[ProfileFile, ...] = ()
    templates: tuple[TemplateFile, ...] = ()
    workloads: tuple[WorkloadFile, ...] = ()
    asked: Mapping[tuple[str, str], Asked] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[Document, ...]:
        """All documents of a kind."""
        found: Mapping[str, tuple[Document, ...]] = {
            "lens": self.lenses,
            "profile": self.profiles,
            "template": self.templates,
            "workload": self.workloads,
        }
        return found[kind]


def name_of(document: Document) -> str:
    """By what a document of one side is found on the other."""
    return document.ref if isinstance(document, LensFile) else folded(document.name)


def data(document: Document, *, risks: bool = True, times: bool = True) -> dict[str, Any]:
    """The document as JSON values, without where it was read and with whom it is shared.

    risks: with the risks the rules gave. times: with the moments of milestones.
    """
    match document:
        case LensFile():
            return {
                "name": document.name,
                "versions": {each.name: each.document for each in document.editions},
                "draft": document.draft,
                "tags": dict(document.tags),
            }
        case ProfileFile():
            return {
                "name": document.name,
                "description": document.description,
                "versions": [{k: sorted(v) for k, v in one.items()} for one in document.editions],
                "tags": dict(document.tags),
            }
        case TemplateFile():
            return {
                "name": document.name,
                "description": document.description,
                "notes": document.notes,
                "lenses": {k: _reviewed(v, risks) for k, v in document.reviews.items()},
                "tags": dict(document.tags),
            }
        case WorkloadFile():
            return {
                "now": standing_data(document.standing, risks=risks),
                "milestones": [_frozen(one, times) for one in document.milestones],
                "tags": dict(document.tags),
            }


def standing_data(standing: Standing, *, risks: bool = True) -> dict[str, Any]:
    """A moment of a workload as JSON values."""
    return {
        "properties": dict(standing.properties),
        "lenses": {key: _reviewed(one, risks) for key, one in standing.reviews.items()},
    }


def frozen_digest(milestone: Frozen) -> str:
    """The digest of what a milestone holds, without risks."""
    if milestone.standing is None:
        return milestone.known
    return digest(standing_data(milestone.standing, risks=False))


def digest(values: Any) -> str:
    """SHA-256 over canonical JSON."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def account_digest(account: Account, *, times: bool = True) -> str:
    """One digest over everything: equal for equal content, whoever keeps it."""
    return digest(
        {kind: {name_of(one): _whole(one, times) for one in account.of(kind)} for kind in KINDS}
    )


def _whole(document: Document, times: bool) -> str:
    values = data(document, times=times)
    if isinstance(document, WorkloadFile):
        values["past"] = [
            standing_data(one.standing) for one in document.milestones if one.standing
        ]
    return digest(values)


def _frozen(milestone: Frozen, times: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": milestone.number,
        "name": milestone.name,
        "content": frozen_digest(milestone),
    }
    return found | {"at": milestone.at} if times else found


def _reviewed(reviewed: Reviewed, risks: bool) -> dict[str, Any]:
    return {
        "version": reviewed.version,
        "notes": reviewed.notes,
        "pillar_notes": {key: text for key, text in reviewed.pillar_notes.items() if text},
        "answers": {
            key: ({"risk": said.risk} if risks else {}) | {"state": dict(said.state)}
            for key, said in reviewed.answers.items()
            if said.state or (risks and said.risk != UNANSWERED)
        },
    }
