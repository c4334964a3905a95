"""The account's settings through the AWS API."""

from __future__ import annotations

import pytest

from reviews.models import Tracker, TrackerKind
from tests.aws.refusals import CLASH, NOT_ALLOWED, refused


@pytest.fixture
def ada(aws_of, cast):
    return aws_of(cast.ada, scope="admin")


def shown(api):
    answer = api.get_global_settings()
    answer.pop("ResponseMetadata")
    return answer


def test_an_account_begins_with_everything_off(ada):
    assert shown(ada) == {
        "OrganizationSharingStatus": "DISABLED",
        "DiscoveryIntegrationStatus": "DISABLED",
        "JiraConfiguration": {"IntegrationStatus": "NOT_CONFIGURED"},
    }


def test_what_is_set_is_read_back_and_the_rest_stays(ada):
    ada.update_global_settings(OrganizationSharingStatus="ENABLED")
    ada.update_global_settings(
        DiscoveryIntegrationStatus="ENABLED",
        JiraConfiguration={"IssueManagementStatus": "ENABLED", "JiraProjectKey": "WA"},
    )
    ada.update_global_settings(JiraConfiguration={"IssueManagementType": "AUTO"})
    assert shown(ada) == {
        "OrganizationSharingStatus": "ENABLED",
        "DiscoveryIntegrationStatus": "ENABLED",
        "JiraConfiguration": {
            "IntegrationStatus": "NOT_CONFIGURED",
            "IssueManagementStatus": "ENABLED",
            "IssueManagementType": "AUTO",
            "JiraProjectKey": "WA",
        },
    }


def test_a_jira_tracker_is_what_the_account_is_connected_to(ada, cast):
    Tracker.objects.create(
        organization=cast.northwind,
        name="Ours",
        kind=TrackerKind.JIRA_CLOUD,
        base_url="https://northwind.atlassian.net",
        project="WA",
        secret="x",
    )
    found = shown(ada)["JiraConfiguration"]
    assert found["IntegrationStatus"] == "CONFIGURED"
    assert (found["Subdomain"], found["JiraProjectKey"]) == ("northwind", "WA")
    with refused(CLASH, "Disconnect it"):
        ada.update_global_settings(JiraConfiguration={"IntegrationStatus": "NOT_CONFIGURED"})


def test_accounts_do_not_see_each_others_settings(ada, aws_of, cast):
    ada.update_global_settings(OrganizationSharingStatus="ENABLED")
    assert shown(aws_of(cast.oda))["OrganizationSharingStatus"] == "DISABLED"


def test_only_admins_change_settings_and_everybody_reads_them(aws_of, cast):
    for person in (cast.ben, cast.cleo, cast.vic):
        api = aws_of(person)
        assert shown(api)["OrganizationSharingStatus"] == "DISABLED"
        with refused(NOT_ALLOWED):
            api.update_global_settings(OrganizationSharingStatus="ENABLED")
