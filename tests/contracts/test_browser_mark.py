"""Tests that drive a browser run where there is one, and only there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

BROWSER = sorted((Path(__file__).parents[1] / "browser").glob("test_*.py"))


@pytest.mark.parametrize("path", BROWSER, ids=lambda path: path.name)
def test_every_file_of_browser_tests_bears_their_mark(path):
    assigned = [
        ast.unparse(node.value)
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    ]
    assert any("pytest.mark.browser" in value for value in assigned), (
        "without pytestmark = pytest.mark.browser it runs with the others and not as a browser test"
    )
