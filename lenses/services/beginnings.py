"""What a new lens begins with: one of each, in words that say what belongs there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lenses.document import model


def document(name: str, alias: str, description: str = "") -> dict[str, Any]:
    """A lens of one pillar and one question that reads without errors."""
    found: dict[str, Any] = {
        "schemaVersion": model.SCHEMA_VERSION,
        "alias": alias,
        "name": name,
        "description": description
        or _("Say in a sentence or two which systems this lens is for and what it looks after."),
        "pillars": [
            {
                "id": "first_pillar",
                "name": _("First pillar"),
                "description": _("A pillar is one concern, such as security or cost."),
                "questions": [_question()],
            }
        ],
    }
    return found


def _question() -> dict[str, Any]:
    return {
        "id": "first_question",
        "title": _("How do you take care of this?"),
        "description": _(
            "Say why the question matters. A good one begins with “how” and can be answered by"
            " the practices below."
        ),
        "choices": [
            _practice(
                "first_question_basics",
                _("We do what nobody should go without"),
                _("Say what to do first, in steps a team can follow."),
            ),
            _practice(
                "first_question_more",
                _("We do what keeps it that way"),
                _("Say what makes the first step last: who looks after it, and how often."),
            ),
            {"id": "first_question_no", "title": _("None of these")},
        ],
        "riskRules": [
            {"condition": "first_question_basics && first_question_more", "risk": "NO_RISK"},
            {"condition": "first_question_basics", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }


def _practice(key: str, title: str, plan: str) -> dict[str, Any]:
    return {
        "id": key,
        "title": title,
        "description": _("A practice is something a team does, and can be seen to do."),
        "improvementPlan": {"displayText": plan},
    }
