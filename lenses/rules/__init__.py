"""The risk-rule language: parse, evaluate, explain, find paths to a lower risk. Pure Python.

The public names of the package; services, reads and doors import from here only.
"""

from lenses.rules.explain import Change, Explanation, explain
from lenses.rules.forms import FORMS, Form, condition, form_of
from lenses.rules.language import All, Expression, Name, Not, RuleError, Some
from lenses.rules.levels import LEVELS, rules_from_levels
from lenses.rules.paths import paths
from lenses.rules.risk import RISK_ORDER, Risk
from lenses.rules.ruleset import (
    NONE_SUFFIX,
    Outcome,
    Rule,
    RuleSet,
    Selection,
    compile_rule,
    compile_rules,
    evaluate,
    is_none_choice,
)
from lenses.rules.suggest import Suggestion, suggest
from lenses.rules.truth import Alone, Raise, Row, Tally, Term, Truth, truth
from lenses.rules.ways import Pick, Way

__all__ = [
    "FORMS",
    "LEVELS",
    "NONE_SUFFIX",
    "RISK_ORDER",
    "All",
    "Alone",
    "Change",
    "Explanation",
    "Expression",
    "Form",
    "Name",
    "Not",
    "Outcome",
    "Pick",
    "Raise",
    "Risk",
    "Row",
    "Rule",
    "RuleError",
    "RuleSet",
    "Selection",
    "Some",
    "Suggestion",
    "Tally",
    "Term",
    "Truth",
    "Way",
    "compile_rule",
    "compile_rules",
    "condition",
    "evaluate",
    "explain",
    "form_of",
    "is_none_choice",
    "paths",
    "rules_from_levels",
    "suggest",
    "truth",
]
