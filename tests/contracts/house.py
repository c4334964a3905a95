"""The house as it is drawn: which file lies on which floor, and where its stairs lead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wellarch", "lenses", "reviews")


@dataclass(frozen=True)
class Import:
    """One import of a module of ours."""

    path: Path
    line: int
    module: str  # dotted, of the file that imports
    target: str  # dotted, of what is imported

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: {self.module} imports {self.target}"


def sources(*packages: str) -> Iterator[Path]:
    """Our Python files, without migrations."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def module_of(path: Path) -> str:
    """The dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_module(dotted: str) -> bool:
    path = ROOT.joinpath(*dotted.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def imports(path: Path) -> Iterator[Import]:
    """Every import of our modules in a file; `from a import b` names a.b when b is a module."""
    module = module_of(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            targets = [
                deep if _is_module(deep := f"{node.module}.{alias.name}") else node.module
                for alias in node.names
            ]
        else:
            continue
        for target in dict.fromkeys(targets):
            if target.partition(".")[0] in PACKAGES:
                yield Import(path, node.lineno, module, target)
