"""What follows from an availability model: numbers and sentences. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reviews.worksheets import availability_model as model
from reviews.worksheets import downtime
from reviews.worksheets.availability_model import Part, Worked
from reviews.worksheets.columns import plain
from reviews.worksheets.content import Content, Row
from reviews.worksheets.downtime import Downtime
from reviews.worksheets.spec import Fact, Mark
from reviews.worksheets.wording import Said, _

TABLE = "components"
COMPONENT, SERIES, PARALLEL, K_OF_N = "component", "series", "parallel", "k-of-n"
MAX_NAMES = 5  # named in a sentence
MAX_EXACT = 24  # digits said in the result; more are in the details


@dataclass(frozen=True, slots=True)
class Another:
    """What one more copy of a component would give. whole: percent; gain: downtime less a year,
    in seconds; potential: what the whole would be if the component never failed."""

    number: int
    name: str
    copies: int  # there would be then
    result: Decimal  # of the component now, percent
    whole: Decimal
    potential: Decimal
    gain: Decimal
    is_enough: bool  # it alone reaches the target
    is_weakest: bool


@dataclass(frozen=True, slots=True)
class Details:
    """The whole result. whole, target: percent, exact, None while unknown or not set."""

    root: Worked
    whole: Decimal | None
    target: Decimal | None
    downtime: Downtime | None  # of the whole
    allowed: Downtime | None  # by the target
    weakest: tuple[int, ...]  # row numbers; several when equal
    another: tuple[Another, ...]  # the one that raises the whole most first
    plan: tuple[int, ...]  # rows to add a copy of, one after another, to reach the target
    singles: tuple[int, ...]  # single points of failure

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None while that cannot be said."""
        return None if self.whole is None or self.target is None else self.whole >= self.target

    @property
    def gap(self) -> Decimal | None:
        """Seconds a year beyond what the target allows; below zero: what is left of it."""
        if self.downtime is None or self.allowed is None:
            return None
        return model.EXACT.subtract(self.downtime.year, self.allowed.year)

    @property
    def is_redundant(self) -> bool:
        """Every number is known, and no single failure takes the whole down."""
        return self.whole is not None and not self.singles


def details(content: Content) -> Details:
    """Work a model out."""
    root = model.work(tree(content))
    target = content.setting("target")
    whole = root.chance
    another = () if whole is None else _another(root, whole, target)
    return Details(
        root=root,
        whole=None if whole is None else model.percent(whole),
        target=target,
        downtime=None if whole is None else downtime.of(whole),
        allowed=None if target is None else downtime.of(target.scaleb(-2)),
        weakest=tuple(each.number for each in another if each.is_weakest),
        another=another,
        plan=() if whole is None or target is None else model.plan(root.part, target.scaleb(-2)),
        singles=tuple(each.part.number for each in root.components() if each.is_single),
    )


def tree(content: Content) -> Part:
    """The model as nested parts; the outermost are in series."""
    parts = tuple(_part(content, row) for row in content.children(None, TABLE))
    return Part(0, "", parts=parts, needed=len(parts), is_group=True)


def _part(content: Content, row: Row) -> Part:
    name = row.text("name")
    needed = int(row.amount("needed") or 1)
    if row.text("role") in ("", COMPONENT):
        typed = row.amount("availability")
        chance = None if typed is None else typed.scaleb(-2)
        return Part(row.number, name, chance, int(row.amount("copies") or 1), needed)
    parts = tuple(_part(content, each) for each in content.children(row.number, TABLE))
    if row.text("role") == SERIES:
        needed = len(parts)
    elif row.text("role") == PARALLEL:
        needed = 1
    return Part(row.number, name, needed=needed, parts=parts, is_group=True)


def _another(root: Worked, whole: Decimal, target: Decimal | None) -> tuple[Another, ...]:
    found = []
    components = [each for each in root.components() if each.chance is not None]
    potentials = [model.with_chance(whole, each, Decimal(1)) for each in components]
    best = max(potentials, default=whole)
    for each, potential in zip(components, potentials, strict=True):
        then = model.another(whole, each)
        found.append(
            Another(
                number=each.part.number,
                name=each.part.name,
                copies=each.part.copies + 1,
                result=model.percent(each.chance or Decimal(0)),
                whole=model.percent(then),
                potential=model.percent(potential),
                gain=model.EXACT.subtract(downtime.of(whole).year, downtime.of(then).year),
                is_enough=target is not None and whole < target.scaleb(-2) <= then,
                is_weakest=potential == best and best > whole,
            )
        )
    return tuple(sorted(found, key=lambda one: -one.whole))


def said(chance: Decimal, places: int = 0) -> str:
    """A chance as people read it: "99.899". The exact one is in the note and the details."""
    return plain(model.shown(chance, places))


def said_percent(value: Decimal, target: Decimal | None = None) -> str:
    """The same of a percentage, with at least the decimals of the target."""
    places = 0 if target is None else len(plain(target).partition(".")[2])
    return said(value.scaleb(-2, model.EXACT), places)


def headline(found: Details) -> tuple[Said, str]:
    """The result in one line, and its tone."""
    if found.whole is None:
        return Said(_("Not worked out yet: numbers are missing")), "empty"
    params = {"whole": said_percent(found.whole, found.target)}
    if found.target is None:
        return Said(_("%(whole)s%%, without a target"), params), "warn"
    params["target"] = plain(found.target)
    if found.is_met:
        return Said(_("%(whole)s%% against a target of %(target)s%%: met"), params), "good"
    return Said(_("%(whole)s%% against a target of %(target)s%%: below"), params), "bad"


def summary(found: Details, names: dict[int, str]) -> tuple[Fact, ...]:
    """The lines of the result."""
    if found.whole is None or found.downtime is None:
        missing = Said(_("Every component needs an availability first."))
        return (Fact(_("Availability of the whole"), Said(_("unknown")), "empty", missing),)
    percent = _("%(n)s%%")
    is_short = len(plain(found.whole)) <= MAX_EXACT
    exact = Said(_("Exactly %(n)s%%"), {"n": found.whole}) if is_short else None
    whole = Said(percent, {"n": said_percent(found.whole, found.target)})
    tone = "" if found.is_met is None else "good" if found.is_met else "bad"
    lines = [Fact(_("Availability of the whole"), whole, tone, exact)]
    if found.target is not None:
        lines.append(Fact(_("Target"), Said(percent, {"n": found.target})))
    lines.append(Fact(_("Downtime a year"), downtime.told(found.downtime.year), tone))
    lines += _gap(found)
    if found.weakest:
        lines.append(_weakest(found, names))
    if found.plan:
        lines.append(_plan(found, names))
    return tuple(lines)


def _gap(found: Details) -> list[Fact]:
    if found.gap is None or found.allowed is None:
        return []
    note = Said(
        _("The target allows %(span)s a year."), {"span": downtime.told(found.allowed.year)}
    )
    if found.gap > 0:
        return [Fact(_("Beyond what the target allows"), downtime.told(found.gap), "bad", note)]
    return [Fact(_("Left of what the target allows"), downtime.told(-found.gap), "good", note)]


def _weakest(found: Details, names: dict[int, str]) -> Fact:
    best = next(each for each in found.another if each.is_weakest)
    note = Said(
        _("If it never failed, the whole would be at %(n)s%%."), {"n": said_percent(best.potential)}
    )
    if len(found.weakest) > 1:
        note = Said(
            _("Equally weak: if one of them never failed, the whole would be at %(n)s%%."),
            {"n": said_percent(best.potential)},
        )
    return Fact(_("Weakest component"), _named(found.weakest, names), "", note)


def _plan(found: Details, names: dict[int, str]) -> Fact:
    one_after_another = Said(_("One copy more of each, in this order, as often as it is named."))
    note = one_after_another if len(found.plan) > 1 else None
    if note is None:
        then = next(each for each in found.another if each.number == found.plan[0])
        note = Said(_("The whole would be at %(n)s%%."), {"n": said_percent(then.whole)})
    label = _("A further copy that reaches the target")
    if len(found.plan) > 1:
        label = _("Further copies that reach the target")
    return Fact(label, _named(found.plan, names), "", note)


def _named(numbers: tuple[int, ...], names: dict[int, str]) -> Said:
    first = ", ".join(names[number] for number in numbers[:MAX_NAMES])
    if len(numbers) > MAX_NAMES:
        more = len(numbers) - MAX_NAMES
        return Said(_("%(names)s and %(n)d more"), {"names": first, "n": more})
    return Said("%(names)s", {"names": first})


def marks(content: Content, found: Details) -> tuple[Mark, ...]:
    """What to look at: below the target, missing numbers, single points of failure."""
    marked = []
    if found.is_met is False and found.gap is not None:
        text = _("Below the target: %(span)s of downtime a year more than it allows.")
        marked.append(Mark(Said(text, {"span": downtime.told(found.gap)})))
    for row in content.table(TABLE):
        marked += _marks_of(content, row)
    single = _("Single point of failure: nothing stands in when it fails.")
    marked += [Mark(Said(single), number, "copies", "warn") for number in found.singles]
    return tuple(marked)


def _marks_of(content: Content, row: Row) -> list[Mark]:
    role = row.text("role")
    if role in ("", COMPONENT):
        if row.amount("availability") is None:
            text = _("Its availability is missing, so the whole is unknown.")
            return [Mark(Said(text), row.number, "availability", "warn")]
        return []
    there = len(content.children(row.number, TABLE))
    if not there:
        return [Mark(Said(_("Nothing is in this group yet.")), row.number, "", "warn")]
    needed = int(row.amount("needed") or 1)
    if role == K_OF_N and needed > there:
        text = _("It needs %(needed)d, and %(there)d are in it.")
        return [Mark(Said(text, {"needed": needed, "there": there}), row.number, "needed")]
    return []
