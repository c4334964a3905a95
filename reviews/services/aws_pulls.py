"""`aws_pull`: what an account of the AWS API holds, copied into an organization.

Planned first, from what is there and what is here; carried out only when it is asked for, step by
step in the order in which things need each other. What was done stands in a journal: whoever is
interrupted begins again and goes on where it stopped, and what is the same is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from reviews.copying import differences, planning, translating
from reviews.copying.documents import (
    KINDS,
    Account,
    TemplateFile,
    WorkloadFile,
    account_digest,
)
from reviews.copying.planning import Deed, Step
from reviews.models import AwsCopyWay
from reviews.reads import aws_copy
from reviews.services import aws_copy_reading, aws_copy_shares
from reviews.services.aws_copy_calls import Remote
from reviews.services.aws_copy_journal import Journal
from reviews.services.aws_copy_writing import Writer
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action
from wellarch.errors import DomainError

Tell = Callable[[str], None]
NEEDED = (
    Action.WORKLOAD_CREATE,
    Action.WORKLOAD_WRITE,
    Action.LENS_WRITE,
    Action.TEMPLATE_WRITE,
    Action.PROFILE_WRITE,
    Action.SHARE_WRITE,
)
WRITTEN = (Deed.CREATE, Deed.CHANGE)


@dataclass
class Report:
    """What would be done or was done. steps: rows of planning.as_data, with `done` and `problem`.
    lost: what is not copied, or otherwise. shares: rows of Offer.as_data."""

    place: str
    applied: bool
    steps: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    risks: list[str] = field(default_factory=list)
    shares: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0

    @property
    def is_done(self) -> bool:
        """Nothing is left to do and nothing went wrong."""
        return not any(row["problem"] for row in self.steps) and not any(
            row["deed"] in WRITTEN and not row["done"] for row in self.steps
        )


def pull(
    actor: Actor,
    client: Any,
    *,
    apply: bool = False,
    overwrite: bool = False,
    tell: Tell = lambda line: None,
) -> Report:
    """Copy an account into the actor's organization; without `apply` only say what would be done.

    client: of boto3. overwrite: also what was changed here since it was copied. tell: hears of
    every step as it is done. Forbidden unless the actor may make all of it; raises what
    aws_copy_calls raises when the other side is not well. What one document refuses stands in
    the report and does not stop the others.
    """
    for action in NEEDED:
        policy.require(actor, action)
    remote = Remote(client, actor.organization)
    journal = Journal(actor.organization, remote.place, AwsCopyWay.PULL)
    there = aws_copy_reading.read(remote, journal.milestones())
    here = aws_copy.account_of(actor)
    wanted, losses = translating.translate(there, _catalog(actor, journal, here))
    steps = planning.plan(wanted, here, journal.remembered(), overwrite=overwrite)
    report = Report(remote.place, apply)
    report.lost = [*there.notes, *(f"{one.kind} {one.name}: {one.what}" for one in losses)]
    keys: dict[str, UUID] = {}
    if apply:
        keys = _carry_out(actor, journal, steps, report, tell)
        _finish(actor, journal, steps, report)
    else:
        report.steps = [planning.as_data(step) | {"done": False, "problem": ""} for step in steps]
    report.shares = [
        row.as_data() | {"why_not": _offered(actor, row, keys) if apply else row.why}
        for row in aws_copy_shares.offers(wanted)
    ]
    report.calls = remote.calls
    return report


def digest_there(actor: Actor, client: Any) -> dict[str, Any]:
    """The digest of an account, and how much it holds: equal for equal content."""
    policy.require(actor, Action.LENS_WRITE)
    remote = Remote(client, actor.organization)
    there = aws_copy_reading.read(remote)
    return told(there) | {"place": remote.place, "calls": remote.calls}


def digest_here(actor: Actor) -> dict[str, Any]:
    """The same of the organization, without a call."""
    policy.require(actor, Action.LENS_WRITE)
    return told(aws_copy.account_of(actor))


def told(account: Account) -> dict[str, Any]:
    """The digest of everything, and numbers to look at."""
    moments = [
        moment
        for one in account.workloads
        for moment in (one.standing, *(m.standing for m in one.milestones if m.standing))
    ]
    return {
        "digest": account_digest(account),
        "counts": {
            "lenses": len(account.lenses),
            "profiles": len(account.profiles),
            "templates": len(account.templates),
            "workloads": len(account.workloads),
            "lens_versions": sum(len(one.editions) for one in account.lenses),
            "milestones": sum(len(one.milestones) for one in account.workloads),
            "reviews": sum(len(one.reviews) for one in moments),
            "answers": sum(len(r.answers) for one in moments for r in one.reviews.values()),
        },
    }


def _catalog(actor: Actor, journal: Journal, here: Account) -> translating.Catalog:
    copied = {(kind, seen.key): key for (kind, key), seen in journal.remembered().items()}
    before: dict[str, frozenset[str]] = {}
    for kind in ("template", "workload"):
        for one in here.of(kind):
            if (key := copied.get((kind, one.key))) is not None:
                before[key] = _lenses_of(one)
    own = {one.ref: {each.name: each.document for each in one.editions} for one in here.lenses}
    return aws_copy.catalog_of(actor, before, own)


def _lenses_of(document: Any) -> frozenset[str]:
    if isinstance(document, TemplateFile):
        return frozenset(document.reviews)
    if isinstance(document, WorkloadFile):
        moments = (document.standing, *(m.standing for m in document.milestones if m.standing))
        return frozenset(ref for one in moments for ref in one.reviews)
    return frozenset()


def _carry_out(
    actor: Actor, journal: Journal, steps: Sequence[Step], report: Report, tell: Tell
) -> dict[str, UUID]:
    """Do what is to be done; returns {key there: key here} of all that stands here."""
    writer = Writer(actor, journal)
    keys: dict[str, UUID] = {}
    for step in steps:
        row = planning.as_data(step) | {"done": False, "problem": ""}
        report.steps.append(row)
        if step.deed in WRITTEN:
            try:
                row["there"] = writer.write(step)
                row["done"] = True
            except DomainError as error:
                row["problem"] = _sentences(error)
            tell(f"{step.deed.value} {step.kind} {step.wanted.name} {row['problem']}".strip())
        if row["there"]:
            keys[step.wanted.key] = UUID(row["there"])
            if step.kind == "lens":
                writer.lenses[step.wanted.ref] = UUID(row["there"])  # type: ignore[union-attr]
    return keys


def _finish(actor: Actor, journal: Journal, steps: Sequence[Step], report: Report) -> None:
    """Hold what stands here now against what was wanted, and write down what is done."""
    now = aws_copy.account_of(actor)
    by_key = {(kind, one.key): one for kind in KINDS for one in now.of(kind)}
    writer = Writer(actor, journal)
    for step, row in zip(steps, report.steps, strict=True):
        found = by_key.get((step.kind, row["there"]))
        if found is None or row["problem"] or step.deed == Deed.KEEP:
            continue
        writer.finish(step.kind, step.wanted, found)
        left = differences.between(step.wanted, found)
        row["differences"] = planning.shown(left)
        report.risks += [
            f"{step.wanted.name}: {line}" for line in differences.risks(step.wanted, found)
        ]


def _offered(actor: Actor, offer: aws_copy_shares.Offer, keys: dict[str, UUID]) -> str:
    if offer.key not in keys:
        return offer.why or "what it shares is not copied"
    return aws_copy_shares.make(actor, offer, keys[offer.key])


def _sentences(error: DomainError) -> str:
    fields = getattr(error, "fields", {})
    told = [f"{name}: {' '.join(texts)}" for name, texts in fields.items()]
    return "; ".join(told) or error.message
