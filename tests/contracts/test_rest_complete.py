"""Everything a person can do, a program can do: no page and no deed without a REST operation.

A new page or a new function of the core that REST does not know fails here, until it has an
operation or a reason why not: rest_inventory.py has the pages, rest_reasons.py the reasons.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.contracts.house import ROOT, module_of, sources
from tests.contracts.permission_stage import ARGUMENTS
from tests.contracts.rest_inventory import PAGES, said_of
from tests.contracts.rest_reasons import NOT_OVER_REST, READ_ELSEWHERE, covers, reason_for

CORES = (
    "reviews/services", "lenses/services", "wellarch/accounts", "wellarch/events",
    "wellarch/searching.py",
)  # fmt: skip
NO_CORE = {"pages", "models", "migrations", "management"}
DOORS = ("reviews/api", "lenses/api", "wellarch/rest")


@cache
def operations() -> frozenset[str]:
    """The ids of every operation."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return frozenset(
        found["operationId"]
        for methods in schema["paths"].values()
        for method, found in methods.items()
        if method in ("get", "post", "put", "patch", "delete")
    )


def pages() -> set[str]:
    """The names of every route that is no endpoint."""
    return {name for name in ARGUMENTS if not name.startswith("api-")}


def test_every_page_has_an_operation_or_a_reason_why_not():
    silent = {name for name in pages() if not said_of(name)}
    assert silent == set(), "Name their operations in rest_inventory.py."
    assert set(PAGES) - pages() == set(), "These pages are gone."


def test_every_operation_that_is_named_exists():
    named = {
        word for said in PAGES.values() if not said.startswith("-") for word in said.split()
    } | set(READ_ELSEWHERE.values())
    assert named - operations() == set()


def test_a_page_without_an_operation_has_a_reason_in_words():
    short = [
        name
        for name in pages()
        if (said := said_of(name)).startswith("-") and len(said.split()) < 4
    ]
    assert not short


def deeds() -> Iterator[str]:
    """`package.module.function` of every public function of the core that takes an actor."""
    for path in sources():
        where = path.relative_to(ROOT)
        if not str(where).startswith(CORES) or NO_CORE & set(where.parts):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                arguments = [each.arg for each in node.args.args]
                if arguments[:1] == ["actor"]:
                    yield f"{module_of(path)}.{node.name}"


@cache
def used_by_rest() -> frozenset[str]:
    """The same names, of what the modules of the REST door refer to."""
    return frozenset(
        name
        for path in sources()
        if str(path.relative_to(ROOT)).startswith(DOORS)
        for name in references(path)
    )


def references(path: Path) -> Iterator[str]:
    """`package.module.name` of everything a module takes from others."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                modules[each.asname or each.name] = f"{node.module}.{each.name}"
                yield f"{node.module}.{each.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{modules.get(node.value.id, '')}.{node.attr}"


@pytest.mark.parametrize("deed", sorted(deeds()))
def test_rest_can_do_what_the_core_can_do(deed):
    if deed in used_by_rest():
        assert deed not in NOT_OVER_REST, "It has an operation by now: take the reason away."
    else:
        assert reason_for(deed), "Give it an operation, or a reason in rest_reasons.py."


def test_every_reason_is_about_something_that_rest_does_not_do():
    left = [deed for deed in deeds() if deed not in used_by_rest()]
    idle = [key for key in NOT_OVER_REST if not any(covers(key, deed) for deed in left)]
    assert not idle, "These have operations by now, or are gone."
    assert all(len(reason.split()) > 2 for reason in NOT_OVER_REST.values())


def test_what_can_be_changed_or_ended_can_be_read_at_the_same_address():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    unread = {
        path.removeprefix("/api/v1")
        for path, methods in schema["paths"].items()
        if {"put", "patch", "delete"} & set(methods) and "get" not in methods
    }
    assert unread - set(READ_ELSEWHERE) == set(), "Give them a GET, or say where they are read."
    assert set(READ_ELSEWHERE) - unread == set(), "These can be read by now."
