"""What docs/security.md promises of the whole code, looked up in the whole code."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.contracts.house import ROOT, sources

PAGE = ROOT / "docs" / "security.md"
_STATE = "met|not applicable|not met"
ROW = re.compile(rf"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+) \| ({_STATE}) \| (.+) \|$")
FILE = re.compile(r"`((?:wellarch|reviews|lenses|tests|docs|templates|static)/[\w./-]+)`")
# Level 1 and level 2 of version 5.0.0 have so many requirements.
LEVELS = {"1": 70, "2": 183}

DANGEROUS = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "marshal", "shelve", "xml", "lxml", "telnetlib", "ftplib"}


def rows() -> list[tuple[str, ...]]:
    found = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [match.groups() for match in found if match]


def test_the_checklist_has_every_requirement_once_and_counts_right():
    listed = rows()
    assert len({row[0] for row in listed}) == len(listed)
    assert Counter(row[1] for row in listed) == LEVELS
    text = PAGE.read_text(encoding="utf-8")
    for state, count in Counter(row[3] for row in listed).items():
        assert f"{count} {state}" in text


def test_every_file_the_page_names_exists():
    named = set(FILE.findall(PAGE.read_text(encoding="utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []
    assert len(named) > 20


def test_nothing_runs_what_was_typed():
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                if node.func.id in DANGEROUS:
                    found.append(f"{path.name}:{node.lineno} {node.func.id}")
            elif isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names]
                found += [
                    f"{path.name}:{node.lineno} {name}"
                    for name in names
                    if name.partition(".")[0] in MODULES
                ]
    assert not found


def test_no_template_shows_text_unescaped():
    for path in (ROOT / "templates").rglob("*.*"):
        if path.suffix == ".txt":
            continue  # subjects and texts of mails are no HTML
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq", text), path


def test_no_script_makes_html_of_text():
    for path in (ROOT / "static" / "js").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\b(innerHTML|outerHTML)\s*\+?=[^=]|insertAdjacentHTML|document\.write", text
        )
        assert not re.search(r"\beval\(|new Function\(", text), path
