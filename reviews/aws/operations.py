"""The table of operations. Each module of a resource ends with its OPERATIONS."""

from __future__ import annotations

from types import ModuleType

from reviews.aws import (
    answers,
    associations,
    checks,
    improvements,
    integration,
    invitations,
    lens_reviews,
    lens_shares,
    lens_versions,
    lenses,
    milestones,
    notifications,
    profile_shares,
    profiles,
    reports,
    settings,
    tags,
    template_answers,
    template_shares,
    templates,
    workload_shares,
    workloads,
)
from reviews.aws.call import Handler

# In the order of the review: what is asked, what is reviewed, what is said, what is kept.
_RESOURCES: tuple[ModuleType, ...] = (
    lenses,
    lens_versions,
    profiles,
    templates,
    template_answers,
    workloads,
    associations,
    lens_reviews,
    answers,
    improvements,
    milestones,
    reports,
    checks,
    integration,
    workload_shares,
    lens_shares,
    profile_shares,
    template_shares,
    invitations,
    tags,
    notifications,
    settings,
)

HANDLERS: dict[str, Handler] = {
    name: handler for module in _RESOURCES for name, handler in module.OPERATIONS.items()
}
