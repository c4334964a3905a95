"""Jira: what is to be done in a workload is sent to the tracker the organization has set up."""

from __future__ import annotations

from reviews import access
from reviews.aws import places
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash
from reviews.services import aws_settings, tracker_batches


def update_integration(call: Call) -> None:
    """UpdateIntegration: issues are made or brought up to date, by tasks, soon after.

    The workload's JiraConfiguration says into which project, and may switch it off.
    """
    workload = access.workload_for(call.actor, places.workload_id(call))
    wanted = aws_settings.of_workload(workload).get("JiraConfiguration", {})
    if wanted.get("IssueManagementStatus") == "DISABLED":
        raise Clash(
            "The Jira integration is switched off for this workload.",
            id=workload.pk.hex,
            kind="WORKLOAD",
        )
    project = wanted.get("JiraProjectKey", "")
    tracker_batches.push(call.actor, workload.pk, project=project)


OPERATIONS: dict[str, Handler] = {"UpdateIntegration": update_integration}
