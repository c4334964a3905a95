"""A built-in lens from its folder: ``lens.yaml`` and a YAML file per pillar.

Rules may be left out where choices carry riskIfAbsent; they are derived and written into the
lens. Pointers of problems begin with the file's name.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lenses.document.problems import LIMITS, Limits, Place, Problem, Reading, place
from lenses.document.reading import finish, read_data
from lenses.document.source import Source, load

MAIN_FILE = "lens.yaml"

_STEM = re.compile(r"[\w\-]+")


def read_folder(path: Path, *, strict: bool = False, limits: Limits = LIMITS) -> Reading:
    """Reads the lens in a folder.

    ``lens.yaml`` holds the lens's own keys; its ``pillars`` lists the file stems of the pillars in
    order. Everything else is as in read().
    """
    path = Path(path)
    main = _load(path / MAIN_FILE, limits)
    problems = _named(main, MAIN_FILE)
    if not main.ok or not isinstance(main.data, dict):
        if main.ok:
            message = "It should hold the keys of the lens."
            problems.append(Problem(f"{MAIN_FILE}#", message, code="not-an-object"))
        return Reading(None, tuple(problems))
    places = _places(main, MAIN_FILE, "")
    pillars: list[Any] = []
    stems = main.data.get("pillars")
    if not isinstance(stems, list):
        message = "“pillars” should list the pillar files, without “.yaml”."
        problems.append(Problem(f"{MAIN_FILE}#/pillars", message, code="not-a-list"))
        stems = []
    for index, stem in enumerate(stems):
        file = _pillar_file(path, stem)
        if file is None:
            message = f"There is no file “{stem}.yaml” beside {MAIN_FILE}."
            missing = Problem(f"/pillars/{index}", message, code="file-missing")
            problems += place([missing], _places(main, MAIN_FILE, ""))
            continue
        source = _load(file, limits)
        problems += _named(source, file.name)
        places |= _places(source, file.name, f"/pillars/{len(pillars)}")
        if source.ok:
            pillars.append(source.data)
    problems += _unlisted(path, stems)
    if any(problem.is_error for problem in problems):
        return Reading(None, place(problems, places), places)
    reading = read_data(main.data | {"pillars": pillars}, places, strict=strict, limits=limits)
    return finish(reading.lens, [*problems, *reading.problems], places)


def _pillar_file(folder: Path, stem: object) -> Path | None:
    if not isinstance(stem, str) or not _STEM.fullmatch(stem):
        return None
    file = folder / f"{stem}.yaml"
    return file if file.is_file() else None


def _unlisted(folder: Path, stems: list[Any]) -> list[Problem]:
    files = {file.stem for file in folder.glob("*.yaml")} - {Path(MAIN_FILE).stem}
    return [
        Problem(
            f"{stem}.yaml#",
            f"{MAIN_FILE} does not list this file under pillars, so it is not part of the lens.",
            "warning",
            "file-unlisted",
        )
        for stem in sorted(files - {stem for stem in stems if isinstance(stem, str)})
    ]


def _load(file: Path, limits: Limits) -> Source:
    try:
        return load(file.read_bytes(), limits)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        return Source(problems=[Problem("", message, code="file-missing")], ok=False)


def _named(source: Source, name: str) -> list[Problem]:
    """The problems of one file, with its name before their pointers."""
    return [
        Problem(
            f"{name}#{problem.pointer}",
            problem.message,
            problem.level,
            problem.code,
            problem.line,
            problem.column,
        )
        for problem in source.problems
    ]


def _places(source: Source, name: str, prefix: str) -> dict[str, Place]:
    """Where the values of one file stand, under the pointers they have in the whole lens."""
    places = {
        f"{prefix}{pointer}": Place(f"{name}#{place.pointer}", place.line, place.column)
        for pointer, place in source.places.items()
    }
    places.setdefault(prefix, Place(f"{name}#", 1, 1))
    return places
