"""What pages call the framework's pillars, business contexts and environments."""

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
CONTEXTS = {
    "healthcare-finance": _("Healthcare or finance"),
    "e-commerce": _("E-commerce"),
    "startup-mvp": _("Startup or first version"),
    "media-content": _("Media or content"),
    "iot-industrial": _("IoT or industrial"),
}
# Why a context puts these pillars first.
REASONS = {
    "healthcare-finance": _("Regulators ask about these first."),
    "e-commerce": _("Downtime costs revenue by the minute."),
    "startup-mvp": _("The burn rate decides how much time there is to learn."),
    "media-content": _("The experience of the audience drives growth."),
    "iot-industrial": _("A failure can hurt people, not only data."),
}


def context(key: str) -> str:
    """How a business context is called; one this version does not know is shown as it is."""
    return str(CONTEXTS.get(key, key))


def reason(key: str) -> str:
    """Why a business context puts its pillars first; nothing for one that is not known."""
    return str(REASONS.get(key, ""))


def environment(key: str) -> str:
    """How an environment is called."""
    return str(Environment(key).label) if key in Environment.values else key
