"""Things tests start from, made through the services as people would make them."""

from __future__ import annotations

from typing import Any

from lenses.models import Lens, LensVersion
from lenses.services import imports, versions
from reviews.models import Answer, Review, Workload
from reviews.services import answers, reviews, workloads
from wellarch.accounts.actor import Actor


def _practice(key: str, title: str, plan: str) -> dict[str, Any]:
    return {"id": key, "title": title, "improvementPlan": {"displayText": plan}}


SMALL_LENS: dict[str, Any] = {
    "schemaVersion": "2021-11-01",
    "alias": "small",
    "name": "Small lens",
    "description": "Two pillars, three questions.",
    "pillars": [
        {
            "id": "doors",
            "name": "Doors",
            "questions": [
                {
                    "id": "locks",
                    "title": "How do you lock the doors?",
                    "description": "Think of every door.",
                    "choices": [
                        _practice("locks_key", "A key", "Buy a lock."),
                        _practice("locks_bolt", "A bolt", "Fit a bolt."),
                        _practice("locks_dog", "A dog", "Feed a dog."),
                        {"id": "locks_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "locks_key && locks_bolt", "risk": "NO_RISK"},
                        {"condition": "locks_key || locks_dog", "risk": "MEDIUM_RISK"},
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                },
                {
                    "id": "keys",
                    "title": "Where are the keys?",
                    "choices": [
                        _practice("keys_safe", "In a safe", "Buy a safe."),
                        {"id": "keys_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "keys_safe", "risk": "NO_RISK"},
                        {"condition": "default", "risk": "HIGH_RISK"},
                    ],
                },
            ],
        },
        {
            "id": "windows",
            "name": "Windows",
            "questions": [
                {
                    "id": "glass",
                    "title": "How do you protect the glass?",
                    "choices": [
                        _practice("glass_film", "Film", "Apply film."),
                        _practice("glass_bars", "Bars", "Mount bars."),
                        {"id": "glass_no", "title": "None of these"},
                    ],
                    "riskRules": [
                        {"condition": "glass_film && glass_bars", "risk": "NO_RISK"},
                        {"condition": "glass_film || glass_bars", "risk": "LOW_RISK"},
                        {"condition": "default", "risk": "MEDIUM_RISK"},
                    ],
                }
            ],
        },
    ],
}  # fmt: skip


def publish_lens(
    actor: Actor, document: dict[str, Any] | None = None, name: str = "1", **how: Any
) -> LensVersion:
    """A published version of a document (the small lens unless given)."""
    draft = imports.import_document(actor, data=document or SMALL_LENS)  # type: ignore[arg-type]
    return versions.publish(actor, draft, name=name, **how)


def start_workload(actor: Actor, name: str = "Checkout", **values: Any) -> Workload:
    """A workload with a name and nothing else needed."""
    return workloads.create(actor, values={"name": name, **values})


def start_review(actor: Actor, workload: Workload, lens: Lens | str) -> Review:
    """A lens attached to a workload."""
    return reviews.attach(actor, workload.pk, lens=lens if isinstance(lens, str) else lens.pk)


def select(actor: Actor, review: Review, question: str, *choices: str, **more: Any) -> Answer:
    """Select choices of a question; `more` are other paths, such as notes."""
    wanted: dict[str, Any] = {f"choices.{choice}.status": "selected" for choice in choices}
    return answers.record(
        actor, review_id=review.pk, question=question, changes_wanted={**wanted, **more}
    )


def answer_all(actor: Actor, review: Review, *, best: bool = True) -> None:
    """Answer every question of the small lens: all practices, or none of them."""
    for question in review.answers.all():
        asked = next(
            q
            for p in review.lens_version.document["pillars"]
            for q in p["questions"]
            if q["id"] == question.question_key
        )
        ids = [choice["id"] for choice in asked["choices"]]
        chosen = [i for i in ids if i.endswith("_no") != best]
        select(actor, review, question.question_key, *chosen)
