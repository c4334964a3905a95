"""What property tests share: settings that keep them quick and without traces on disk, and
strategies for rules and answers."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from lenses.rules import RuleSet, Selection, compile_rules
from lenses.rules.language import All, Expression, Name, Not, Some, write

quick = settings(deadline=None, database=None, max_examples=60)
thorough = settings(deadline=None, database=None, max_examples=200)

PRACTICES = ("a", "b", "c", "d", "e")
NONE = "q_no"
CHOICES = (*PRACTICES, NONE)
RISK_WORDS = ("HIGH_RISK", "MEDIUM_RISK", "LOW_RISK", "NO_RISK")


def expressions(ids: tuple[str, ...] = PRACTICES) -> st.SearchStrategy[Expression]:
    """Any expression over these ids, as deep as people write them."""
    return st.recursive(
        st.sampled_from(ids).map(Name),
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda terms: All(tuple(terms))),
            st.lists(inner, min_size=2, max_size=3).map(lambda terms: Some(tuple(terms))),
        ),
        max_leaves=8,
    )


@st.composite
def rule_sets(draw: st.DrawFn, ids: tuple[str, ...] = CHOICES) -> RuleSet:
    """Up to four rules over the choices, with or without a default at the end."""
    conditions = draw(st.lists(expressions(ids), max_size=4))
    pairs = [(write(each), draw(st.sampled_from(RISK_WORDS))) for each in conditions]
    if draw(st.booleans()):
        pairs.append(("default", draw(st.sampled_from(RISK_WORDS))))
    return compile_rules(CHOICES, pairs)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any answer: each choice selected, set aside or neither."""
    state = {choice: draw(st.sampled_from(("", "", "selected", "aside"))) for choice in CHOICES}
    return Selection(
        frozenset(choice for choice, is_ in state.items() if is_ == "selected"),
        frozenset(choice for choice, is_ in state.items() if is_ == "aside"),
    )


def answer(selected: str = "", aside: str = "") -> Selection:
    """An answer written as ids with blanks between."""
    return Selection(frozenset(selected.split()), frozenset(aside.split()))
