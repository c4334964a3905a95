"""Setting up: what a person is told when the machine cannot be made ready without them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tooling import bootstrap, programs, system

ROOT = bootstrap.ROOT


@pytest.fixture
def commands(monkeypatch):
    """What would have been run; nothing is."""
    run: list[list[str]] = []

    def _run(command, **settings):
        run.append([str(word) for word in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", _run)
    return run


@pytest.fixture
def ready(monkeypatch, tmp_path, commands):
    """A machine with every library and font and an empty virtual environment."""
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(bootstrap, "_venv_works", lambda: True)
    monkeypatch.setattr(system, "missing_libraries", list)
    monkeypatch.setattr(system, "missing_fonts", list)
    (tmp_path / "pyproject.toml").write_text('[project.scripts]\nwellarch = "wellarch.cli:main"\n')
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "venv")
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "requirements.lock").write_text("a==1")
    (tmp_path / "requirements-test.lock").write_text("a==1 b==2")
    return tmp_path


def test_without_root_a_person_is_told_the_exact_command(ready, monkeypatch, capsys):
    monkeypatch.setattr(system, "missing_libraries", lambda: ["libpango-1.0-0"])
    monkeypatch.setattr(system, "missing_fonts", lambda: ["fonts-inter"])
    monkeypatch.setattr(system, "_prefix", lambda: None)
    assert bootstrap.main(["run"]) == 1
    expected = "sudo apt-get update && sudo apt-get install libpango-1.0-0 fonts-inter"
    assert expected in capsys.readouterr().err


def test_missing_fonts_alone_do_not_stop_anything(ready, monkeypatch, capsys):
    monkeypatch.setattr(system, "missing_fonts", lambda: ["fonts-inter"])
    monkeypatch.setattr(system, "_prefix", lambda: None)
    assert bootstrap.main(["run"]) == 0
    assert "sudo apt-get install fonts-inter" in capsys.readouterr().out


def test_as_root_packages_are_installed_without_a_question(monkeypatch, commands):
    monkeypatch.setattr(system, "_prefix", list)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert system.install(["libpango-1.0-0"]) is None
    ((*_, last),) = commands
    assert last == "libpango-1.0-0"
    assert "DEBIAN_FRONTEND=noninteractive" in commands[0]


def test_a_second_start_installs_nothing(ready, commands):
    assert bootstrap.main(["run"]) == 0
    assert len(commands) == 1
    assert bootstrap.main(["run"]) == 0
    assert len(commands) == 1


def test_a_changed_lock_is_installed(ready, commands):
    bootstrap.main(["run"])
    (ready / "requirements.lock").write_text("a==2")
    bootstrap.main(["run"])
    assert len(commands) == 2


def test_what_tests_need_includes_what_a_start_needs(ready, commands):
    bootstrap.main(["test"])
    bootstrap.main(["run"])
    assert [command[-1] for command in commands] == ["requirements-test.lock"]


def test_hashes_are_required(ready, commands):
    bootstrap.main(["run"])
    assert "--require-hashes" in commands[0]


@pytest.fixture
def empty_venv(tmp_path):
    """A virtual environment as `python -m venv` leaves it, in short."""
    venv = tmp_path / "venv"
    (venv / "bin").mkdir(parents=True, exist_ok=True)
    (venv / "lib" / "python3.12" / "site-packages").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    return venv


def test_the_console_script_is_there_after_setting_up(empty_venv, tmp_path):
    written = programs.install(empty_venv, ROOT)
    assert {path.name for path in written} == {"wellarch", "wellarch.pth"}
    done = subprocess.run(
        [str(empty_venv / "bin" / "wellarch"), "--help"],
        cwd=tmp_path,  # from anywhere
        env={"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path[1:]])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("Usage: wellarch ")


def test_the_path_file_names_our_folder(empty_venv):
    programs.install(empty_venv, ROOT)
    (found,) = empty_venv.rglob("*.pth")
    assert found.read_text().strip() == str(ROOT)


def test_programs_that_are_there_are_left_alone(empty_venv):
    programs.install(empty_venv, ROOT)
    assert programs.install(empty_venv, bootstrap.ROOT) == []


def test_an_environment_from_before_gets_them_too(ready, empty_venv, monkeypatch):
    monkeypatch.setattr(bootstrap, "VENV", empty_venv)
    assert bootstrap.main(["run"]) == 0
    (empty_venv / "bin" / "wellarch").unlink()
    assert bootstrap.main(["run"]) == 0
    assert (empty_venv / "bin" / "wellarch").exists()
