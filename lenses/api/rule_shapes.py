"""The truth view of rules in JSON, and the body that asks for it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from lenses.document import LIMITS
from lenses.reads.rule_check import Checked
from lenses.rules import Pick, Row, Tally, Truth, Way
from wellarch.rest.endpoint import Body

_RISK = "high, medium, low or none."


def _id() -> serializers.CharField:
    return serializers.CharField(max_length=LIMITS.id)


class RuleBody(Body):
    """A rule as lens documents write it."""

    condition = serializers.CharField(
        max_length=LIMITS.rule_length,
        allow_blank=True,
        help_text="Such as `a && !b`, or `default`.",
    )
    risk = serializers.CharField(max_length=64, help_text="Such as `HIGH_RISK`.")


class TriedBody(Body):
    """An answer to try."""

    selected = serializers.ListField(child=_id(), max_length=LIMITS.choices, default=list)
    not_applicable = serializers.ListField(child=_id(), max_length=LIMITS.choices, default=list)


class RuleCheckBody(Body):
    """Rules to look at, with the ids of the choices of their question."""

    choices = serializers.ListField(
        child=_id(), max_length=LIMITS.choices, min_length=1,
        help_text="In their order. An id that ends in `_no` is “none of these”.",
    )  # fmt: skip
    rules = serializers.ListField(child=RuleBody(), max_length=LIMITS.rules, help_text="In order.")
    answer = TriedBody(required=False, help_text="An answer to try on the rules.")


class TermShape(serializers.Serializer[Any]):
    """How many of some choices are selected."""

    choices = serializers.ListField(child=serializers.CharField())
    at_least = serializers.IntegerField()
    at_most = serializers.IntegerField()


class TruthRowShape(serializers.Serializer[Any]):
    """Answers with one risk: those for which every term holds; no terms: all answers."""

    risk = serializers.CharField(help_text=_RISK)
    rule = serializers.IntegerField(allow_null=True, help_text="From 0; null: no rule matches.")
    terms = TermShape(many=True)
    answers = serializers.IntegerField(help_text="How many there are.")


class NoneShape(serializers.Serializer[Any]):
    """“None of these” and nothing else."""

    choice = serializers.CharField()
    risk = serializers.CharField(help_text=_RISK)
    rule = serializers.IntegerField(allow_null=True)


class TallyShape(serializers.Serializer[Any]):
    """What became of a rule."""

    risk = serializers.CharField(help_text=_RISK)
    holds = serializers.IntegerField(help_text="Answers it is true for.")
    decides = serializers.IntegerField(help_text="Answers it decides.")
    fate = serializers.CharField(
        help_text="`decides`, or why not: `shadowed`, `contradiction`, `only-empty`."
    )
    shadowed_by = serializers.ListField(child=serializers.IntegerField())
    more = serializers.IntegerField(help_text="Answers it decides that no row shows.")


class PickShape(serializers.Serializer[Any]):
    """Any so many of these choices."""

    choices = serializers.ListField(child=serializers.CharField())
    number = serializers.IntegerField()


class RiskWayShape(serializers.Serializer[Any]):
    """The smallest ways from a risk (or from nothing: unanswered) to another or a lower one."""

    from_risk = serializers.CharField(help_text="unanswered, high, medium or low.")
    to_risk = serializers.CharField(help_text="medium, low or none.")
    fewest = serializers.IntegerField(help_text="Practices the luckiest answer lacks.")
    most = serializers.IntegerField(help_text="Practices the last answer that gets there lacks.")
    stuck = serializers.IntegerField(help_text="Answers that no further practice helps.")
    sets = serializers.ListField(child=PickShape(many=True), help_text="Each alone is a way.")
    more = serializers.IntegerField(help_text="Further ways that are not shown.")


class RaiseShape(serializers.Serializer[Any]):
    """Selecting one of these choices can raise the risk."""

    choices = serializers.ListField(child=serializers.CharField())
    answers = serializers.IntegerField(help_text="How often it does.")
    example = serializers.ListField(child=serializers.CharField(), help_text="What was selected.")
    before = serializers.CharField(help_text=_RISK)
    after = serializers.CharField(help_text=_RISK)


class OutcomeOfRulesShape(serializers.Serializer[Any]):
    """What the rules give the answer that was tried."""

    risk = serializers.CharField(help_text="unanswered, high, medium, low or none.")
    rule = serializers.IntegerField(allow_null=True)


class RuleCheckShape(serializers.Serializer[Any]):
    """What rules do to every answer a person can give: exact, from truth tables."""

    is_exact = serializers.BooleanField(
        help_text="False beyond 20 choices that rules name: then only `outcome` says something."
    )
    answers = serializers.IntegerField(help_text="How many answers there are.")
    risks = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many answers get each risk."
    )
    rows = TruthRowShape(many=True)
    none_of_these = NoneShape(many=True)
    rules = TallyShape(many=True)
    unmatched = serializers.IntegerField(help_text="Answers no rule matches: no risk.")
    unmatched_more = serializers.IntegerField(help_text="Those of them that no row shows.")
    unused = serializers.ListField(child=serializers.CharField(), help_text="No rule names them.")
    ways = RiskWayShape(many=True)
    raises = RaiseShape(many=True)
    outcome = OutcomeOfRulesShape(allow_null=True)


def shown(checked: Checked) -> dict[str, Any]:
    """The body of the answer."""
    found = checked.truth
    outcome = checked.outcome
    return {
        **(_shown(found) if found else _EMPTY),
        "is_exact": found is not None,
        "outcome": {"risk": str(outcome.risk), "rule": outcome.rule} if outcome else None,
    }


_EMPTY: dict[str, Any] = {
    "answers": 0, "risks": {}, "rows": [], "none_of_these": [], "rules": [], "unmatched": 0,
    "unmatched_more": 0, "unused": [], "ways": [], "raises": [],
}  # fmt: skip


def _shown(truth: Truth) -> dict[str, Any]:
    return {
        "answers": truth.answers,
        "risks": {str(risk): count for risk, count in truth.risks.items()},
        "rows": [_row(row) for row in truth.rows],
        "none_of_these": [
            {"choice": each.choice, "risk": str(each.risk), "rule": each.rule}
            for each in truth.alone
        ],
        "rules": [_tally(tally) for tally in truth.tallies],
        "unmatched": truth.unmatched,
        "unmatched_more": truth.unmatched_more,
        "unused": list(truth.idle),
        "ways": [_way(way) for way in truth.ways],
        "raises": [
            {
                "choices": list(each.choices),
                "answers": each.answers,
                "example": list(each.example),
                "before": str(each.before),
                "after": str(each.after),
            }
            for each in truth.raises
        ],
    }


def _row(row: Row) -> dict[str, Any]:
    terms = [
        {"choices": list(term.choices), "at_least": term.least, "at_most": term.most}
        for term in row.terms
    ]
    return {"risk": str(row.risk), "rule": row.rule, "terms": terms, "answers": row.answers}


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "risk": str(tally.risk),
        "holds": tally.holds,
        "decides": tally.decides,
        "fate": tally.fate,
        "shadowed_by": list(tally.by),
        "more": tally.more,
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "from_risk": str(way.source),
        "to_risk": str(way.target),
        "fewest": way.fewest,
        "most": way.most,
        "stuck": way.stuck,
        "sets": [[_pick(pick) for pick in picks] for picks in way.picks],
        "more": way.more,
    }


def _pick(pick: Pick) -> dict[str, Any]:
    return {"choices": list(pick.choices), "number": pick.number}
