"""The arrows of the house point down. A failure names the line that points up."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter

from tests.contracts.house import ROOT, imports, module_of, sources

DOORS = ("pages", "api", "aws", "tasks", "management", "admin")

# Floors of an app, from the roof down; a module may import from its own floor and below.
FLOORS: dict[str, int] = {
    **dict.fromkeys(("pages", "api", "aws", "tasks", "management", "admin", "demo"), 5),
    **dict.fromkeys(("services", "reads", "documents"), 4),
    **dict.fromkeys(
        (
            "access",
            "draft_access",
            "profile_access",
            "review_plan_access",
            "template_access",
            "tracker_access",
            "tradeoff_access",
            "game_day_access",
            "worksheet_access",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "scoring",
            "charts",
            "changes",
            "carrying",
            "fetching",
            "improving",
            "planning",
            "snapshot",
            "snapshot_work",
            "snapshot_sheets",
            "milestone_numbers",
            "sealing",
            "review_timing",
            "rhythms",
            "summing",
            "comparing",
            "comparing_details",
            "comparing_sheets",
            "proposing",
            "contexts",
            "copying",
            "profiling",
            "tracking",
            "trading",
            "rehearsing",
            "rehearsals",
            "exchange",
            "worksheets",
            "telling",
        ),
        2,
    ),
    **dict.fromkeys(("models", "compiled", "document", "editing", "apps"), 1),
    **dict.fromkeys(("rules",), 0),
}
# What reviews may know of lenses.
PUBLIC_OF_LENSES = ("models", "rules", "access", "services", "compiled", "document")
PURE = {
    "lenses": ("document", "editing", "rules", "compiled"),
    "reviews": (
        "scoring", "charts", "changes", "carrying", "planning", "snapshot", "comparing", "contexts",
        "copying",
        "improving", "profiling", "proposing", "rhythms", "sealing", "summing", "snapshot_work",
        "snapshot_sheets", "comparing_sheets",
        "milestone_numbers", "trading", "rehearsing", "rehearsals", "worksheets",
    ),
}  # fmt: skip
# The ground's roof: what wires everything together.
ROOF = ("wellarch.urls", "wellarch.prepare", "wellarch.start", "wellarch.management")


def part(module: str) -> str:
    """The second part of a dotted name: the floor's name."""
    return module.split(".")[1] if "." in module else ""


def wrong(check) -> list[str]:
    return [str(found) for path in sources() for found in imports(path) if check(found)]


def test_every_module_of_an_app_lies_on_a_floor():
    unknown = {
        module
        for path in sources("lenses", "reviews")
        if (module := module_of(path)) and part(module) and part(module) not in FLOORS
    }
    assert not unknown, f"Give these a floor in FLOORS: {sorted(unknown)}"


def test_no_module_imports_from_a_floor_above():
    def upward(found):
        here, there = found.module.split(".")[0], found.target.split(".")[0]
        return (
            here == there
            and here != "wellarch"
            and FLOORS.get(part(found.target), 0) > FLOORS.get(part(found.module), 9)
        )

    assert not wrong(upward)


def test_lenses_know_nothing_of_reviews():
    assert not wrong(lambda f: f.module.startswith("lenses") and f.target.startswith("reviews"))


def test_reviews_use_only_what_lenses_make_public():
    def private(found):
        return (
            found.module.startswith("reviews")
            and found.target.startswith("lenses")
            and part(found.target) not in PUBLIC_OF_LENSES
        )

    assert not wrong(private)


def test_the_ground_imports_no_app():
    def upward(found):
        return (
            found.module.startswith("wellarch")
            and not found.module.startswith(ROOF)
            and not found.target.startswith("wellarch")
        )

    assert not wrong(upward)


def test_apps_use_the_ground_through_its_public_parts():
    hidden = ("wellarch.settings", "wellarch.urls", "wellarch.checks", "wellarch.env")
    assert not wrong(lambda f: not f.module.startswith("wellarch") and f.target.startswith(hidden))


def test_doors_do_not_import_each_other():
    def sideways(found):
        here, there = part(found.module), part(found.target)
        return here in DOORS and there in DOORS and here != there and "." in found.target

    assert not wrong(lambda f: f.module[:7] == f.target[:7] and sideways(f))


def test_pure_modules_know_no_django():
    found = []
    for app, names in PURE.items():
        for path in sources(app):
            if part(module_of(path)) not in names:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names_of = (
                    [a.name for a in node.names]
                    if isinstance(node, ast.Import)
                    else [node.module or ""]
                    if isinstance(node, ast.ImportFrom)
                    else []
                )
                found += [
                    f"{path.relative_to(ROOT)}:{node.lineno}: {name}"
                    for name in names_of
                    if name.split(".")[0] in ("django", "rest_framework", "celery")
                ]
    assert not found


WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete",
}  # fmt: skip


def test_doors_never_write_to_a_model():
    found = []
    for path in sources():
        if not set(path.relative_to(ROOT).parts) & {"pages", "api", "aws"}:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in WRITES
                and "objects" in ast.unparse(node.func.value)
            ):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}")
    assert not found


def test_nobody_imports_template_tags_and_nobody_uses_signals():
    tags = wrong(lambda f: "templatetags" in f.target)
    signals = [
        f"{path.relative_to(ROOT)}: django.dispatch or a model signal"
        for path in sources()
        if "django.dispatch" in (text := path.read_text(encoding="utf-8"))
        or "db.models.signals" in text
    ]
    assert not tags + signals


def test_no_save_is_overridden():
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        if "models" in path.parts or path.name == "models.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name in ("save", "delete")
    ]
    assert not found


def test_modules_form_no_cycle():
    graph: dict[str, set[str]] = {}
    for path in sources():
        module = module_of(path)
        graph[module] = {
            found.target
            for found in imports(path)
            # A package's front re-exports its modules: that is not a cycle of ours.
            if found.target != module and not module.startswith(found.target + ".")
        }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None
