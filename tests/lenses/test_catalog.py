"""The YAML of the built-in lenses, read as plain data: counts, ids, levels and the care of texts.

Knows nothing of our lens parser, so that a mistake there cannot hide one in the content.
"""

import csv
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

Pillars = list[dict[str, Any]]

ROOT = Path(__file__).resolve().parents[2]
CATALOG = ROOT / "lenses" / "catalog"
SHARED = Path(os.environ.get("WELLARCH_SHARED", ROOT.parent / "shared"))
DOCS = "https://docs.aws.amazon.com/"
LENSES = ["wellarchitected", "review-checklist"]
PILLAR_IDS = [
    "operationalExcellence",
    "security",
    "reliability",
    "performance",
    "costOptimization",
    "sustainability",
]
SEED_CHECKLIST = {
    "operationalExcellence": "infraAsCode cicdPipeline monitoring alerting runbooks "
    "incidentProcess postMortems",
    "security": "noRootAccess leastPrivilege encryptionAtRest encryptionInTransit cloudTrail "
    "guardDuty waf secretsManager",
    "reliability": "multiAz autoScaling healthChecks backups disasterRecovery circuitBreakers "
    "retryWithBackoff loadTesting",
    "performance": "caching cdnEnabled rightSized asyncProcessing readReplicas "
    "connectionPooling compressionEnabled",
    "costOptimization": "tagged savingsPlans spotInstances rightSizedCost lifecyclePolicies "
    "unusedResourceCleanup costAlerts",
    "sustainability": "graviton serverless highUtilization scheduledScaling efficientDataStorage",
}


def _load(alias: str) -> tuple[dict[str, Any], Pillars]:
    folder = CATALOG / alias
    lens = yaml.safe_load((folder / "lens.yaml").read_text(encoding="utf-8"))
    files = [folder / f"{stem}.yaml" for stem in lens["pillars"]]
    return lens, [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


def _questions(pillars: Pillars) -> list[dict[str, Any]]:
    return [question for pillar in pillars for question in pillar["questions"]]


def _practices(pillars: Pillars) -> list[dict[str, Any]]:
    return [
        choice
        for question in _questions(pillars)
        for choice in question["choices"]
        if not choice["id"].endswith("_no")
    ]


def _facts(name: str) -> list[dict[str, str]]:
    """Rows of an identity table that lives beside the repository, or a visible skip."""
    file = SHARED / "facts" / name
    if not file.is_file():
        pytest.skip(f"the identity table {name} is not on this machine (WELLARCH_SHARED)")
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def _leaves(node: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every scalar and every empty container of a document, with its path."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from _leaves(value, f"{path}/{key}")
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from _leaves(value, f"{path}/{index}")
    else:
        yield path, node


def _prose(pillars: Pillars) -> Iterator[str]:
    for pillar in pillars:
        yield pillar["description"]
        yield from (principle["example"] for principle in pillar.get("principles", []))
    for question in _questions(pillars):
        yield question["description"]
    for choice in _practices(pillars):
        yield choice["description"]
        yield choice["improvementPlan"]["displayText"]


def _sentences(text: str) -> list[str]:
    """The sentences of a text; the numbers before the steps of a plan are none."""
    unnumbered = re.sub(r"^\d+\. ", "", text, flags=re.MULTILINE)
    return [part.strip().lower() for part in re.split(r"(?<=[.!?])\s+", unnumbered) if part.strip()]


@pytest.mark.parametrize("alias", LENSES)
def test_a_lens_names_itself_and_its_six_pillars_in_order(alias: str) -> None:
    lens, pillars = _load(alias)
    assert lens["schemaVersion"] == "2021-11-01"
    assert (lens["alias"], lens["version"]) == (alias, "2026.1")
    assert lens["name"]
    assert lens["description"]
    assert [pillar["id"] for pillar in pillars] == PILLAR_IDS
    on_disk = {file.stem for file in (CATALOG / alias).glob("*.yaml")} - {"lens"}
    assert on_disk == set(lens["pillars"]), "every pillar file is listed, and nothing else"


def test_the_framework_has_57_questions_307_practices_and_57_ways_to_say_none() -> None:
    _, pillars = _load("wellarchitected")
    choices = [choice for question in _questions(pillars) for choice in question["choices"]]
    assert len(_questions(pillars)) == 57
    assert len(_practices(pillars)) == 307
    assert len(choices) - len(_practices(pillars)) == 57


def test_the_framework_keeps_the_levels_of_risk_it_was_published_with() -> None:
    _, pillars = _load("wellarchitected")
    levels = Counter(choice["riskIfAbsent"] for choice in _practices(pillars))
    assert levels == {"high": 127, "medium": 143, "low": 37}


@pytest.mark.parametrize("alias", LENSES)
def test_none_of_these_is_there_once_per_question_and_last(alias: str) -> None:
    _, pillars = _load(alias)
    for question in _questions(pillars):
        none = [choice for choice in question["choices"] if choice["id"].endswith("_no")]
        assert none == [question["choices"][-1]], question["id"]
        assert none[0]["title"] == "None of these"


def test_framework_questions_equal_the_identity_table() -> None:
    expected = [
        (row["pillar_id"], row["question_code"], row["question_id"], row["none_choice_id"])
        for row in _facts("framework-questions.tsv")
    ]
    _, pillars = _load("wellarchitected")
    found = [
        (pillar["id"], question["code"], question["id"], question["choices"][-1]["id"])
        for pillar in pillars
        for question in pillar["questions"]
    ]
    assert found == expected


def test_framework_practices_equal_the_identity_table() -> None:
    expected: dict[str, list[tuple[str, str, str, str]]] = {}
    for row in _facts("framework-ids.tsv"):
        fact = (row["bp_code"], row["choice_id"], row["risk_if_absent"].lower(), row["doc_path"])
        expected.setdefault(row["question_id"], []).append(fact)
    _, pillars = _load("wellarchitected")
    found = {
        question["id"]: [
            (
                choice["code"],
                choice["id"],
                choice["riskIfAbsent"],
                "/" + choice["helpfulResource"]["url"].removeprefix(DOCS),
            )
            for choice in question["choices"][:-1]
        ]
        for question in _questions(pillars)
    }
    assert found == {question: sorted(facts) for question, facts in expected.items()}


@pytest.mark.parametrize("alias", LENSES)
def test_ids_are_unique_in_the_lens(alias: str) -> None:
    _, pillars = _load(alias)
    questions = Counter(question["id"] for question in _questions(pillars))
    choices = Counter(
        choice["id"] for question in _questions(pillars) for choice in question["choices"]
    )
    assert [key for key, count in (questions + choices).items() if count > 1] == []


@pytest.mark.parametrize("alias", LENSES)
def test_no_two_texts_share_a_sentence(alias: str) -> None:
    _, pillars = _load(alias)
    counted = Counter(sentence for text in _prose(pillars) for sentence in _sentences(text))
    assert [sentence for sentence, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("alias", LENSES)
def test_every_practice_has_title_description_level_and_next_step(alias: str) -> None:
    _, pillars = _load(alias)
    for choice in _practices(pillars):
        words = len(choice["description"].split())
        assert 10 <= words <= 90, f"{choice['id']}: {words} words"
        assert choice["riskIfAbsent"] in {"high", "medium", "low"}
        assert choice["improvementPlan"]["displayText"].endswith("."), choice["id"]


@pytest.mark.parametrize("alias", LENSES)
def test_no_field_is_empty(alias: str) -> None:
    lens, pillars = _load(alias)
    for path, value in _leaves([lens, *pillars]):
        assert isinstance(value, str), f"{path}: {value!r} is no text"
        assert value.strip() == value != "", f"{path} is empty or padded"


@pytest.mark.parametrize("alias", LENSES)
def test_titles_are_short_and_differ_within_a_question(alias: str) -> None:
    _, pillars = _load(alias)
    for question in _questions(pillars):
        titles = [choice["title"] for choice in question["choices"]]
        assert max(map(len, [question["title"], *titles])) <= 100, question["id"]
        assert len(set(titles)) == len(titles), question["id"]


@pytest.mark.parametrize("alias", LENSES)
def test_links_lead_to_the_official_pages(alias: str) -> None:
    lens, pillars = _load(alias)
    links = [str(v) for path, v in _leaves([lens, *pillars]) if path.endswith("/url")]
    assert len(links) >= 2 * len(_practices(pillars))
    assert [link for link in links if not link.startswith(DOCS)] == []


def test_the_checklist_holds_the_42_items_of_the_pre_review_template() -> None:
    lens, pillars = _load("review-checklist")
    found = {pillar["id"]: [choice["id"] for choice in _practices([pillar])] for pillar in pillars}
    assert found == {pillar: items.split() for pillar, items in SEED_CHECKLIST.items()}
    assert len(_practices(pillars)) == 42
    assert len(_questions(pillars)) == len(pillars), "one question per pillar"
    assert lens["scoring"] == "percent"
