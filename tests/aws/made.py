"""Things made through the API, as scripts make them, and what is looked for in refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lenses.models import Lens, LensVersion
from reviews.aws import lens_names
from wellarch.accounts.models import Organization

FRAMEWORK = "wellarchitected"
NOBODY = "0" * 32  # a workload nobody has


def workload(api: Any, name: str = "Shop", **more: Any) -> str:
    """The id of a new workload with the framework."""
    given: dict[str, Any] = {
        "WorkloadName": name,
        "Description": "Sells things",
        "Environment": "PRODUCTION",
        "ReviewOwner": "platform@example.com",
        "AwsRegions": ["eu-west-1"],
        "Lenses": [FRAMEWORK],
    }
    key: str = api.create_workload(**(given | more))["WorkloadId"]
    return key


def arn(version: LensVersion) -> str:
    """The ARN of the lens of a version."""
    return lens_names.arn_of(Lens.objects.select_related("organization").get(pk=version.lens_id))


def account(organization: Organization) -> str:
    """Its account number."""
    return organization.number


def refused(code: str, call: Callable[..., Any], **given: Any) -> dict[str, Any]:
    """What the API answers to a call it refuses with this error."""
    with pytest.raises(ClientError) as caught:
        call(**given)
    answer: dict[str, Any] = caught.value.response
    assert answer["Error"]["Code"] == code, answer
    return answer
