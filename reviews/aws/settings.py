"""Settings of the account. Sharing within an organization of AWS and the discovery of resources
mean nothing here: they are kept for who sets them. Jira is our trackers'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash
from reviews.models import Tracker, TrackerKind
from reviews.services import aws_settings

_SWITCHES = ("OrganizationSharingStatus", "DiscoveryIntegrationStatus")
_JIRA = ("IssueManagementStatus", "IssueManagementType", "JiraProjectKey")
_KINDS = (TrackerKind.JIRA_CLOUD, TrackerKind.JIRA_SERVER)


def get_global_settings(call: Call) -> Mapping[str, Any]:
    """GetGlobalSettings."""
    kept = aws_settings.of_account(call.actor)
    return {
        **{name: kept.get(name, "DISABLED") for name in _SWITCHES},
        "JiraConfiguration": _jira(_tracker(call), kept.get("JiraConfiguration", {})),
    }


def update_global_settings(call: Call) -> None:
    """UpdateGlobalSettings: only what is named changes."""
    values = {name: call.given[name] for name in _SWITCHES if name in call.given}
    if "JiraConfiguration" in call.given:
        wanted = call.given["JiraConfiguration"]
        if "IntegrationStatus" in wanted and _tracker(call) is not None:
            told = "Jira is connected as a tracker. Disconnect it among the trackers."
            raise Clash(told, id=call.account, kind="ACCOUNT")
        kept = aws_settings.of_account(call.actor).get("JiraConfiguration", {})
        values["JiraConfiguration"] = {
            **kept,
            **{name: wanted[name] for name in _JIRA if name in wanted},
        }
    aws_settings.set_for_account(call.actor, values=values)


def _tracker(call: Call) -> Tracker | None:
    rows = Tracker.objects.visible_to(call.actor).filter(kind__in=_KINDS, is_active=True)
    return rows.order_by("created_at", "pk").first()


def _jira(tracker: Tracker | None, kept: Mapping[str, Any]) -> dict[str, Any]:
    """An AccountJiraConfigurationOutput. What was set wins over what the tracker says."""
    if tracker is None:
        return {"IntegrationStatus": "NOT_CONFIGURED", **kept}
    host = urlsplit(tracker.base_url).hostname or ""
    return {
        "IntegrationStatus": "CONFIGURED",
        "IssueManagementStatus": "ENABLED",
        "IssueManagementType": "MANUAL",
        "Subdomain": host.removesuffix(".atlassian.net") or None,
        "JiraProjectKey": tracker.project,
        "StatusMessage": tracker.error or None,
        **kept,
    }


OPERATIONS: dict[str, Handler] = {
    "GetGlobalSettings": get_global_settings,
    "UpdateGlobalSettings": update_global_settings,
}
