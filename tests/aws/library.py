"""Lenses, templates and profiles made through the API, for tests about them."""

from __future__ import annotations

import json
from typing import Any


def _choice(key: str, title: str) -> dict[str, Any]:
    return {"id": key, "title": title, "improvementPlan": {"displayText": f"Get {title}."}}


def _question(key: str, title: str, *practices: str) -> dict[str, Any]:
    choices = [_choice(f"{key}_{each}", each) for each in practices]
    return {
        "id": key,
        "title": title,
        "description": f"About {key}.",
        "helpfulResource": {"displayText": "Read this", "url": "https://example.com/help"},
        "choices": [*choices, {"id": f"{key}_no", "title": "None of these"}],
        "riskRules": [
            {"condition": " && ".join(each["id"] for each in choices), "risk": "NO_RISK"},
            {"condition": f"{choices[0]['id']} && !{key}_no", "risk": "MEDIUM_RISK"},
            {"condition": "default", "risk": "HIGH_RISK"},
        ],
    }


def document(name: str = "House lens", **more: Any) -> dict[str, Any]:
    """A lens of two pillars and three questions, within the limits of the reference."""
    return {
        "schemaVersion": "2021-11-01",
        "name": name,
        "description": "What a house needs.",
        "pillars": [
            {
                "id": "doors",
                "name": "Doors",
                "questions": [
                    _question("locks", "How do you lock the doors?", "key", "bolt"),
                    _question("bells", "How do visitors announce themselves?", "bell"),
                ],
            },
            {
                "id": "windows",
                "name": "Windows",
                "questions": [_question("glass", "How do you protect the glass?", "film", "bars")],
            },
        ],
        **more,
    }


def import_lens(api: Any, lens: dict[str, Any] | None = None, **more: Any) -> str:
    """The ARN of a new draft."""
    text = json.dumps(lens or document())
    arn: str = api.import_lens(JSONString=text, **more)["LensArn"]
    return arn


def publish(api: Any, arn: str, version: str = "1", *, major: bool = True) -> None:
    """The draft of a lens becomes a version."""
    api.create_lens_version(LensAlias=arn, LensVersion=version, IsMajorVersion=major)


def new_lens(api: Any, lens: dict[str, Any] | None = None) -> str:
    """The ARN of a published lens."""
    arn = import_lens(api, lens)
    publish(api, arn)
    return arn


def changed(lens: dict[str, Any]) -> dict[str, Any]:
    """The document with a question changed, one gone, one new, and a new pillar."""
    doors, windows = json.loads(json.dumps(lens["pillars"]))
    doors["questions"][0]["title"] = "How are the doors locked?"
    doors["questions"][1] = _question("guests", "Who may come in?", "list")
    roof = {"id": "roof", "name": "Roof", "questions": [_question("tiles", "Tiles?", "clay")]}
    return {**lens, "pillars": [doors, windows, roof]}


def template(api: Any, *lenses: str, name: str = "Usual answers", **more: Any) -> str:
    """The ARN of a new template."""
    arn: str = api.create_review_template(
        TemplateName=name, Description="For every team", Lenses=list(lenses), **more
    )["TemplateArn"]
    return arn


def profile(api: Any, name: str = "Our shop", **answers: str) -> str:
    """The ARN of a new profile."""
    said = answers or {"business": "e-commerce"}
    arn: str = api.create_profile(
        ProfileName=name,
        ProfileDescription="What matters to us",
        ProfileQuestions=[
            {"QuestionId": question, "SelectedChoiceIds": [choice]}
            for question, choice in said.items()
        ],
    )["ProfileArn"]
    return arn


def workload(api: Any, *lenses: str, name: str = "Shop", **more: Any) -> str:
    """The id of a new workload."""
    key: str = api.create_workload(
        WorkloadName=name,
        Description="Sells things",
        Environment="PRODUCTION",
        ReviewOwner="ben@example.com",
        AwsRegions=["eu-west-1"],
        Lenses=list(lenses) or ["wellarchitected"],
        **more,
    )["WorkloadId"]
    return key


def unknown(kind: str, account: str = "999999999999") -> str:
    """An ARN of nothing."""
    return f"arn:aws:wellarchitected:us-east-1:{account}:{kind}/{'0' * 32}"
