"""Everything an account of the AWS API holds, read as documents (reviews/copying/documents.py).

Reads only. What cannot be read is named in the notes of the account; the rest is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviews.copying import theirs
from reviews.copying.documents import (
    Account,
    Frozen,
    Reviewed,
    Shared,
    Standing,
    WorkloadFile,
    builtin_ref,
)
from reviews.copying.ours import moment
from reviews.services.aws_copy_calls import Refused, Remote
from reviews.services.aws_copy_library import Library

Known = Mapping[tuple[str, int], str]
"""{(ARN of a workload, number of a milestone): digest} of milestones that are copied already."""


def read(remote: Remote, known: Known | None = None) -> Account:
    """The whole account. Milestones in `known` are not read again: they never change.

    Raises what aws_copy_calls raises when the other side is not well or refuses a list.
    """
    return _Reader(remote, known or {}).account()


def review(remote: Remote, workload_id: str, lens: str, ref: str) -> Reviewed:
    """One lens of a workload as it is now. lens: its LensAlias. ref: how documents name it."""
    where = {"WorkloadId": workload_id, "LensAlias": lens}
    told, answers = _review(remote, where)
    return theirs.reviewed(ref, told, answers)


def offered(remote: Remote) -> dict[str, str]:
    """The built-in lenses of an account, with the version that can be attached."""
    rows = remote.each("ListLenses", "LensSummaries", LensType="AWS_OFFICIAL")
    return {builtin_ref(row["LensAlias"]): row.get("LensVersion") or "" for row in rows}


def _review(
    remote: Remote, where: Mapping[str, Any]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A LensReview and its Answers: the list of answers tells no notes, so each is asked for."""
    told = remote.call("GetLensReview", **where)["LensReview"]
    answers = [
        remote.call("GetAnswer", QuestionId=one["QuestionId"], **where)["Answer"]
        for one in remote.each("ListAnswers", "AnswerSummaries", **where)
    ]
    return told, answers


class _Reader:
    """One reading: what it learns of lenses in workloads, it needs to read the lenses."""

    def __init__(self, remote: Remote, known: Known) -> None:
        self.remote, self.known = remote, known
        self.shelf = Library(remote)
        self.notes: list[str] = self.shelf.notes

    def account(self) -> Account:
        self.shelf.begin()
        listed = list(self.remote.each("ListWorkloads", "WorkloadSummaries"))
        pasts = {one["WorkloadId"]: self._past(one["WorkloadId"]) for one in listed}
        for one in listed:
            summaries = [one, *(m["WorkloadSummary"] for m in pasts[one["WorkloadId"]])]
            for summary in summaries:
                self.shelf.uses_profiles(summary.get("Profiles") or ())
        profiles = self.shelf.profiles()
        workloads = [self._workload(one, pasts[one["WorkloadId"]]) for one in listed]
        templates = tuple(
            self.shelf.template(one, self._answers_of_template)
            for one in self.remote.each("ListReviewTemplates", "ReviewTemplates")
        )
        return Account(
            lenses=self.shelf.lenses(),
            profiles=profiles,
            templates=templates,
            workloads=tuple(one for one in workloads if one is not None),
            asked=self.shelf.asked,
            notes=tuple(self.notes),
        )

    def _past(self, workload_id: str) -> list[dict[str, Any]]:
        rows = self.remote.each("ListMilestones", "MilestoneSummaries", WorkloadId=workload_id)
        return sorted(rows, key=lambda row: int(row["MilestoneNumber"]))

    def _workload(
        self, listed: Mapping[str, Any], past: list[dict[str, Any]]
    ) -> WorkloadFile | None:
        key = listed["WorkloadId"]
        told = self.remote.call("GetWorkload", WorkloadId=key)["Workload"]
        if told.get("ShareInvitationId"):
            owner = told.get("Owner") or "another account"
            name = told["WorkloadName"]
            self.notes.append(f"workload {name} is shared with this account by {owner}: not copied")
            return None
        self._note_settings(told)
        return WorkloadFile(
            key=told["WorkloadArn"],
            name=told["WorkloadName"],
            standing=self._standing(told, {}),
            milestones=tuple(self._frozen(told["WorkloadArn"], key, row) for row in past),
            tags=dict(told.get("Tags") or {}),
            shares=self._shares(key),
        )

    def _note_settings(self, told: Mapping[str, Any]) -> None:
        for member, switch in (
            ("DiscoveryConfig", "TrustedAdvisorIntegrationStatus"),
            ("JiraConfiguration", "IssueManagementStatus"),
        ):
            if (told.get(member) or {}).get(switch) == "ENABLED":
                self.notes.append(f"{told['WorkloadName']}: its {member} is not copied.")

    def _frozen(self, arn: str, workload_id: str, row: Mapping[str, Any]) -> Frozen:
        number = int(row["MilestoneNumber"])
        at = moment(row["RecordedAt"])
        if known := self.known.get((arn, number)):
            where = {"WorkloadId": workload_id, "MilestoneNumber": number}
            for one in self.remote.each("ListLensReviews", "LensReviewSummaries", **where):
                ref = self.shelf.ref(one["LensArn"], one.get("LensName") or "")
                self.shelf.uses(ref, one.get("LensVersion") or "")
            return Frozen(number, row["MilestoneName"], at, None, known)
        given = {"MilestoneNumber": number}
        told = self.remote.call("GetMilestone", WorkloadId=workload_id, **given)["Milestone"]
        return Frozen(number, row["MilestoneName"], at, self._standing(told["Workload"], given))

    def _standing(self, told: Mapping[str, Any], milestone: Mapping[str, int]) -> Standing:
        where = {"WorkloadId": told["WorkloadId"], **milestone}
        listed = self.remote.each("ListLensReviews", "LensReviewSummaries", **where)
        reviews = [self._reviewed(one, where) for one in listed]
        return Standing(
            theirs.properties(told, self.shelf.known_profiles),
            {one.lens: one for one in reviews},
        )

    def _reviewed(self, listed: Mapping[str, Any], where: Mapping[str, Any]) -> Reviewed:
        given = {**where, "LensAlias": listed["LensArn"]}
        ref = self.shelf.ref(listed["LensArn"], listed.get("LensName") or "")
        told, answers = _review(self.remote, given)
        self.shelf.saw(ref, told, answers)
        return theirs.reviewed(ref, told, answers)

    def _answers_of_template(self, arn: str, lens: str) -> Reviewed:
        given = {"TemplateArn": arn, "LensAlias": lens}
        told = self.remote.call("GetReviewTemplateLensReview", **given)["LensReview"]
        ref = self.shelf.ref(told["LensArn"], told.get("LensName") or "")
        answers = [
            self.remote.call("GetReviewTemplateAnswer", QuestionId=one["QuestionId"], **given)[
                "Answer"
            ]
            for one in self.remote.each("ListReviewTemplateAnswers", "AnswerSummaries", **given)
        ]
        self.shelf.saw(ref, told, answers)
        return theirs.reviewed(ref, told, answers)

    def _shares(self, workload_id: str) -> tuple[Shared, ...]:
        try:
            rows = list(
                self.remote.each(
                    "ListWorkloadShares", "WorkloadShareSummaries", WorkloadId=workload_id
                )
            )
        except Refused as error:
            self.notes.append(str(error))
            return ()
        return theirs.open_shares(rows)
