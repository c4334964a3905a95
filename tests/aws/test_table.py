"""docs/aws-operations.md knows every operation and every test it names; nothing is missing."""

from __future__ import annotations

import re

import pytest

from reviews.aws import model
from tests.aws import record, table

TEXT = table.PLACE.read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells[1:]
    for line in TEXT.splitlines()
    if line.startswith("| ")
    and len(cells := [cell.strip() for cell in line.strip("| ").split("|")]) == 9
}


def test_the_table_knows_all_72_operations():
    assert set(ROWS) - {"Operation"} == set(model.operations())


@pytest.mark.parametrize("operation", sorted(model.operations()))
def test_no_cell_of_an_operation_is_empty_without_a_reason(operation):
    happy, *errors = ROWS[operation]
    assert int(happy) > 0
    for code, cell in zip(table.COLUMNS, errors, strict=True):
        is_modelled = code in table.modelled(operation)
        never = (operation, code) in table.NEVER
        told = cell.isdigit() or cell == "=" or (cell == "never" and never)
        assert told or (cell == "–" and not is_modelled), code


def test_every_test_the_table_names_is_there():
    named = set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", TEXT))
    assert len(named) > 50
    folder = table.PLACE.parents[1] / "tests/aws"
    sources = {file: (folder / file).read_text(encoding="utf-8") for file, _test in named}
    assert [test for file, test in sorted(named) if f"def {test}(" not in sources[file]] == []


def test_stubs_and_the_fuzz_are_no_happy_paths(tmp_path):
    lines = [
        '["GetLens", "200", "tests/aws/test_door.py::test_a"]',
        '["GetLens", "200", "tests/aws/test_fuzz.py::test_b"]',
        '["GetLens", "200", "tests/aws/test_lenses.py::test_c[1]"]',
        '["GetLens", "ThrottlingException", "tests/aws/test_door.py::test_d"]',
    ]
    (tmp_path / "1.jsonl").write_text("\n".join(lines))
    assert table.seen(tmp_path) == {
        ("GetLens", record.HAPPY): ["test_lenses.py::test_c"],
        ("GetLens", "ThrottlingException"): ["test_door.py::test_d"],
    }
