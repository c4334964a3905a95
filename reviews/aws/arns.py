"""How the AWS API names things: ARNs and ids out of our own keys, and back. Pure.

An id is our UUID in 32 lower-case hexadecimal digits. A built-in lens has an ARN without region
and account, as the reference's own lenses have, and may be named by its alias alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

_ARN = re.compile(
    r"arn:aws[-a-z]*:wellarchitected:(?P<region>[-a-z0-9]*):(?P<account>\d{12}|aws)?:"
    r"(?P<kind>[a-z-]+)/(?P<id>[A-Za-z0-9._-]+)"
)
_HEX = re.compile(r"[0-9a-f]{32}")


class Kind(StrEnum):
    """The word before the slash."""

    WORKLOAD = "workload"
    LENS = "lens"
    PROFILE = "profile"
    TEMPLATE = "review-template"


@dataclass(frozen=True)
class Arn:
    """The parts of an ARN of this service. account: empty or "aws" for what is built in."""

    kind: str
    id: str
    account: str
    region: str


def arn(kind: Kind, key: UUID, *, account: str, region: str) -> str:
    """The ARN of something an organization owns."""
    return f"arn:aws:wellarchitected:{region}:{account}:{kind}/{key.hex}"


def builtin_lens(alias: str) -> str:
    """The ARN of a lens that comes with WellArch."""
    return f"arn:aws:wellarchitected::aws:lens/{alias}"


def parse(text: str) -> Arn | None:
    """The parts of an ARN of this service, None for anything else."""
    match = _ARN.fullmatch(text)
    if match is None:
        return None
    return Arn(match["kind"], match["id"], match["account"] or "", match["region"])


def key_of(text: str) -> UUID | None:
    """The key an id stands for, None for what cannot be one."""
    return UUID(text) if _HEX.fullmatch(text) else None
