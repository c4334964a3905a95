"""Debian packages: what is missing, and how to get it. Knows nothing of Python packages."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# Shared libraries that WeasyPrint opens when it writes a PDF, and the packages that bring them.
_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# The start of a font file's name, and the package that brings it.
_FONTS = {"Inter": "fonts-inter", "DejaVuSans": "fonts-dejavu-core"}
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing_libraries() -> list[str]:
    """The Debian packages of shared libraries that cannot be opened."""
    return [package for library, package in _LIBRARIES.items() if not _opens(library)]


def missing_fonts() -> list[str]:
    """The Debian packages of fonts that no font folder holds."""
    found = {
        name
        for folder in _FONT_FOLDERS
        for _, _, files in os.walk(Path(folder).expanduser())
        for name in _FONTS
        if any(file.startswith(name) for file in files)
    }
    return [package for name, package in _FONTS.items() if name not in found]


def browser() -> str | None:
    """The path of an installed Chromium, or None. BROWSER_PATH names another one."""
    named = os.environ.get("BROWSER_PATH")
    return named or next(filter(None, map(shutil.which, _BROWSERS)), None)


def missing_for_browser() -> list[str]:
    """The Debian packages without which no browser can be driven."""
    # Playwright drives it from a Node.js of its own, which needs libatomic.
    return [
        *([] if browser() else ["chromium"]),
        *([] if _opens("libatomic.so.1") else ["libatomic1"]),
    ]


def install(packages: Iterable[str]) -> str | None:
    """Install Debian packages. Returns None when done, else the command a person has to run."""
    names = list(packages)
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    by_hand = f"sudo apt-get update && sudo apt-get install {' '.join(names)}"
    prefix = _prefix()
    if prefix is None or not shutil.which("apt-get"):
        return by_hand
    print(f"Installing Debian packages: {' '.join(names)}", flush=True)
    # Lists that never were fetched, or are too old, show by a failure: fetch them, try again.
    if _apt(prefix, command, quiet=True) or (
        _apt(prefix, ["apt-get", "update"]) and _apt(prefix, command)
    ):
        return None
    return by_hand


def _prefix() -> list[str] | None:
    """What makes a command run as root without asking anybody, or None."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


def _apt(prefix: list[str], command: list[str], *, quiet: bool = False) -> bool:
    """Run apt-get without questions, waiting for another one to finish; True if it worked."""
    name, *rest = command
    full = [
        *prefix,
        *("env", "DEBIAN_FRONTEND=noninteractive", name),
        *("-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"),
        *rest,
    ]
    done = subprocess.run(
        full, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode and not quiet:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode == 0


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
