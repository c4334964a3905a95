"""Small rooms: files and functions stay of a size one holds in one's head."""

from __future__ import annotations

import ast
import os
from pathlib import Path

from tests.contracts.house import ROOT, sources

MAX_FILE = 400
MAX_FUNCTION = 40
BANNED = {"utils", "helpers", "common", "misc", "utilities", "helper", "util"}
SUFFIXES = (".py", ".html", ".css", ".js", ".svg")


# What `make` and the tools leave behind; a walk, because a machine need not have git.
OF_NOBODY = {"var", "data", "staticfiles", "node_modules", "__pycache__"}


def tracked() -> list[str]:
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [each for each in folders if each[0] != "." and each not in OF_NOBODY]
        found += [str((Path(folder) / file).relative_to(ROOT)) for file in files]
    return found


def test_no_file_is_longer_than_400_lines():
    long = []
    for name in tracked():
        path = ROOT / name
        if not name.endswith(SUFFIXES) or "/migrations/" in name or not path.is_file():
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MAX_FILE:
            long.append(f"{name}: {lines}")
    assert not long


def test_no_function_is_longer_than_40_lines():
    long = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body
                if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
                    body = body[1:] or body  # the docstring is free
                lines = (node.end_lineno or 0) - body[0].lineno + 1
                if lines > MAX_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}")
    assert not long


def test_no_room_is_a_dumping_ground():
    # Styles have a layer called utilities (DESIGN: single-purpose classes); code has none.
    assert not [
        name
        for name in tracked()
        if not name.endswith(".css") and BANNED & {p.split(".")[0] for p in name.split("/")}
    ]


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent
