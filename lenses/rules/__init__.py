"""The risk-rule language: parse, evaluate, explain, find paths to a lower risk. Pure Python.

The public names of the package; services, reads and doors import from here only.
"""

from lenses.rules.explain import Change, Explanation, explain
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

__all__ = [
    "LEVELS",
    "NONE_SUFFIX",
    "RISK_ORDER",
    "All",
    "Change",
    "Explanation",
    "Expression",
    "Name",
    "Not",
    "Outcome",
    "Risk",
    "Rule",
    "RuleError",
    "RuleSet",
    "Selection",
    "Some",
    "compile_rule",
    "compile_rules",
    "evaluate",
    "explain",
    "is_none_choice",
    "paths",
    "rules_from_levels",
]
