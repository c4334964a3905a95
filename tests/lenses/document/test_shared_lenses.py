"""Real lenses of others: each imports or fails in words a person agrees with.

They are not ours to keep here. Set WELLARCH_SHARED to a folder that has them under lenses/.
"""

import csv
import os
from pathlib import Path

import pytest

from lenses.compiled import compile_lens
from lenses.document import lint, read, to_aws, to_dict, write_json, write_yaml
from tests.lenses.document.cases import codes

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("WELLARCH_SHARED", ROOT.parent / "shared")) / "lenses"
FILES = sorted(SHARED.rglob("*.json"))

pytestmark = pytest.mark.skipif(not FILES, reason="no real lenses: set WELLARCH_SHARED")
EACH = pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path and path.stem[-40:])


@EACH
def test_a_real_lens_reads(path):
    reading = read(path.read_bytes())
    assert reading.lens is not None, reading.errors
    assert all(problem.line for problem in reading.problems)
    lint(reading.lens)


@EACH
def test_a_real_lens_comes_back_whole(path):
    lens = read(path.read_bytes()).lens
    assert read(write_json(lens)).lens == lens
    assert read(write_yaml(lens)).lens == lens
    assert read(to_dict(lens)).lens == lens


@EACH
def test_a_real_lens_can_leave_for_aws(path):
    exported, problems = to_aws(read(path.read_bytes()).lens)
    assert not any(problem.is_error for problem in problems)
    assert codes(read(exported, strict=True).errors) == []


def test_the_counts_are_those_of_the_manifest():
    with (SHARED / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}
    for path in FILES:
        row = rows.get(path.relative_to(SHARED).as_posix()) or rows.get(path.name)
        if row is None:
            continue
        lens = compile_lens(read(path.read_bytes()).lens)
        choices = sum(len(question.choices) for question in lens)
        counts = (len(lens.pillars), len(lens), choices)
        assert counts == (int(row["pillars"]), int(row["questions"]), int(row["choices"])), path
