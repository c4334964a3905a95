"""Rules as people read them."""

from __future__ import annotations

import pytest

from reviews.documents import rules_in_words
from reviews.snapshot import SnapshotChoice, SnapshotQuestion


def question(*rules: tuple[str, str]) -> SnapshotQuestion:
    choices = [SnapshotChoice(id=key, title=key.upper(), code=key.upper()) for key in "abcdef"]
    none = SnapshotChoice(id="q_no", title="None of these", is_none=True)
    return SnapshotQuestion(
        id="q", code="Q 1", title="Q?", description="", url="", risk="none", is_applicable=True,
        reason="none", notes="", changed_by="", changed_at="", risk_since="",
        rules=rules, choices=(*choices, none),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("a", "A is in place"),
        ("!a", "A is missing"),
        ("a NOT selected", "A is missing"),
        ("a && b", "A and B are in place"),
        ("a || b", "one of A or B is in place"),
        ("a || b || c", "one of A, B or C is in place"),
        ("a && b && c && d && e && f", "every practice is in place"),
        ("a || b || c || d || e || f", "any practice is in place"),
        ("a && b && c && d", "every practice is in place, not counting E and F"),
        ("!a && !b", "A and B are missing"),
        ("!a || !b", "one of A or B is missing"),
        ("!(a && b)", "it is not true that A and B are in place"),
        ("a && (b || !c)", "A is in place and (B is in place or C is missing)"),
    ],
)
def test_a_condition_reads_as_a_sentence(condition, words):
    first, *_rest = rules_in_words.sentences(question((condition, "LOW_RISK")))
    assert first == ("low", words)


def test_default_is_otherwise_after_other_rules_and_always_before_them():
    said = rules_in_words.sentences(question(("a", "NO_RISK"), ("default", "HIGH_RISK")))
    assert said[-1] == ("high", "otherwise")
    assert rules_in_words.sentences(question(("default", "HIGH"))) == (("high", "always"),)


def test_rules_without_a_default_end_in_no_risk():
    assert rules_in_words.sentences(question(("a", "HIGH_RISK")))[-1] == ("none", "otherwise")


def test_a_practice_without_a_code_is_called_by_its_title():
    asked = question(("a", "HIGH_RISK"))
    bare = SnapshotChoice(id="a", title="Logs are kept")
    from_title = rules_in_words.sentences(
        SnapshotQuestion(**{**{f: getattr(asked, f) for f in asked.__slots__}, "choices": (bare,)})
    )
    assert from_title[0] == ("high", "“Logs are kept” is in place")
