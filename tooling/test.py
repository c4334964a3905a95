"""Runs the tests on each thing they have to pass on, and says how many ran where.

`python -m tooling.test [sqlite] [postgresql] [browser] [-- arguments of pytest]`; all by default.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tests import services
from tooling import system
from tooling.bootstrap import ROOT

_NO_TESTS = 5  # pytest's exit code
_SERVERS = ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE")


@dataclass(frozen=True)
class Outcome:
    """What became of one run. `note` says why it did not take place."""

    title: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    note: str = ""
    broken: bool = False  # pytest itself failed, whatever the counts say


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; exit code 0 only if everything passed and something ran."""
    words, rest = _partition(arguments)
    runs = {"sqlite": on_sqlite, "postgresql": on_postgresql, "browser": in_browser}
    if unknown := set(words) - set(runs):
        print(f"Unknown: {', '.join(sorted(unknown))}. Say {', '.join(runs)}.", file=sys.stderr)
        return 2
    outcomes = [run(rest) for name, run in runs.items() if not words or name in words]
    _report(outcomes)
    return int(any(each.failed or each.broken for each in outcomes))


def on_sqlite(arguments: Sequence[str]) -> Outcome:
    """The suite on SQLite, with nothing else running."""
    return _pytest("SQLite", arguments, _environment())


def on_postgresql(arguments: Sequence[str]) -> Outcome:
    """The same suite on PostgreSQL and Redis: those the environment names, else our own."""
    environment = _environment()
    title = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wellarch-services-")))
        folder.chmod(0o755)
        for name, label, start in (
            ("DATABASE_URL", "PostgreSQL", services.postgresql),
            ("REDIS_URL", "Redis", services.redis),
        ):
            given = os.environ.get(name)
            environment[name] = given or stack.enter_context(start(folder))
            title.append(f"{label} ({'from the environment' if given else 'our own'})")
        return _pytest(" and ".join(title), arguments, environment)


def in_browser(arguments: Sequence[str]) -> Outcome:
    """The tests that drive a real Chromium, on SQLite."""
    title = "Browser"
    missing = system.missing_for_browser()
    if missing and (by_hand := system.install(missing)):
        skipped = _count([*arguments, "-m", "browser"])
        return Outcome(title, skipped=skipped, note=f"no browser; to run them: {by_hand}")
    environment = _environment() | {"BROWSER_PATH": str(system.browser())}
    # A browser, a server and the test are three programs: on a busy machine one may come too late.
    # A second failure is one; what passed the second time is listed as RERUN, for us to mend.
    again = ["--reruns", "1"]
    return _pytest(title, [*again, *arguments, "-m", "browser"], environment)


def _pytest(title: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Outcome:
    """One run of pytest, its output shown as it comes, counted from its own report."""
    print(f"\n=== {title} ===", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wellarch-report-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        suite = ET.parse(report).getroot().find("testsuite") if report.exists() else None
    counts = suite.attrib if suite is not None else {}
    total, skipped = int(counts.get("tests", 0)), int(counts.get("skipped", 0))
    failed = int(counts.get("failures", 0)) + int(counts.get("errors", 0))
    return Outcome(
        title,
        passed=total - failed - skipped,
        failed=failed,
        skipped=skipped,
        seconds=time.monotonic() - started,
        note="no tests" if done.returncode == _NO_TESTS else "",
        broken=done.returncode not in (0, _NO_TESTS),
    )


def _count(arguments: Sequence[str]) -> int:
    """How many tests there would have been."""
    listed = subprocess.run(
        [sys.executable, "-m", "pytest", "-qq", "-n0", "--collect-only", *arguments],
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    # One line for each file: its path, a colon, and the number of its tests.
    return sum(
        int(line.rpartition(":")[2]) for line in listed.stdout.splitlines() if ".py:" in line
    )


def _environment() -> dict[str, str]:
    """Ours without servers. All cores: pytest-xdist alone would count physical ones."""
    kept = {name: value for name, value in os.environ.items() if name not in _SERVERS}
    return {"PYTEST_XDIST_AUTO_NUM_WORKERS": str(os.cpu_count() or 2)} | kept


def _report(outcomes: Sequence[Outcome]) -> None:
    """How many tests ran where."""
    print("\n=== Tests that ran ===")
    width = max(len(each.title) for each in outcomes)
    for each in outcomes:
        counts = f"{each.passed:5} passed {each.failed:4} failed {each.skipped:4} skipped"
        note = f"  {each.note}" if each.note else "  BROKEN OFF" if _broke_off(each) else ""
        print(f"{each.title:<{width}} {counts} {each.seconds:6.0f} s{note}")
    passed, failed = sum(each.passed for each in outcomes), sum(each.failed for each in outcomes)
    failed += sum(_broke_off(each) for each in outcomes)
    print(f"{passed} passed, {failed} failed", flush=True)


def _broke_off(outcome: Outcome) -> bool:
    return outcome.broken and not outcome.failed


def _partition(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words before `--` and those after it."""
    words = list(arguments)
    if "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
