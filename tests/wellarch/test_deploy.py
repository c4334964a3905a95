"""`check --deploy` finds nothing wrong with an installation as docs/production.md describes it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.contracts.house import ROOT

PRODUCTION = {
    "SECRET_KEY": "k3jVZ9-qwLx7Ra2mNc8Tb5Yd1Fg6Hs4Ue0Wi_oPzXvQyMnBtErGfDsAlKjHcVb",
    "DATABASE_URL": "postgresql://wellarch:secret@localhost:5432/wellarch",
    "REDIS_URL": "redis://localhost:6379/0",
    "WELLARCH_URL": "https://reviews.example.com",
    "WELLARCH_BEHIND_PROXY": "true",
    "EMAIL_URL": "smtp+tls://user:password@mail.example.com:587",
    "WELLARCH_MAIL_FROM": "WellArch <reviews@example.com>",
}


def check(tmp_path, **changes: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | PRODUCTION | {"WELLARCH_DATA_DIR": str(tmp_path)} | changes,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_a_production_environment_is_clean(tmp_path):
    answer = check(tmp_path)
    assert answer.returncode == 0, answer.stderr
    assert "no issues" in answer.stdout + answer.stderr


@pytest.mark.slow
def test_an_address_without_https_is_not(tmp_path):
    answer = check(tmp_path, WELLARCH_URL="http://reviews.example.com")
    assert answer.returncode == 1
    assert "security.W" in answer.stderr
