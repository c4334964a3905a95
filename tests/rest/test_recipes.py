"""The ten recipes of docs/api.md are run as printed, against a server that listens."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lenses.services import catalog
from reviews.services import builtin_profiles
from tests.contracts.house import ROOT
from wellarch.accounts.actor import member_actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations

DOC = ROOT / "docs" / "api.md"
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SERVER_SIDE = "manage.py token create"  # what the fixtures do instead
_END = "=== end of block"


def section() -> str:
    return DOC.read_text(encoding="utf-8").partition("\n## Ten recipes\n")[2].partition("\n## ")[0]


def blocks() -> list[tuple[str, str | None]]:
    """Every shell block of the section, with the output printed right under it."""
    fences = _FENCE.findall(section())
    found = []
    for place, (kind, text) in enumerate(fences):
        if kind == "sh" and _SERVER_SIDE not in text:
            after = fences[place + 1] if place + 1 < len(fences) else ("", "")
            found.append((text, after[1] if after[0] == "text" else None))
    return found


def test_there_are_ten_and_each_shows_what_it_prints():
    assert len(re.findall(r"^### \d+\. ", section(), re.MULTILINE)) == 10
    shown = [output for _text, output in blocks() if output]
    assert len(shown) == 10


@pytest.fixture
def token(transactional_db):
    """Ada's, in an installation with the built-in lenses; the table is emptied between tests."""
    catalog.load()
    builtin_profiles.load()
    ada = User.objects.create_user(email="ada@northwind.example", name="Ada Lindqvist")
    actor = member_actor(organizations.found(ada, name="Northwind"), Via.COMMAND)
    return tokens.create(actor, name="recipes", scope="admin")[1]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("jq"), reason="the recipes need jq")
def test_the_recipes_run_as_printed(token, live_server, settings, tmp_path):
    settings.WELLARCH_WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    script = "".join(f"{_runnable(text)}\necho '{_END}'\n" for text, _output in blocks())
    done = subprocess.run(
        ["bash", "-e", "-u", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env={
            "PATH": os.pathsep.join([str(_programs(tmp_path)), os.environ["PATH"]]),
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "LC_ALL": "C.UTF-8",
            "NO_PROXY": "localhost",
            "WELLARCH_URL": live_server.url,
            "WELLARCH_TOKEN": token,
        },
        capture_output=True,
        text=True,
        timeout=300,
    )
    printed = done.stdout.split(f"{_END}\n")
    assert done.returncode == 0, f"block {len(printed)}: {done.stdout}\n{done.stderr}"
    for (text, output), real in zip(blocks(), printed, strict=False):
        if output is not None and _runnable(text) == text:
            assert real == output, text


def _runnable(text: str) -> str:
    """The block; of the one that waits for a webhook only what later ones build on.

    Messages are sent by a worker, and this server has none: the receiver would wait for ever.
    """
    if "receive.py" not in text:
        return text
    return "".join(f"{line}\n" for line in text.splitlines() if line.startswith("wellarch "))


def _programs(folder: Path) -> Path:
    """`wellarch` and `python`, as in the virtual environment of an installation."""
    programs = folder / "bin"
    programs.mkdir()
    # Scripts, not links: a link to an interpreter forgets its environment.
    for name, words in (("python", ""), ("wellarch", "-m wellarch.cli ")):
        script = programs / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words}"$@"\n')
        script.chmod(0o755)
    return programs
