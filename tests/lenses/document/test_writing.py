"""A lens written and read again is the same lens."""

import json
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lenses.document import (
    AdditionalResource,
    Choice,
    Lens,
    Link,
    MaturityLevel,
    Pillar,
    Principle,
    Question,
    Rule,
    read,
    to_dict,
    write_json,
    write_yaml,
)
from tests.lenses.document.cases import FIXTURES, SEED, good
from tests.lenses.document.test_read import ODDITIES
from tests.lenses.properties import quick


@pytest.mark.parametrize("name", ODDITIES)
def test_a_fixture_survives_both_formats(name):
    lens = good(name)
    assert read(write_json(lens)).lens == lens
    assert read(write_yaml(lens)).lens == lens
    assert read(to_dict(lens)).lens == lens


@pytest.mark.parametrize("name", ODDITIES)
def test_writing_again_changes_nothing(name):
    text = write_json(good(name))
    assert write_json(read(text).lens) == text
    assert write_json(read(write_yaml(good(name))).lens) == text


def test_the_seed_document_comes_back_key_for_key():
    assert to_dict(good(SEED.name)) == json.loads(SEED.read_text(encoding="utf-8"))


def test_unknown_keys_come_back_where_they_were():
    name = "unknown-keys.json"
    assert to_dict(good(name)) == json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def test_yaml_is_the_same_for_the_usual_reader():
    lens = good("everything.yaml")
    assert yaml.safe_load(write_yaml(lens)) == to_dict(lens)


def test_long_texts_are_yaml_blocks():
    assert "description: |\n  Two lines\n  of text.\n" in write_yaml(good("everything.yaml"))


def test_keys_have_one_order():
    keys = list(to_dict(good("everything.yaml"))["pillars"][0]["questions"][0])
    assert keys == [
        "id",
        "code",
        "title",
        "description",
        "conversation",
        "evidence",
        "antiPatterns",
        "helpfulResource",
        "choices",
        "riskRules",
    ]


# Characters that a document can hold: no lone surrogates, no NUL (read() replaces both).
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
WORDS = TEXT.filter(str.strip)
URL = TEXT.map(str.strip)
EXTRA = st.dictionaries(
    st.sampled_from(["_note", "x-ray", "änderung", "a/b"]),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), TEXT),
        lambda inner: st.one_of(
            st.lists(inner, max_size=2),
            st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
        ),
        max_leaves=3,
    ),
    max_size=1,
)
LINK = st.builds(Link, WORDS, URL, EXTRA)
SOME_LINK = st.one_of(st.none(), LINK)
TEXTS = st.lists(WORDS, max_size=2).map(tuple)
CHOICE = st.builds(
    Choice,
    st.just("x"),
    WORDS,
    SOME_LINK,
    SOME_LINK,
    st.lists(
        st.builds(AdditionalResource, WORDS, st.lists(LINK, max_size=2).map(tuple), EXTRA),
        max_size=1,
    ).map(tuple),
    TEXT,
    TEXT,
    st.sampled_from(["", "high", "medium", "low"]),
    TEXT,
    TEXTS,
    EXTRA,
)
QUESTION = st.builds(
    Question,
    st.just("q"),
    WORDS,
    TEXT,
    st.lists(CHOICE, min_size=1, max_size=2).map(
        lambda choices: tuple(replace(each, id=f"c.{i}") for i, each in enumerate(choices))
    ),
    st.just((Rule("c.0 NOT selected", "HIGH", {}), Rule(" default ", "NO_RISK", {}))),
    SOME_LINK,
    TEXT,
    TEXT,
    TEXTS,
    TEXTS,
    EXTRA,
)
PILLAR = st.builds(
    Pillar,
    st.just("p"),
    WORDS,
    st.lists(QUESTION, min_size=1, max_size=1).map(tuple),
    TEXT,
    st.lists(st.builds(Principle, TEXT, WORDS, EXTRA), max_size=1).map(tuple),
    st.lists(st.builds(MaturityLevel, WORDS, TEXTS, TEXT, EXTRA), max_size=1).map(tuple),
    TEXTS,
    EXTRA,
)
LENS = st.builds(
    Lens,
    WORDS,
    st.tuples(PILLAR),
    TEXT,
    st.just("2021-11-01"),
    st.sampled_from(["", "an-alias"]),
    TEXT,
    TEXT,
    TEXTS,
    TEXT,
    EXTRA,
)


@quick
@given(LENS)
def test_any_lens_survives_json(lens):
    assert read(write_json(lens)).lens == lens


@quick
@given(LENS)
def test_any_lens_survives_yaml(lens):
    assert read(write_yaml(lens)).lens == lens


@pytest.mark.parametrize("text", ["0E0", "1e5", "12", "-3", ".5", "null", "~", "true", ".nan", ""])
def test_a_text_that_looks_like_something_else_stays_a_text_in_yaml(text):
    lens = replace(good(SEED), extra={"note": text})
    again = read(write_yaml(lens)).lens
    assert again is not None
    assert to_dict(again)["note"] == text
