"""How much an account may have: our own quotas, higher than AWS's unless the installation says so.

The numbers are settings (docs/production.md); here they meet a call that would add one more.
"""

from __future__ import annotations

from django.conf import settings

from reviews.aws.call import Call
from reviews.aws.errors import QuotaReached


def limit(quota: str) -> int:
    """How many there may be. KeyError for a quota nobody has heard of."""
    return int(settings.WELLARCH_AWS_QUOTAS[quota])


def require(call: Call, quota: str, *, used: int, id: str, kind: str, more: int = 1) -> None:
    """Raise QuotaReached unless `more` may be added to the `used` that are there.

    id, kind: the resource that would have too many, such as the workload's id and "WORKLOAD"; of
    a quota of the whole account its number and "ACCOUNT".
    """
    most = limit(quota)
    if used + more > most:
        raise QuotaReached(
            f"{call.operation} would exceed the quota of {most} for {quota.replace('-', ' ')}.",
            id=id,
            kind=kind,
            quota=quota,
        )
