"""A lens in a folder: one file for the lens, one for each pillar."""

from pathlib import Path

import pytest

from lenses.document import lint, read, read_folder, write_yaml
from lenses.management.counting import builtin

LENS = """\
name: In parts
alias: in-parts
description: A lens in a folder.
schemaVersion: 2021-11-01
pillars: [second, first]
"""
PILLAR = """\
id: {id}
name: {id}
questions:
  - id: {id}-q
    title: How?
    choices:
      - id: a
        title: A
        riskIfAbsent: high
        improvementPlan: {{displayText: Do it.}}
      - id: b
        title: B
        riskIfAbsent: medium
        improvementPlan: {{displayText: Do it.}}
      - id: q_no
        title: None of these
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lens.yaml").write_text(LENS)
    for name in ("first", "second"):
        (tmp_path / f"{name}.yaml").write_text(PILLAR.format(id=name))
    return tmp_path


def test_pillars_come_in_the_order_of_the_lens_file(folder):
    reading = read_folder(folder)
    assert reading.problems == ()
    assert [pillar.id for pillar in reading.lens.pillars] == ["second", "first"]


def test_rules_are_derived_and_part_of_what_is_written(folder):
    lens = read_folder(folder).lens
    assert [(rule.condition, rule.risk) for rule in lens.pillars[0].questions[0].risk_rules] == [
        ("a && b", "NO_RISK"),
        ("a", "MEDIUM_RISK"),
        ("default", "HIGH_RISK"),
    ]
    assert read(write_yaml(lens)).lens == lens


def test_a_problem_names_the_file_and_the_line(folder):
    file = folder / "first.yaml"
    file.write_text(file.read_text().replace("id: b\n", "id: a\n"))
    (problem,) = read_folder(folder).errors
    assert (problem.pointer, problem.code, problem.line) == (
        "first.yaml#/questions/0/choices/1/id",
        "choice-id-repeated",
        11,
    )


def test_a_finding_of_the_linter_names_the_file_too(folder):
    file = folder / "first.yaml"
    file.write_text(file.read_text().replace("title: B", "title: A"))
    reading = read_folder(folder)
    (problem,) = reading.placed(lint(reading.lens))
    assert (problem.pointer, problem.line) == ("first.yaml#/questions/0/choices/1/title", 12)


def test_a_problem_of_the_lens_itself_names_the_lens_file(folder):
    file = folder / "lens.yaml"
    file.write_text(file.read_text().replace("name: In parts\n", ""))
    (problem,) = read_folder(folder).errors
    assert problem.pointer == "lens.yaml#/name"


@pytest.mark.parametrize("stem", ["third", "../first", "first.yaml", "[x]"])
def test_a_pillar_file_that_is_not_there_is_told(folder, stem):
    file = folder / "lens.yaml"
    file.write_text(file.read_text().replace("second,", f"{stem},"))
    (problem,) = read_folder(folder).errors
    assert (problem.pointer, problem.code) == ("lens.yaml#/pillars/0", "file-missing")


def test_a_pillar_file_that_is_not_listed_is_told(folder):
    (folder / "third.yaml").write_text(PILLAR.format(id="third"))
    reading = read_folder(folder)
    assert reading.lens
    (problem,) = reading.problems
    assert (problem.pointer, problem.code) == ("third.yaml#", "file-unlisted")


def test_a_file_that_does_not_parse_is_told_with_its_line(folder):
    (folder / "first.yaml").write_text("id: first\n  name: x\n")
    (problem,) = read_folder(folder).errors
    assert (problem.pointer, problem.line) == ("first.yaml#", 2)


@pytest.mark.parametrize("text", ["- a\n", "pillars: first\nname: x\n", "name: x\n"])
def test_a_lens_file_that_lists_no_pillars_is_told(folder, text):
    (folder / "lens.yaml").write_text(text)
    reading = read_folder(folder)
    assert reading.lens is None
    assert reading.errors[0].pointer.startswith("lens.yaml#")


def test_a_folder_without_a_lens_file_is_told(tmp_path):
    (problem,) = read_folder(tmp_path).errors
    assert (problem.pointer, problem.code) == ("lens.yaml#", "file-missing")


@pytest.mark.parametrize("path", builtin(), ids=lambda path: path.name)
def test_the_built_in_lenses_have_neither_errors_nor_findings(path):
    reading = read_folder(path)
    assert reading.problems == ()
    assert lint(reading.lens) == ()
