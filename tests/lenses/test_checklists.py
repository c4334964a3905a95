"""The security checklist and the quick checklists of the pillars, as plain data.

What every built-in lens has to keep to is tested in test_catalog; here is what only these two do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

CATALOG = Path(__file__).resolve().parents[2] / "lenses" / "catalog"
ITEMS = {
    "security-checklist": {
        "identity": 7,
        "network": 4,
        "data": 6,
        "logging": 2,
        "detection": 2,
        "response": 3,
    },
    "pillar-checklists": {
        "operationalExcellence": 7,
        "security": 12,
        "reliability": 10,
        "performance": 9,
        "costOptimization": 11,
        "sustainability": 9,
    },
}


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def _pillars(alias: str) -> list[dict[str, Any]]:
    stems = _read(CATALOG / alias / "lens.yaml")["pillars"]
    return [_read(CATALOG / alias / f"{stem}.yaml") for stem in stems]


@pytest.mark.parametrize("alias", ITEMS)
def test_a_checklist_is_scored_in_percent(alias: str) -> None:
    lens = _read(CATALOG / alias / "lens.yaml")
    assert (lens["alias"], lens["scoring"]) == (alias, "percent")


@pytest.mark.parametrize("alias", ITEMS)
def test_every_item_of_the_tables_is_there(alias: str) -> None:
    found = {
        pillar["id"]: sum(len(question["choices"]) - 1 for question in pillar["questions"])
        for pillar in _pillars(alias)
    }
    assert found == ITEMS[alias]


@pytest.mark.parametrize("alias", ITEMS)
def test_ids_begin_with_their_pillar_and_are_unique(alias: str) -> None:
    seen: list[str] = []
    for pillar in _pillars(alias):
        prefixes = {question["id"].split("_")[0] for question in pillar["questions"]}
        (prefix,) = prefixes
        assert pillar["id"][:4] == prefix[:4], "the first word, “operations” for the first pillar"
        for question in pillar["questions"]:
            ids = [choice["id"] for choice in question["choices"]]
            assert all(identifier.startswith(f"{prefix}_") for identifier in ids)
            assert [i for i in ids if i.endswith("_no")] == [f"{question['id']}_no"] == ids[-1:]
            seen += ids
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("alias", ITEMS)
def test_every_item_says_how_to_get_there_and_when_it_is_done(alias: str) -> None:
    for pillar in _pillars(alias):
        for question in pillar["questions"]:
            for choice in question["choices"][:-1]:
                *steps, done = choice["improvementPlan"]["displayText"].split("\n")
                assert [step.split(".")[0] for step in steps] == [
                    str(number) for number in range(1, len(steps) + 1)
                ], choice["id"]
                assert done.startswith("Done when: "), choice["id"]
                assert choice["antiPatterns"], choice["id"]
