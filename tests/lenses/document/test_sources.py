"""Bytes to data: encodings, JSON, YAML, and the place of every value."""

import pytest
import yaml

from lenses.document import LIMITS, Limits, read
from lenses.document.json_source import parse_json
from lenses.document.yaml_source import parse_yaml, resolve
from tests.lenses.document.cases import SEED, codes

TEXT = SEED.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        "\ufeff" + TEXT,
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("utf-16"),
        "\n\n  " + TEXT,
    ],
)
def test_a_lens_reads_the_same_from_every_encoding(data):
    assert read(data).lens == read(TEXT).lens is not None


def test_bytes_that_are_no_text_are_refused_at_their_place():
    (problem,) = read(b'{"name":\n "caf\xe9"}').errors
    assert (problem.code, problem.line, problem.column) == ("encoding", 2, 6)


@pytest.mark.parametrize("data", [b"", b"  \n ", ""])
def test_an_empty_document_is_told_as_such(data):
    assert codes(read(data).errors) == ["empty"]


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('{"a": 1,\n  }', 2, 3, "a comma too many"),
        ('{"a": [1,\n  ]}', 2, 3, "a comma too many"),
        ("{\n  'a': 1}", 2, 3, "double quotes"),
        ('{"a" 1}', 1, 6, "colon"),
        ('{"a": 1 "b": 2}', 1, 9, "comma"),
        ('{"a": 1}\n}', 2, 1, "complete"),
        ('{"a": "x', 1, 7, "no closing quote"),
        ('{"a": "\\q"}', 1, 8, "backslash"),
        ("{", 1, 2, "double quotes"),
    ],
)
def test_json_that_does_not_parse_is_explained_with_line_and_column(text, line, column, said):
    (problem,) = read(text).errors
    assert (problem.code, problem.line, problem.column) == ("unparsable", line, column)
    assert said in problem.message


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name: a\n  pillars: b", 2, "mapping values"),
        ("name: [a", 2, "not valid YAML"),
        ("a: *nope", 1, "no anchor"),
        ("a: 1\n---\nb: 2", 2, "second document"),
        ("? [a]\n: b", 1, "plain text"),
        ("a: \tb\n\t- c", 2, "not valid YAML"),
    ],
)
def test_yaml_that_does_not_parse_is_explained_with_its_line(text, line, said):
    (problem,) = read(text).errors
    assert problem.line == line
    assert said in problem.message


def test_a_raw_line_break_inside_a_json_text_is_read_with_a_warning():
    reading = read(TEXT.replace("for platform team", "for\nplatform team"))
    assert reading.lens.description.endswith("for\nplatform team")
    assert "raw-line-break" in codes(reading.warnings)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": ' + "[" * 5000 + "]" * 5000 + "}",
        '{"a": ' + "[" * 100_000,
        "a: " + "[" * 5000 + "]" * 5000,
        "a: " + "[" * 100_000,
        '{"a": ' + "9" * 10_000 + "}",
        "a: &a [x, x]\nb: &b [*a, *a]\n"
        + "".join(
            f"{chr(99 + i)}: &{chr(99 + i)} [*{chr(98 + i)}, *{chr(98 + i)}]\n" for i in range(20)
        ),
        "a: &a [*a]",
        "<<: &a {b: *a}",
    ],
    ids=["deep", "deep-open", "yaml-deep", "yaml-open", "digits", "laughs", "loop", "merge-loop"],
)
def test_documents_made_to_hurt_are_refused(text):
    reading = read(text)
    assert reading.lens is None
    assert reading.errors


def test_every_json_value_has_its_place():
    text = '{\n  "a": [1,\n    {"b/c": "x\\ny"}],\n  "~": {}\n}'
    places, problems = {}, []
    assert parse_json(text, LIMITS, problems, places) == {"a": [1, {"b/c": "x\ny"}], "~": {}}
    assert not problems
    assert {pointer: place[1:] for pointer, place in places.items()} == {
        "": (1, 1),
        "/a": (2, 3),
        "/a/0": (2, 9),
        "/a/1": (3, 5),
        "/a/1/b~1c": (3, 6),
        "/~0": (4, 3),
    }


def test_every_yaml_value_has_its_place():
    text = "a:\n  - 1\n  - b/c: x\n~: {}\n"
    places, problems = {}, []
    assert parse_yaml(text, LIMITS, problems, places) == {"a": [1, {"b/c": "x"}], "~": {}}
    assert {pointer: place[1:] for pointer, place in places.items()} == {
        "": (1, 1),
        "/a": (1, 1),
        "/a/0": (2, 5),
        "/a/1": (3, 5),
        "/a/1/b~1c": (3, 5),
        "/~0": (4, 1),
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No", "No"),
        ("on", "on"),
        ("yes", "yes"),
        ("2021-11-01", "2021-11-01"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("007", 7.0),
        ("12", 12),
        ("-3", -3),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("true", True),
        ("null", None),
        ("~", None),
        ("", None),
        ("12:30", "12:30"),
        (".", "."),
        ("1.2.3", "1.2.3"),
    ],
)
def test_plain_yaml_words_mean_what_people_think(text, value):
    assert resolve(text) == value


def test_tags_in_yaml_make_no_objects():
    reading = read("a: !!python/object/apply:os.system [echo]\nb: !custom x\n")
    assert codes(reading.errors) == ["name-missing", "no-pillars"]


def test_aliases_and_merges_share_parts_of_a_document():
    text = "base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\nsame: *base\n"
    assert parse_yaml(text, LIMITS, [], {}) == {
        "base": {"a": 1, "b": 2},
        "other": {"b": 3, "a": 1},
        "same": {"a": 1, "b": 2},
    }


def test_our_yaml_agrees_with_the_usual_reader_on_plain_documents():
    text = yaml.safe_dump({"a": ["x", 1, True, None, "No", "2021-11-01", 1.5], "b": {"c": "d"}})
    assert parse_yaml(text, Limits(), [], {}) == yaml.safe_load(text)


def test_a_repeated_yaml_key_is_told():
    reading = read("name: a\nname: b\npillars: []\n")
    (warning,) = [problem for problem in reading.warnings if problem.code == "key-repeated"]
    assert (warning.pointer, warning.line, warning.column) == ("/name", 2, 1)
