"""The words of risks and how bad they are."""

import pytest

from lenses.rules import RISK_ORDER, Risk


@pytest.mark.parametrize(
    ("word", "risk"),
    [
        ("HIGH_RISK", Risk.HIGH),
        ("MEDIUM_RISK", Risk.MEDIUM),
        ("LOW_RISK", Risk.LOW),
        ("NO_RISK", Risk.NONE),
        ("HIGH", Risk.HIGH),
        ("MEDIUM", Risk.MEDIUM),
        ("LOW", Risk.LOW),
        ("NONE", Risk.NONE),
        (" High ", Risk.HIGH),
    ],
)
def test_a_document_may_use_the_long_and_the_short_words(word, risk):
    assert Risk.from_word(word) is risk


@pytest.mark.parametrize("word", ["", "UNANSWERED", "NOT_APPLICABLE", "SEVERE", "HIGH RISK"])
def test_no_other_word_is_a_risk(word):
    with pytest.raises(ValueError, match="is not a risk"):
        Risk.from_word(word)


def test_the_long_word_of_a_risk_reads_back():
    for risk in (Risk.HIGH, Risk.MEDIUM, Risk.LOW, Risk.NONE):
        assert Risk.from_word(risk.word) is risk


def test_high_is_the_worst_and_not_answered_worse_than_no_risk():
    worst_first = sorted(Risk, key=RISK_ORDER.__getitem__, reverse=True)
    assert worst_first == [
        Risk.HIGH,
        Risk.MEDIUM,
        Risk.LOW,
        Risk.UNANSWERED,
        Risk.NONE,
        Risk.NOT_APPLICABLE,
    ]
