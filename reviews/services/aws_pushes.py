"""`aws_push`: what an organization holds, copied into an account of the AWS API.

Planned first, as a pull is; carried out only when it is asked for. The API keeps its own times:
milestones are recorded in their order, with their names and answers, and with the time of now.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviews.copying import differences, fitting, planning
from reviews.copying.documents import (
    KINDS,
    Account,
    WorkloadFile,
    folded,
)
from reviews.copying.planning import Deed, Step
from reviews.models import AwsCopyWay
from reviews.reads import aws_copy
from reviews.services import aws_copy_reading
from reviews.services.aws_copy_calls import Refused, Remote
from reviews.services.aws_copy_journal import Journal
from reviews.services.aws_copy_moments import Moments
from reviews.services.aws_copy_sending import Sender
from reviews.services.aws_pulls import NEEDED, WRITTEN, Report, Tell
from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.policy import Action


def push(
    actor: Actor,
    client: Any,
    *,
    apply: bool = False,
    overwrite: bool = False,
    tell: Tell = lambda line: None,
) -> Report:
    """Copy the actor's organization into an account; without `apply` only say what would be done.

    As aws_pulls.pull the other way round. overwrite: also what was changed there since.
    """
    for action in NEEDED:
        policy.require(actor, action)
    remote = Remote(client, actor.organization)
    journal = Journal(actor.organization, remote.place, AwsCopyWay.PUSH)
    here = aws_copy.account_of(actor)
    there = aws_copy_reading.read(remote, journal.milestones())
    offered = aws_copy_reading.offered(remote)
    wanted, losses = fitting.fit(here, offered, _defaults(actor, client))
    wanted = fitting.with_theirs(wanted, there)
    remembered = journal.remembered()
    steps = planning.plan(wanted, there, remembered, times=False, overwrite=overwrite)
    report = Report(remote.place, apply)
    told = (f"{one.kind} {one.name}: {one.what}" for one in losses)
    report.lost = [*here.notes, *there.notes, *told, *_only_names(steps)]
    report.steps = [planning.as_data(step) | {"done": False, "problem": ""} for step in steps]
    if apply:
        sender = Sender(remote, journal)
        _carry_out(sender, steps, report, tell)
        report.lost += sender.problems
        _finish(journal, steps, report, aws_copy_reading.read(remote, journal.milestones()))
    report.calls = remote.calls
    return report


def fitted(actor: Actor, client: Any) -> Account:
    """The organization as a push would have it there."""
    policy.require(actor, Action.LENS_WRITE)
    offered = aws_copy_reading.offered(Remote(client, actor.organization))
    return fitting.fit(aws_copy.account_of(actor), offered, _defaults(actor, client))[0]


def _defaults(actor: Actor, client: Any) -> dict[str, Any]:
    """What the API wants of every workload, for those that have none."""
    return {
        "review_owner": actor.user.email if actor.user else actor.name,
        "regions": [client.meta.region_name or "us-east-1"],
    }


def _only_names(steps: Sequence[Step]) -> list[str]:
    milestones = sum(
        len(step.wanted.milestones)
        for step in steps
        if isinstance(step.wanted, WorkloadFile) and step.deed in WRITTEN
    )
    if not milestones:
        return []
    return [f"{milestones} milestones get the time at which they are recorded there"]


def _carry_out(sender: Sender, steps: Sequence[Step], report: Report, tell: Tell) -> None:
    """Lenses begin, profiles, workloads through time, lenses to their end, templates."""
    rows = dict(zip(map(id, steps), report.steps, strict=True))
    by_kind = {kind: [one for one in steps if one.kind == kind] for kind in KINDS}
    for step in by_kind["lens"]:
        _one(rows[id(step)], tell, lambda s=step: sender.begin_lens(s.wanted, s.found))
    for step in by_kind["profile"]:
        if step.deed in WRITTEN:
            _one(rows[id(step)], tell, lambda s=step: sender.profile(s.wanted, s.found))
        elif step.found is not None:
            sender.profiles[folded(step.wanted.name)] = step.found.key
    moments = Moments(sender)
    workloads = [(step.wanted, step.found) for step in by_kind["workload"] if step.deed in WRITTEN]
    failed = moments.write(workloads)  # type: ignore[arg-type]
    for step in by_kind["workload"]:
        row = rows[id(step)]
        if step.deed in WRITTEN:
            row["problem"] = failed.get(step.wanted.key, "")
            row["done"] = not row["problem"]
            sent = moments.sent.get(step.wanted.key)
            row["there"] = sent.arn if sent else row["there"]
            _say(row, tell)
    for step in by_kind["lens"]:
        if step.deed in WRITTEN and not rows[id(step)]["problem"]:
            _one(rows[id(step)], tell, lambda s=step: _last(sender, s))
    for step in by_kind["template"]:
        if step.deed in WRITTEN:
            _one(rows[id(step)], tell, lambda s=step: sender.template(s.wanted, s.found))


def _last(sender: Sender, step: Step) -> str:
    sender.finish_lens(step.wanted, step.found)  # type: ignore[arg-type]
    return sender.lenses[step.wanted.ref].arn  # type: ignore[union-attr]


def _one(row: dict[str, Any], tell: Tell, act: Any) -> None:
    try:
        row["there"] = act()
        row["done"] = row["deed"] in WRITTEN
    except Refused as error:
        row["problem"] = str(error)
    if row["deed"] in WRITTEN:
        _say(row, tell)


def _say(row: dict[str, Any], tell: Tell) -> None:
    tell(f"{row['deed']} {row['kind']} {row['name']} {row['problem']}".strip())


def _finish(journal: Journal, steps: Sequence[Step], report: Report, now: Account) -> None:
    """Hold what stands there now against what was wanted, and write down what is done."""
    by_key = {(kind, one.key): one for kind in KINDS for one in now.of(kind)}
    for step, row in zip(steps, report.steps, strict=True):
        found = by_key.get((step.kind, row["there"]))
        if found is None or row["problem"] or step.deed == Deed.KEEP:
            continue
        journal.note(
            step.kind,
            remote=found.key,
            local=step.wanted.key,
            wanted=planning.digest_of(step.wanted),
            left=planning.digest_of(found),
        )
        row["differences"] = planning.shown(differences.between(step.wanted, found, times=False))
        report.risks += [
            f"{step.wanted.name}: {line}" for line in differences.risks(step.wanted, found)
        ]
