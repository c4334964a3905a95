"""Every variable that is read and every step of a start stands in docs/production.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_READS = re.compile(r'(?:env\.\w+|read_secrets?)\(\s*"([A-Z][A-Z0-9_]+)"')


def read_by(folder: Path) -> set[str]:
    return {name for path in folder.rglob("*.py") for name in _READS.findall(path.read_text())}


def test_every_variable_is_documented():
    names = read_by(ROOT / "wellarch")
    assert len(names) > 20  # or it no longer finds what it looks for
    documented = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", (ROOT / "docs/production.md").read_text()))
    assert sorted(names - documented) == []


@pytest.mark.parametrize("place", ["docker-compose.yml", "docs/production.md"])
def test_what_make_run_loads_is_loaded_in_production_too(place):
    """An installation without `profile load` would have no built-in profiles."""
    steps = re.findall(r'call_command\("(\w+)", "load"', (ROOT / "wellarch/prepare.py").read_text())
    assert set(steps) == {"lens", "profile"}
    text = (ROOT / place).read_text()
    assert [step for step in steps if f"manage.py {step} load" not in text] == []
