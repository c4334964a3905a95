"""The lock files install anywhere: on every Python we support, from any index, nothing missing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-test.lock"]
PYTHONS = ["3.11.0", "3.11.2", "3.11.9", "3.12.3", "3.13.1", "3.14.0"]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_index_no_address_and_no_path(name):
    text = (ROOT / name).read_text()
    assert re.findall(r"^--.*|.*://.*|.* @ .*", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_an_exact_version_and_a_hash(name):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.IGNORECASE)[1:]
    assert entries
    bare = [entry.split()[0] for entry in entries if "==" not in entry or "sha256:" not in entry]
    assert bare == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_supported_python_needs_a_package_that_is_not_locked(name):
    """Locked on one Python, installed without resolving on another: redis needs one more package
    on Debian 12's Python 3.11.2 than on 3.11.3, for example."""
    locked = _locked(name)
    missing = {
        f"{requirement.name} (for {package} on Python {python})"
        for package in locked
        for requirement in _requirements(package)
        for python in PYTHONS
        if canonicalize_name(requirement.name) not in locked and _applies(requirement, python)
    }
    assert missing == set()


def test_both_locks_agree_on_every_version():
    runtime, test = _locked("requirements.lock"), _locked("requirements-test.lock")
    assert {name: test.get(name) for name in runtime} == runtime


def test_the_locks_are_of_the_dependencies_as_they_are_declared_now():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for name, declared in {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": [*extras["test"], *extras["lint"]],
    }.items():
        locked = _locked(name)
        wrong = [
            text
            for text in declared
            if not (need := Requirement(text)).specifier.contains(
                locked.get(canonicalize_name(need.name), "0")
            )
        ]
        assert wrong == [], "run `make lock`"


def _locked(name: str) -> dict[str, str]:
    lines = re.findall(r"^([\w.-]+)==([^ ]+)", (ROOT / name).read_text(), re.MULTILINE)
    return {canonicalize_name(package): version for package, version in lines}


def _requirements(package: str) -> Iterator[Requirement]:
    try:
        return map(Requirement, distribution(package).requires or [])
    except PackageNotFoundError:  # only for another Python
        return iter(())


def _applies(requirement: Requirement, python: str) -> bool:
    environment = {
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "extra": "",
    }
    return requirement.marker is None or requirement.marker.evaluate(environment)
