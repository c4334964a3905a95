"""Every verb that the code records has its sentence, and no sentence is without its verb."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.contracts.house import ROOT, sources
from wellarch.accounts.policy import Action
from wellarch.celery import app
from wellarch.events.auditing.sentences import VERBS
from wellarch.events.auditing.wording import _PLACE

LOGS = re.compile(
    r"\b(log|security_log)\.record\(|\bsecurity_log\.|_(history|links)\.note\(|verb\b"
)
VERB = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
# What looks like a verb in modules that record some, and is none.
app.loader.import_default_modules()
OTHERS = {*app.tasks, *map(str, Action)}
TABLE = "wellarch/events/auditing/sentences/"


def recorded() -> Iterator[tuple[str, str]]:
    """(verb, where) of everything that looks like a verb in a module that writes the log."""
    for path in sources():
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT).as_posix()
        if name.startswith(TABLE) or not LOGS.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and VERB.fullmatch(node.value)
            ):
                yield node.value, f"{name}:{node.lineno}"


def test_every_recorded_verb_has_its_sentence():
    silent = {
        f"{where}: {verb}"
        for verb, where in recorded()
        if verb not in VERBS and verb not in OTHERS and not verb.endswith((".html", ".txt"))
    }
    assert not silent, f"Say these in {TABLE}."


def test_every_sentence_has_its_verb():
    known = {verb for verb, _where in recorded()}
    assert set(VERBS) - known == set(), "Nothing records these any more."


def test_sentences_name_only_places_in_braces():
    for verb, said in VERBS.items():
        for sentence in filter(None, (str(said.sentence), str(said.single))):
            assert sentence.count("{") == sentence.count("}") == len(_PLACE.findall(sentence)), verb
        assert not said.single or {"from", "to"} <= set(_PLACE.findall(str(said.single))), verb
