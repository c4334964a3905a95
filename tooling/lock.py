"""Resolves pyproject.toml into the two lock files, with hashes and with no trace of a machine.

`python -m tooling.lock` keeps what is locked where it can; `--upgrade` takes the newest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

from tooling.bootstrap import ROOT

_COMMAND = [
    *(sys.executable, "-m", "piptools", "compile", "--quiet", "--no-header", "--no-config"),
    *("--generate-hashes", "--allow-unsafe", "--strip-extras", "--resolver=backtracking"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
    "--no-emit-options",
]
_SOURCES = ["pyproject.toml", "tooling/older-pythons.in"]
_HEADER = "# Made by `make lock` from pyproject.toml. Do not edit.\n"
# A lock must install from whatever index its reader uses.
_TRACE = re.compile(r"^--|://|@ file|(?<![\w.])/(?!/)\w+/", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Write requirements.lock, and requirements-test.lock with the same versions and more."""
    code = _compile("requirements.lock", arguments)
    return code or _compile(
        "requirements-test.lock",
        [*arguments, "--extra=test", "--extra=lint", "--constraint=requirements.lock"],
    )


def _compile(name: str, arguments: list[str]) -> int:
    """Resolve into one file. Returns the exit code; a file with an address in it is refused."""
    done = subprocess.run(
        [*_COMMAND, *arguments, f"--output-file={name}", *_SOURCES],
        cwd=ROOT,
        env={**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"},
        check=False,
    )
    if done.returncode:
        return done.returncode
    path = ROOT / name
    text = path.read_text().removeprefix(_HEADER)
    if trace := _TRACE.search(text):
        print(f"{name} names an address: {trace.group()!r}", file=sys.stderr)
        return 1
    path.write_text(_HEADER + text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
