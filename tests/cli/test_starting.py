"""The program stands alone: it knows no Django, starts fast and explains itself."""

from __future__ import annotations

import ast
import subprocess
import sys

from tests.contracts.house import ROOT, sources
from wellarch.cli.program import program

_PRINTS_WHAT_IS_LOADED = (
    "import sys, wellarch.cli; print(*{name.partition('.')[0] for name in sys.modules})"
)
_THE_SERVER = {"django", "celery", "kombu", "rest_framework", "lenses", "reviews", "psycopg"}
_ITS_PACKAGES = {"click", "requests", "junitparser"}


def python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True
    )


def test_it_loads_neither_django_nor_the_apps():
    loaded = set(python("-c", _PRINTS_WHAT_IS_LOADED).stdout.split())
    assert loaded & _ITS_PACKAGES == _ITS_PACKAGES  # or it looked at the wrong thing
    assert not loaded & _THE_SERVER


def test_it_imports_its_own_modules_and_three_packages_only():
    foreign = set()
    for path in (path for path in sources("wellarch") if "cli" in path.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            foreign |= {name for name in names if not name.startswith("wellarch.cli")}
    packages = {name.partition(".")[0] for name in foreign} - set(sys.stdlib_module_names)
    assert packages == _ITS_PACKAGES


def commands(group=program, words=()):
    for name, command in sorted(group.commands.items()):
        yield (*words, name), command
        if hasattr(command, "commands"):
            yield from commands(command, (*words, name))


def test_every_command_says_what_it_does_and_what_it_takes(run):
    for words, command in commands():
        shown = run(*words, "--help")
        assert shown.exit_code == 0, words
        assert command.get_short_help_str(limit=70).endswith("."), words
        assert "..." not in command.get_short_help_str(limit=70), words
        silent = [o.name for o in command.params if o.param_type_name == "option" and not o.help]
        assert silent in ([], ["kind"]), words  # --format says it all


def test_a_wrong_word_is_a_usage_error(run):
    assert run("fly").exit_code == 2
    assert run("gate").exit_code == 2
    assert run("gate", "x", "--max-high", "-1").exit_code == 2
