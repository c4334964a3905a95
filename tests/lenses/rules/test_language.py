"""What a condition may look like, and what is said about one that may not."""

import pytest
from hypothesis import given

from lenses.rules import RuleError
from lenses.rules.language import All, Name, Not, Some, names, parse, write
from tests.lenses.properties import expressions, thorough

IDS = ("a", "b", "c", "obs-01-a", "x.y", "NET1_2")
A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("a", A),
        (" a ", A),
        ("!a", Not(A)),
        ("!!a", Not(Not(A))),
        ("a && b", All((A, B))),
        ("a&&b&&c", All((A, B, C))),
        ("a || b", Some((A, B))),
        ("a && b || c", Some((All((A, B)), C))),
        ("a || b && c", Some((A, All((B, C))))),
        ("(a || b) && c", All((Some((A, B)), C))),
        ("a && !b || c", Some((All((A, Not(B))), C))),
        ("!(a && b)", Not(All((A, B)))),
        ("((a))", A),
        ("a &&  b &&\n c ", All((A, B, C))),
        ("a NOT selected", Not(A)),
        ("a not selected", Not(A)),
        ("a selected", A),
        ("obs-01-a NOT selected", Not(Name("obs-01-a"))),
        ("obs-01-a selected && x.y NOT selected", All((Name("obs-01-a"), Not(Name("x.y"))))),
        ("!a selected", Not(A)),
        ("NET1_2&&!obs-01-a", All((Name("NET1_2"), Not(Name("obs-01-a"))))),
    ],
)
def test_a_condition_means(text, meaning):
    assert parse(text, IDS) == meaning


@pytest.mark.parametrize(
    ("text", "code", "column", "said"),
    [
        ("", "rule-empty", 1, "empty"),
        ("   ", "rule-empty", 1, "empty"),
        ("a &&", "rule-syntax", 5, "ends where a choice id should follow"),
        ("&& a", "rule-syntax", 1, "not expected"),
        ("a & b", "rule-syntax", 3, "Use &&"),
        ("a | b", "rule-syntax", 3, "Use ||"),
        ("a AND b", "rule-syntax", 3, "Use &&"),
        ("a or b", "rule-syntax", 3, "Use ||"),
        ("not a", "rule-syntax", 1, "!id"),
        ("a b", "rule-syntax", 3, "between two choices"),
        ("(a && b", "rule-syntax", 1, "not closed"),
        ("a && b)", "rule-syntax", 7, "not expected"),
        ("a == b", "rule-syntax", 3, "no meaning"),
        ("a NOT", "rule-syntax", 1, "lacks the word"),
        ("a && zzz", "rule-unknown-choice", 6, "zzz"),
        ("a || default", "rule-syntax", 6, "stands alone"),
        ("a" * 20_000, "rule-too-long", None, "20,000"),
        ("!" * 200 + "a", "rule-too-deep", None, "nested"),
        ("(" * 200 + "a" + ")" * 200, "rule-too-deep", None, "nested"),
    ],
)
def test_a_condition_that_cannot_be_read_is_explained_with_its_column(text, code, column, said):
    with pytest.raises(RuleError) as caught:
        parse(text, IDS)
    assert (caught.value.code, caught.value.column) == (code, column)
    assert said in caught.value.message


def test_an_unknown_choice_is_named_in_the_error():
    with pytest.raises(RuleError) as caught:
        parse("a && (b || nope)", IDS)
    assert caught.value.unknown == "nope"


def test_words_of_the_language_may_be_ids_of_choices():
    assert parse("selected && NOT", ("selected", "NOT")) == All((Name("selected"), Name("NOT")))


def test_names_come_in_reading_order():
    assert list(names(parse("b && (!a || b)", IDS))) == ["b", "a", "b"]


@thorough
@given(expressions())
def test_what_is_written_parses_to_the_same(expression):
    assert parse(write(expression), ("a", "b", "c", "d", "e")) == expression
