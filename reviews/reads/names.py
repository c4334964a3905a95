"""What pages call the framework's pillars, risks and environments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from reviews import contexts
from reviews.models import Environment

PILLARS = {
    contexts.OPERATIONS: _("Operational excellence"),
    contexts.SECURITY: _("Security"),
    contexts.RELIABILITY: _("Reliability"),
    contexts.PERFORMANCE: _("Performance efficiency"),
    contexts.COST: _("Cost optimization"),
    contexts.SUSTAINABILITY: _("Sustainability"),
}
# For the heads of narrow columns.
SHORT_PILLARS = {
    contexts.OPERATIONS: _("Ops"),
    contexts.SECURITY: _("Sec"),
    contexts.RELIABILITY: _("Rel"),
    contexts.PERFORMANCE: _("Perf"),
    contexts.COST: _("Cost"),
    contexts.SUSTAINABILITY: _("Sust"),
}
# Business contexts, in milestones from before there were profiles.
CONTEXTS = {
    "healthcare-finance": _("Healthcare or finance"),
    "e-commerce": _("E-commerce"),
    "startup-mvp": _("Startup or first version"),
    "media-content": _("Media or content"),
    "iot-industrial": _("IoT or industrial"),
}


RISKS = {
    "high": _("High risk"),
    "medium": _("Medium risk"),
    "low": _("Low risk"),
    "none": _("No risk"),
    "not_applicable": _("Not applicable"),
    "unanswered": _("Unanswered"),
}


def risk(key: str) -> str:
    """The word of a risk."""
    return str(RISKS[key])


def context(key: str) -> str:
    """How a business context is called; one this version does not know is shown as it is."""
    return str(CONTEXTS.get(key, key))


def environment(key: str) -> str:
    """How an environment is called."""
    return str(Environment(key).label) if key in Environment.values else key
