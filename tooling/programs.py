"""Puts the programs of pyproject.toml into a virtual environment, and our folder on its path.

What `pip install --editable . --no-deps` would do, without fetching a build system for it:
`python -m tooling.programs .venv .` (Dockerfile), and tooling.bootstrap for `.venv`.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

_SCRIPT = """#!{python}
import sys

from {module} import {function}

if __name__ == "__main__":
    sys.exit({function}())
"""
_PATH_FILE = "wellarch.pth"


def install(venv: Path, root: Path) -> list[Path]:
    """Write the programs of `root` into `venv`, where they differ. Returns what was written."""
    # Not resolved: the interpreter of an environment is often a link out of it.
    python = venv.absolute() / "bin" / "python"
    declared = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        folder / _PATH_FILE: f"{root.resolve()}\n"
        for folder in sorted(venv.glob("lib/python3*/site-packages"))
    }
    for name, target in declared["project"]["scripts"].items():
        module, _colon, function = target.partition(":")
        text = _SCRIPT.format(python=python, module=module, function=function)
        wanted[venv / "bin" / name] = text
    written = [path for path, text in wanted.items() if _differs(path, text)]
    for path in written:
        path.write_text(wanted[path], encoding="utf-8")
        if path.suffix != ".pth":
            path.chmod(0o755)
    return written


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


if __name__ == "__main__":
    install(Path(sys.argv[1]), Path(sys.argv[2]))
