"""Makes `.venv` hold exactly what a lock file says, and the machine the libraries it needs.

`python -m tooling.bootstrap run|test` does nothing, quickly, when it already is so. Runs on a
bare Python, before anything is installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tooling import programs, system

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
# The second lock holds all of the first: whoever installed it need not install the first.
LOCKS = {"run": ["requirements.lock"], "test": ["requirements-test.lock", "requirements.lock"]}


def main(arguments: list[str]) -> int:
    """Set up for `run` or `test`; the exit code is 0 when everything is in place."""
    purpose = arguments[0] if arguments else "run"
    if purpose not in LOCKS:
        return _refuse(f"Say what to set up for: {' or '.join(LOCKS)}.")
    if (libraries := system.missing_libraries()) and (
        by_hand := system.install([*libraries, *system.missing_fonts()])
    ):
        return _refuse(f"PDF reports need system libraries. Please run:\n\n    {by_hand}\n")
    if (fonts := system.missing_fonts()) and (by_hand := system.install(fonts)):
        print(f"PDF reports look better with these fonts: {by_hand}", flush=True)
    if not _venv_works() and (problem := _create_venv()):
        return _refuse(problem)
    if failed := _install(LOCKS[purpose]):
        return failed
    programs.install(VENV, ROOT)  # also in an environment from before there were programs
    return 0


def _venv_works() -> bool:
    """True if `.venv` exists, its interpreter still does, and is new enough."""
    # Not run to see: starting it costs more than all the rest of a second start.
    return PYTHON.exists() and (VENV / "bin" / "pip").exists()


def _create_venv() -> str | None:
    """Create `.venv` with this interpreter. Returns what is wrong, or None."""
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        if by_hand := system.install([package]):
            return f"Python's venv module is missing. Please run:\n\n    {by_hand}\n"
    print(f"Creating .venv with Python {sys.version.split()[0]} ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    return "The virtual environment could not be created." if made.returncode else None


def _install(locks: list[str]) -> int:
    """Install the first lock unless it is installed already; all of `locks` are then."""
    digests = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in locks}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if installed.get(locks[0]) == digests[locks[0]]:
        return 0
    print(f"Installing {locks[0]} (a minute or so, only when it changed) ...", flush=True)
    STAMP.unlink(missing_ok=True)  # a run that breaks off has installed nothing we can name
    done = subprocess.run(
        [
            *(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--no-deps"),
            *("--disable-pip-version-check", "--require-hashes", "--requirement", locks[0]),
        ],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"},
        check=False,
    )
    if done.returncode:
        return _refuse("The packages could not be installed (see above).")
    STAMP.write_text(json.dumps(digests))
    return 0


def _refuse(sentence: str) -> int:
    print(f"\n{sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
