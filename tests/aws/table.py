"""`python -m tests.aws.table`: runs tests/aws and writes docs/aws-operations.md from what it saw.

Of each operation: a happy path, and each error the model lists; in a cell stands which test saw
it. `--from FOLDER` uses what an earlier run wrote there instead of running the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from reviews.aws import model
from tests.aws import record

PLACE = Path(__file__).resolve().parents[2] / "docs/aws-operations.md"
COLUMNS = (
    "AccessDeniedException",
    "ValidationException",
    "ResourceNotFoundException",
    "ConflictException",
    "ServiceQuotaExceededException",
    "ThrottlingException",
    "InternalServerException",
)
# Tests that put a refusal where the handler is: they show the words, not the reason.
TRANSLATED = "test_model_errors.py::test_what_the_core_refuses_is_said_in_the_words_of_the_model"
# Here handlers are put in the place of the real ones: what they answer is no happy path.
STUBBED = ("test_door.py", "test_signatures.py", "test_model_errors.py")
NEVER = {
    ("GetProfileTemplate", "ResourceNotFoundException"): "there is one template, always there",
    ("GetProfileTemplate", "ValidationException"): "it has no input",
    ("GetGlobalSettings", "ValidationException"): "it has no input",
    ("UpdateProfile", "ConflictException"): "answers are merged, the newest stands",
    ("UpdateReviewTemplateAnswer", "ConflictException"): "the last one to write wins",
    ("UpdateReviewTemplateLensReview", "ConflictException"): "the last one to write wins",
    ("UpdateWorkloadShare", "ConflictException"): "no state of a share that is there forbids it",
}
Seen = dict[tuple[str, str], list[str]]

HEAD = """\
# Operations of the AWS-compatible API

Written by `python -m tests.aws.table` from a run of the tests in `tests/aws`; do not edit it. Every
call in them is signed as clients sign it, most are made by an unmodified boto3, and every answer
is held against botocore's shape of the operation: members, types, enumerations, lengths, patterns.

A number says how many tests saw this outcome of this operation; below stands which. `=`: only
the translation of the core's refusal was seen, with a handler that refuses. `–`: the model does
not list this error for the operation. Every constraint of every input is broken in
`tests/aws/test_model_constraints.py`.
"""


def main(arguments: list[str]) -> int:
    """Run the tests if need be, and write the page."""
    if arguments[:1] == ["--from"]:
        PLACE.write_text(page(seen(Path(arguments[1]))), encoding="utf-8")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {record.PLACE: folder}
        tests = [sys.executable, "-m", "pytest", "-q", "-n2", "tests/aws"]
        run = subprocess.run([*tests, *arguments], env=environment, check=False)
        PLACE.write_text(page(seen(Path(folder))), encoding="utf-8")
    return run.returncode


def seen(folder: Path) -> Seen:
    """(operation, outcome) → the tests that saw it, by name."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            operation, outcome, test = json.loads(line)
            name = test.removeprefix("tests/aws/").split("[")[0]
            stub = outcome == record.HAPPY and name.startswith(STUBBED)
            if "::" in name and not stub and not name.startswith("test_fuzz"):
                found[operation, outcome].add(name)
    return {key: sorted(tests) for key, tests in found.items()}


def page(what: Seen) -> str:
    """The whole page."""
    names = ("happy path", *(column.removesuffix("Exception") for column in COLUMNS))
    lines = [HEAD, f"| Operation | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for operation in sorted(model.operations()):
        cells = [cell(what, operation, column) for column in (record.HAPPY, *COLUMNS)]
        lines.append(f"| {operation} | {' | '.join(cells)} |")
    lines += ["", "## Cells that stay empty, and why", ""]
    lines += [f"- {operation}, {code}: {why}." for (operation, code), why in sorted(NEVER.items())]
    lines += ["", "## What was checked", ""]
    for operation in sorted(model.operations()):
        lines += _tests(what, operation)
    return "\n".join(lines) + "\n"


def cell(what: Seen, operation: str, outcome: str) -> str:
    """How many tests saw this outcome, or why none has to."""
    tests = what.get((operation, outcome), [])
    real = [test for test in tests if TRANSLATED not in test]
    if real:
        return str(len(real))
    if (operation, outcome) in NEVER:
        return "never"
    if outcome != record.HAPPY and outcome not in modelled(operation):
        return "–"
    return "=" if tests else "**missing**"


def modelled(operation: str) -> set[str]:
    """The errors the model lists for an operation."""
    return {shape.name for shape in model.operations()[operation].error_shapes}


def _tests(what: Seen, operation: str) -> list[str]:
    lines = [f"### {operation}", ""]
    for outcome in (record.HAPPY, *COLUMNS):
        tests = [t for t in what.get((operation, outcome), []) if TRANSLATED not in t]
        if tests:
            said = "happy path" if outcome == record.HAPPY else outcome
            told = ", ".join(f"`{test}`" for test in tests[:3])
            more = f" and {len(tests) - 3} more" if len(tests) > 3 else ""
            lines.append(f"- {said}: {told}{more}")
    return [*lines, ""]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
