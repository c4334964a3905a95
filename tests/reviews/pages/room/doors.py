"""The doors of the room, as a browser with and without a script uses them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from reviews.models import Answer, Review


def question_url(review: Review, question: str) -> str:
    return reverse("question-detail", args=[review.pk, question])


def change(
    client: Client, review: Review, question: str, base: int = 0, **more: Any
) -> HttpResponse:
    """What the script sends: a few paths. Dots are written as __ in keywords."""
    data = {key.replace("__", "."): value for key, value in more.items()}
    return client.post(
        reverse("answer-change", args=[review.pk, question]),
        {"base_revision": base, **data},
        headers={"hx-request": "true"},
    )


def submit(
    client: Client, review: Review, question: str, ticked: tuple[str, ...] = (), base: int = 0,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """What a browser without a script sends: every field of the form."""
    asked = next(
        q
        for p in review.lens_version.document["pillars"]
        for q in p["questions"]
        if q["id"] == question
    )
    data: dict[str, Any] = {"base_revision": base, "notes": "", "reason": "none"}
    data["is_applicable"] = ["true"]
    for each in asked["choices"]:
        path = f"choices.{each['id']}"
        chosen = ["selected"] if each["id"] in ticked else []
        data |= {f"{path}.status": ["unselected", *chosen], f"{path}.note": ""}
        data[f"{path}.reason"] = "none"
    return client.post(question_url(review, question), {**data, **more})


def stored(review: Review, question: str) -> Answer:
    return Answer.objects.get(review=review, question_key=question)


def ticked(review: Review, question: str) -> set[str]:
    choices = stored(review, question).choices
    return {key for key, value in choices.items() if value["status"] == "selected"}
