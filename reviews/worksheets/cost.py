"""Cost and performance: what saving costs in revenue (seed 000, section 6). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reviews import trading
from reviews.contexts import COST, PERFORMANCE, RELIABILITY
from reviews.worksheets.columns import Column, Type
from reviews.worksheets.content import Content, Row
from reviews.worksheets.money import money
from reviews.worksheets.spec import Derived, Fact, Kind, Mark, Outcome, Table
from reviews.worksheets.wording import Said, Wrong, _

OPEN, TAKEN, REJECTED = "open", "taken", "rejected"
TRADEOFF = "tradeoff"  # the column that says which trade-off an option was written down as
_CURRENCY = re.compile(r"[A-Z]{3}")
_UNKNOWN = _("unknown")
_OUTAGE = re.compile(r"outage|downtime|single.?az|fail|unavailab|availab|recover|backup", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount a month, exact and as it is read; sign: gain, loss or even."""

    value: Decimal
    text: str

    @property
    def sign(self) -> str:
        """Which way it goes."""
        return "loss" if self.value < 0 else "gain" if self.value > 0 else "even"


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the table. An amount that is not known is None; so is a net with one."""

    number: int
    name: str
    reason: str
    choice: str
    savings: Amount | None
    revenue: Amount | None
    net: Amount | None
    tradeoff: int | None = None

    @property
    def is_false_economy(self) -> bool:
        """It saves, and loses more in revenue than it saves."""
        return bool(self.net and self.savings and self.net.value < 0 and self.savings.value > 0)


@dataclass(frozen=True, slots=True)
class Total:
    """Some options together. unknown: how many of `count` have no net and are left out."""

    count: int
    savings: Amount
    revenue: Amount
    net: Amount
    unknown: int


@dataclass(frozen=True, slots=True)
class Costs:
    """All that follows from the worksheet."""

    currency: str
    options: tuple[Option, ...]
    taken: Total
    open: Total


def work_out(content: Content, _today: date) -> Outcome:
    """The net of each option, and what is taken and what is open together."""
    costs = costs_of(content)
    return Outcome(
        summary=tuple(_summary(costs)) if costs.options else (),
        derived={
            each.number: {"net": Said(each.net.text) if each.net else Said(_UNKNOWN)}
            for each in costs.options
        },
        marks=tuple(mark for each in costs.options for mark in _marks(each)),
        facts=frozenset(_facts(costs)),
        details=costs,
    )


def costs_of(content: Content) -> Costs:
    """Every option with its net, and their sums."""
    currency = str(content.settings.get("currency") or "USD")
    options = tuple(_option(row, currency) for row in content.table("options"))
    return Costs(
        currency=currency,
        options=options,
        taken=_total((each for each in options if each.choice == TAKEN), currency),
        open=_total((each for each in options if each.choice == OPEN), currency),
    )


def _option(row: Row, currency: str) -> Option:
    savings, revenue = row.amount("savings"), row.amount("revenue")
    number = row.amount(TRADEOFF)
    return Option(
        number=row.number,
        name=row.text("option"),
        reason=row.text("reason"),
        choice=row.text("choice") or OPEN,
        savings=_amount(savings, currency),
        revenue=_amount(revenue, currency),
        net=_amount(trading.net(savings, revenue), currency),
        tradeoff=None if number is None else int(number),
    )


def _amount(value: Decimal | None, currency: str) -> Amount | None:
    return None if value is None else Amount(value, money(value, currency))


def _total(options: Iterable[Option], currency: str) -> Total:
    them = tuple(options)
    known = [each for each in them if each.net is not None]
    savings = sum((each.savings.value for each in known if each.savings), Decimal())
    revenue = sum((each.revenue.value for each in known if each.revenue), Decimal())
    net = savings + revenue
    return Total(
        count=len(them),
        savings=Amount(savings, money(savings, currency)),
        revenue=Amount(revenue, money(revenue, currency)),
        net=Amount(net, money(net, currency)),
        unknown=len(them) - len(known),
    )


def _summary(costs: Costs) -> Iterable[Fact]:
    yield _sum(_("Net of what is taken, a month"), costs.taken)
    yield _sum(_("Net of what is open, a month"), costs.open)
    false = sum(each.is_false_economy and each.choice != REJECTED for each in costs.options)
    if false:
        yield Fact(
            _("Save less than they lose"),
            Said(_("%(n)d of %(all)d options"), {"n": false, "all": len(costs.options)}),
            "bad",
        )


def _sum(label: str, total: Total) -> Fact:
    if not total.count:
        return Fact(label, Said(_("No option")))
    if total.count == total.unknown:
        return Fact(label, Said(_UNKNOWN), "warn")
    parts = {"savings": total.savings.text, "revenue": total.revenue.text}
    note = Said(_("%(savings)s savings, %(revenue)s revenue"), parts)
    if total.unknown:
        note = Said(
            _("%(savings)s savings, %(revenue)s revenue; %(n)d unknown and left out"),
            {**parts, "n": total.unknown},
        )
    tone = {"loss": "bad", "gain": "good", "even": ""}[total.net.sign]
    return Fact(label, Said(total.net.text), tone, note)


def _marks(option: Option) -> Iterable[Mark]:
    if option.choice == REJECTED:
        return
    if option.net is None:
        yield from _unknown(option)
    elif option.net.value < 0:
        lost = {"net": option.net.text, "savings": "", "revenue": ""}
        if option.savings and option.revenue:
            lost |= {"savings": option.savings.text, "revenue": option.revenue.text.lstrip("−")}
        if option.choice == TAKEN:
            text = _("Taken, although it comes to %(net)s a month.")
            yield Mark(Said(text, {"net": option.net.text}), option.number)
        elif option.is_false_economy:
            text = _("Saves %(savings)s, loses %(revenue)s: it comes to %(net)s a month.")
            yield Mark(Said(text, lost), option.number)
        else:
            text = _("It costs more than it brings: %(net)s a month.")
            yield Mark(Said(text, {"net": option.net.text}), option.number, tone="warn")


def _unknown(option: Option) -> Iterable[Mark]:
    if option.revenue is None:
        text = _("What it does to revenue is unknown. Savings alone mislead.")
        yield Mark(Said(text), option.number, "revenue", "warn")
    if option.savings is None:
        text = _("What it saves is unknown.")
        yield Mark(Said(text), option.number, "savings", "warn")


def _facts(costs: Costs) -> Iterable[str]:
    """filled: there is an option. all-known: every option says both amounts. decided: none is
    open. no-loss-taken: something is taken, and nothing that loses. written-down: some option is
    a trade-off."""
    options = costs.options
    if not options:
        return
    yield "filled"
    taken = [each for each in options if each.choice == TAKEN]
    if all(each.net for each in options):
        yield "all-known"
    if not any(each.choice == OPEN for each in options):
        yield "decided"
    if taken and all(each.net and each.net.value >= 0 for each in taken):
        yield "no-loss-taken"
    if any(each.tradeoff for each in options):
        yield "written-down"


def improvement(content: Content, row: Row, _today: date) -> Mapping[str, Any]:
    """The texts of an improvement that carries the option out."""
    option = _option(row, str(content.settings.get("currency") or "USD"))
    said = {
        key: amount.text if amount else Said(_UNKNOWN)
        for key, amount in (
            ("savings", option.savings), ("revenue", option.revenue), ("net", option.net),
        )
    }  # fmt: skip
    text = _("Savings a month: %(savings)s. Revenue: %(revenue)s. Net: %(net)s.")
    if option.reason:
        text = _("Savings a month: %(savings)s. Revenue: %(revenue)s (%(reason)s). Net: %(net)s.")
    return {"title": option.name, "description": Said(text, {**said, "reason": option.reason})}


def decision(content: Content, row: Row) -> Mapping[str, Any]:
    """What a trade-off made from the option begins with; effects: {pillar: (effect, note)}.

    What saves improves cost. What loses revenue worsens reliability where the reason speaks of
    an outage, else performance. People decide.
    """
    option = _option(row, str(content.settings.get("currency") or "USD"))
    effects = {}
    if option.savings and option.savings.value:
        is_saving = option.savings.value > 0
        effects[COST] = (trading.IMPROVES if is_saving else trading.WORSENS, "")
    if option.revenue:
        is_outage = _OUTAGE.search(f"{option.name} {option.reason}")
        pillar = RELIABILITY if is_outage else PERFORMANCE
        said = {"loss": trading.WORSENS, "gain": trading.IMPROVES, "even": trading.NEUTRAL}
        effects[pillar] = (said[option.revenue.sign], option.reason)
    return {
        "title": option.name,
        "savings": option.savings.value if option.savings else None,
        "revenue": option.revenue.value if option.revenue else None,
        "currency": str(content.settings.get("currency") or "USD"),
        "effects": effects,
    }


def check(content: Content) -> None:
    """A currency has three letters."""
    if not _CURRENCY.fullmatch(str(content.settings.get("currency", ""))):
        raise Wrong(_("Use the three letters of a currency, such as USD."))


KIND = Kind(
    key="cost",
    title=_("Cost and performance"),
    lead=_("What an option saves in infrastructure, what it costs in revenue, and what is left."),
    pillar="costOptimization",
    settings=(Column("currency", _("Currency"), limit=3, is_required=True, default="USD"),),
    tables=(
        Table(
            "options", _("Options"), _("option"), label="option", has_owner=True,
            makes_improvements=True,
            shown=("option", "savings", "revenue", "reason", "choice"),
            columns=(
                Column("option", _("Option"), is_required=True),
                Column("savings", _("Savings a month"), Type.NUMBER, places=2),
                Column("revenue", _("Revenue a month"), Type.NUMBER, places=2),
                Column("reason", _("Why the revenue changes"), limit=500, is_wide=True),
                Column(
                    "choice", _("Choice"), Type.CHOICE, default=OPEN,
                    choices=(
                        (OPEN, _("Open")), (TAKEN, _("Taken")), (REJECTED, _("Rejected")),
                    ),
                ),
                Column(
                    TRADEOFF, _("Trade-off"), Type.NUMBER, places=0, least=Decimal(1),
                    most=Decimal(1_000_000), is_kept=True,
                ),
            ),
            derived=(Derived("net", _("Net a month"), is_number=True),),
            empty=_("No option yet."),
        ),
    ),
    work_out=work_out,
    improvement=improvement,
    check=check,
)  # fmt: skip
