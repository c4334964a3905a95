"""Workloads written to an account of the AWS API, moment by moment in the order of time.

The API cannot attach an older version of a lens. So each version is published when the first
moment that needs it is written, after every workload that still needs the version before it has
it; going on with the next version is an upgrade, which the API wants to record a milestone with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviews.copying import sending
from reviews.copying.documents import (
    BUILTIN,
    Frozen,
    Reviewed,
    Standing,
    WorkloadFile,
    frozen_digest,
)
from reviews.services import aws_copy_reading
from reviews.services.aws_copy_calls import Refused
from reviews.services.aws_copy_journal import MILESTONE
from reviews.services.aws_copy_sending import Sender

_LAST = "9999"


@dataclass
class SentWorkload:
    """A workload there. standing: as it is there now. todo: milestones still to be recorded."""

    wanted: WorkloadFile
    arn: str
    standing: Standing
    todo: list[Frozen]

    @property
    def id(self) -> str:
        """WorkloadId."""
        return self.arn.rpartition("/")[2]

    def needs(self) -> list[Standing]:
        """The moments still to be written."""
        return [*(one.standing for one in self.todo if one.standing), self.wanted.standing]


class Moments:
    """All workloads of one push."""

    def __init__(self, sender: Sender) -> None:
        self.sender, self.remote = sender, sender.remote
        self.sent: dict[str, SentWorkload] = {}

    def write(self, rows: Sequence[tuple[WorkloadFile, WorkloadFile | None]]) -> dict[str, str]:
        """Write workloads, each with what stands for it there; returns {key here: problem}.

        What one workload is refused does not stop the others.
        """
        failed: dict[str, str] = {}
        turns = sorted(
            ((one.at, wanted.key, one.number) for wanted, _f in rows for one in wanted.milestones),
        ) + [(_LAST, wanted.key, 0) for wanted, _found in rows]
        by_key = {wanted.key: (wanted, found) for wanted, found in rows}
        for _at, key, number in turns:
            if key in failed:
                continue
            try:
                self._turn(*by_key[key], number)
            except Refused as error:
                failed[key] = str(error)
        return failed

    def _turn(self, wanted: WorkloadFile, found: WorkloadFile | None, number: int) -> None:
        sent = self.sent.get(wanted.key) or self._begin(wanted, found)
        if number:
            todo = [one for one in sent.todo if one.number == number]
            if todo and todo[0].standing is not None:
                self._bring(sent, todo[0].standing)
                self._freeze(sent, todo[0])
            return
        self._bring(sent, wanted.standing)
        self.sender.tags(sent.arn, wanted.tags, found.tags if found else {})

    def _begin(self, wanted: WorkloadFile, found: WorkloadFile | None) -> SentWorkload:
        if found is not None:
            there = {one.name for one in found.milestones}
            todo = [one for one in wanted.milestones if one.name not in there]
            sent = SentWorkload(wanted, found.key, found.standing, todo)
            self.sent[wanted.key] = sent
            return sent
        todo = [one for one in wanted.milestones if one.standing]
        first = todo[0].standing if todo and todo[0].standing else wanted.standing
        for ref, one in first.reviews.items():
            self._publish_until(ref, one.version)
        arn = self.remote.call(
            "CreateWorkload",
            Lenses=[self.sender.arn_of(ref) for ref in first.reviews],
            ClientRequestToken=self.sender.token("workload", wanted.key),
            **sending.workload(first),
        )["WorkloadArn"]
        self.sender.journal.note("workload", remote=arn, local=wanted.key)
        fresh = {**first.properties, "profile": "", "profile_version": 0}
        fresh["improvement_status"] = "none"
        reviews = {r: Reviewed(r, self._newest(r, one)) for r, one in first.reviews.items()}
        sent = SentWorkload(wanted, arn, Standing(fresh, reviews), todo)
        self.sent[wanted.key] = sent
        return sent

    def _newest(self, ref: str, wanted: Reviewed) -> str:
        return wanted.version if ref.startswith(BUILTIN) else self.sender.lenses[ref].newest

    def _bring(self, sent: SentWorkload, wanted: Standing) -> None:
        """Make a workload there what is wanted."""
        if members := sending.workload(wanted, sent.standing):
            self.remote.call("UpdateWorkload", WorkloadId=sent.id, **members)
        self._profile(sent, wanted)
        gone = [ref for ref in sent.standing.reviews if ref not in wanted.reviews]
        if gone:
            aliases = [self.sender.arn_of(ref) for ref in gone]
            self.remote.call("DisassociateLenses", WorkloadId=sent.id, LensAliases=aliases)
        reviews = {r: one for r, one in sent.standing.reviews.items() if r not in gone}
        for ref, one in wanted.reviews.items():
            self._publish_until(ref, one.version)
            reviews[ref] = self._review(sent, one, sent.standing.reviews.get(ref))
        sent.standing = Standing(wanted.properties, reviews)

    def _profile(self, sent: SentWorkload, wanted: Standing) -> None:
        before, after = (one.properties["profile"] for one in (sent.standing, wanted))
        if before == after:
            return
        profiles = self.sender.profiles
        if before in profiles:
            given = {"WorkloadId": sent.id, "ProfileArns": [profiles[before]]}
            self.sender.attempt(
                sent.wanted.name, lambda: self.remote.call("DisassociateProfiles", **given)
            )
        if after in profiles:
            given = {"WorkloadId": sent.id, "ProfileArns": [profiles[after]]}
            self.sender.attempt(
                sent.wanted.name, lambda: self.remote.call("AssociateProfiles", **given)
            )

    def _review(self, sent: SentWorkload, wanted: Reviewed, found: Reviewed | None) -> Reviewed:
        """One lens of a workload there; returns what stands there then."""
        alias = self.sender.arn_of(wanted.lens)
        where = {"WorkloadId": sent.id, "LensAlias": alias}
        if found is None:
            self.remote.call("AssociateLenses", WorkloadId=sent.id, LensAliases=[alias])
            found = self._there(sent, wanted.lens)
        elif found.version != wanted.version and not wanted.lens.startswith(BUILTIN):
            found = self._upgraded(sent, wanted)
        if notes := sending.notes(wanted, found):
            self.remote.call("UpdateLensReview", **where, **notes)
        answers = dict(found.answers)
        for question, members in sending.answers(wanted, found).items():
            given = {**where, "QuestionId": question, **members}
            if self._answer(sent.wanted.name, given) and question in wanted.answers:
                answers[question] = wanted.answers[question]
            elif question not in wanted.answers:
                answers.pop(question, None)
        return replace(found, notes=wanted.notes, pillar_notes=wanted.pillar_notes,
                       answers=answers)  # fmt: skip

    def _answer(self, name: str, given: dict[str, object]) -> bool:
        return self.sender.attempt(name, lambda: self.remote.call("UpdateAnswer", **given))

    def _there(self, sent: SentWorkload, ref: str) -> Reviewed:
        """A lens of a workload as the other side tells it."""
        return aws_copy_reading.review(self.remote, sent.id, self.sender.arn_of(ref), ref)

    def _upgraded(self, sent: SentWorkload, wanted: Reviewed) -> Reviewed:
        """Go on with the newest version. One that is minor is followed by itself, soon."""
        name = f"Before {wanted.lens.partition(':')[2]} {wanted.version}"[:100]
        found = self._there(sent, wanted.lens)
        if found.version == wanted.version:
            return found
        self.remote.call(
            "UpgradeLensReview",
            WorkloadId=sent.id,
            LensAlias=self.sender.arn_of(wanted.lens),
            MilestoneName=name,
            ClientRequestToken=self.sender.token("upgrade", sent.arn, wanted.lens, name),
        )
        self.sender.problems.append(
            f"{sent.wanted.name}: the API wanted the milestone {name} for the upgrade"
        )
        return self._there(sent, wanted.lens)

    def _freeze(self, sent: SentWorkload, one: Frozen) -> None:
        """Record a milestone, by an upgrade if one comes next."""
        sent.todo.remove(one)
        upgrade = self._next_upgrade(sent)
        if upgrade is None:
            number = self.remote.call(
                "CreateMilestone",
                WorkloadId=sent.id,
                MilestoneName=one.name,
                ClientRequestToken=self.sender.token("milestone", sent.arn, one.name),
            )["MilestoneNumber"]
        else:
            self._publish_until(upgrade.lens, upgrade.version)
            self.remote.call(
                "UpgradeLensReview",
                WorkloadId=sent.id,
                LensAlias=self.sender.arn_of(upgrade.lens),
                MilestoneName=one.name,
                ClientRequestToken=self.sender.token("milestone", sent.arn, one.name),
            )
            number = one.number
            reviews = dict(sent.standing.reviews)
            reviews[upgrade.lens] = self._there(sent, upgrade.lens)
            sent.standing = Standing(sent.standing.properties, reviews)
        self.sender.journal.note(
            MILESTONE,
            remote=f"{sent.arn}#{number}",
            local=f"{sent.wanted.key}#{one.number}",
            wanted=frozen_digest(one),
            left=frozen_digest(one),
        )

    def _next_upgrade(self, sent: SentWorkload) -> Reviewed | None:
        """The lens that the next moment has in a later version, if any."""
        for ref, one in sent.needs()[0].reviews.items():
            before = sent.standing.reviews.get(ref)
            if before and before.version != one.version and not ref.startswith(BUILTIN):
                edition = [e for e in self.sender.lenses[ref].wanted.editions
                           if e.name == one.version]  # fmt: skip
                if edition and edition[0].is_major:
                    return one
        return None

    def _publish_until(self, ref: str, version: str) -> None:
        """Publish versions of a lens up to this one, the workloads that need an earlier one
        getting it first."""
        if ref.startswith(BUILTIN) or ref not in self.sender.lenses:
            return
        lens = self.sender.lenses[ref]
        while lens.newest != version and version in lens.missing:
            for other in list(self.sent.values()):
                self._hold(other, ref, lens.newest)
            self.sender.publish_next(ref)

    def _hold(self, sent: SentWorkload, ref: str, version: str) -> None:
        """Attach a lens now, as there will be another version when it is wanted."""
        if ref in sent.standing.reviews:
            return
        if any(m.reviews[ref].version == version for m in sent.needs() if ref in m.reviews):
            alias = self.sender.arn_of(ref)
            self.remote.call("AssociateLenses", WorkloadId=sent.id, LensAliases=[alias])
            reviews = {**sent.standing.reviews, ref: self._there(sent, ref)}
            sent.standing = Standing(sent.standing.properties, reviews)
