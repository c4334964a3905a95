"""What only the AWS API knows of an account, a workload or a review, kept for it as it was sent."""

from __future__ import annotations

from django.db import models


class AwsSettingsOf(models.TextChoices):
    """Whose settings they are."""

    ACCOUNT = "account", "Account"
    WORKLOAD = "workload", "Workload"
    REVIEW = "review", "Review"


class AwsSettings(models.Model):
    """Switches of the reference product that mean nothing to WellArch itself.

    Its Trusted Advisor and Jira switches, sharing within an AWS organization and the like: who
    sets them reads them back. values: members of the API's shapes under their own names.
    """

    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=AwsSettingsOf)
    subject_id = models.UUIDField()  # of the organization, workload or review
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="one_aws_settings_each")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"
