"""A difference as the page shows it: texts in marked words, rules in lines, marks in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lenses.document import (
    ChoiceDiff,
    Fate,
    FieldChange,
    Line,
    QuestionDiff,
    Rule,
    RuleLine,
    RulesDiff,
    Verdict,
)
from lenses.reads.compare_marks import Mark, fate_marks, moved_mark, question_marks
from lenses.reads.field_words import label
from lenses.rules import Risk
from wellarch.wording import Part, marked

_LONG = 260  # characters of unchanged text that are shown in full
_AROUND = 100  # characters that are kept beside a change of a longer one


@dataclass(frozen=True, slots=True)
class Texts:
    """A text before and after, its words marked where they differ."""

    old: tuple[Part, ...]
    new: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field that changed. note says it in words where no texts stand side by side."""

    label: str
    lines: tuple[Texts, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleSide:
    """A rule of one version, its condition marked where it differs."""

    condition: tuple[Part, ...]
    risk: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule before and after; None on the side where it is not."""

    old: RuleSide | None
    new: RuleSide | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """How many answers go from one risk to another, in words and as risks."""

    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RulesRow:
    """The rules of a question: what that means for answers, and the rules side by side."""

    sentence: str
    is_meaning: bool
    shifts: tuple[ShiftRow, ...]
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """A choice that came, went or changed."""

    id: str
    title: str
    marks: tuple[Mark, ...]
    is_new: bool
    is_removed: bool
    text: str  # what a new or removed one says
    fields: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with everything that changed in it. Of one that came or went: what it says."""

    id: str
    title: str
    marks: tuple[Mark, ...]
    is_meaning: bool
    is_new: bool
    is_removed: bool
    text: str
    fields: tuple[FieldRow, ...]
    choices: tuple[ChoiceRow, ...]
    unchanged_choices: int
    rules: RulesRow | None


def fields(changes: tuple[FieldChange, ...]) -> tuple[FieldRow, ...]:
    """Changed fields with their words marked."""
    return tuple(_field(change) for change in changes)


def _field(change: FieldChange) -> FieldRow:
    if change.is_order:
        return FieldRow(label(change.name), (), _("The same, in another order."))
    return FieldRow(label(change.name), tuple(_texts(line) for line in change.lines))


def _texts(line: Line) -> Texts:
    if not line.old or not line.new:  # the empty side says it; nothing has to be marked
        return Texts(_plain(line.old), _plain(line.new))
    old, new = marked(line.old, line.new)
    return Texts(_shortened(old), _shortened(new))


def _plain(text: str) -> tuple[Part, ...]:
    return (Part(text, False),) if text else ()


def _shortened(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Of what both sides say only the surroundings of what they do not, when it is long."""
    last = len(parts) - 1
    return tuple(
        part if part.is_own else Part(_middle(part.text, at > 0, at < last), False)
        for at, part in enumerate(parts)
    )


def _middle(text: str, has_before: bool, has_after: bool) -> str:
    """The end of a text that stands before a change, the beginning of one after it."""
    if len(text) <= _LONG:
        return text
    head = text[:_AROUND].rsplit(None, 1)[0] if has_before else ""
    tail = text[-_AROUND:].split(None, 1)[-1] if has_after else ""
    return f"{head} … {tail}".lstrip() if tail else f"{head} …"


def question(diff: QuestionDiff, *, only_meaning: bool, pillars: dict[str, str]) -> QuestionRow:
    """A question in full. pillars: id → name, to say where it came from."""
    here = diff.new or diff.old
    changed = [c for c in diff.choices if c.fate is not Fate.SAME or c.moved]
    if only_meaning:
        changed = [choice for choice in changed if choice.is_meaning]
    is_whole = diff.fate in (Fate.NEW, Fate.REMOVED)
    return QuestionRow(
        id=diff.id,
        title=here.title.strip() if here else diff.id,
        marks=tuple(question_marks(diff, pillars)),
        is_meaning=diff.is_meaning,
        is_new=diff.fate is Fate.NEW,
        is_removed=diff.fate is Fate.REMOVED,
        text=here.description.strip() if here and is_whole else "",
        fields=() if only_meaning else fields(diff.fields),
        choices=tuple(
            _choice(each, only_meaning=only_meaning, is_whole=is_whole) for each in changed
        ),
        unchanged_choices=sum(c.fate is Fate.SAME and not c.moved for c in diff.choices),
        rules=_rules(diff, only_meaning=only_meaning),
    )


def size(diff: QuestionDiff) -> int:
    """About how many characters a question takes in the page."""
    changes = [*diff.fields, *(f for choice in diff.choices for f in choice.fields)]
    texts = sum(len(line.old) + len(line.new) for each in changes for line in each.lines)
    came = sum(_said(choice) for choice in diff.choices)
    rules = sum(_length(line.old) + _length(line.new) for line in diff.rules.lines)
    return 500 + texts + came + rules + 300 * len(changes)


def _said(choice: ChoiceDiff) -> int:
    if choice.fate is Fate.SAME:
        return 0
    here = choice.new or choice.old
    return 300 + (len(here.title) + len(here.description) if here else 0)


def _length(rule: Rule | None) -> int:
    return len(rule.condition) + 200 if rule else 0


def _choice(diff: ChoiceDiff, *, only_meaning: bool, is_whole: bool) -> ChoiceRow:
    """is_whole: its question came or went with it, which is said there."""
    here = diff.new or diff.old
    came_or_went = diff.fate in (Fate.NEW, Fate.REMOVED) and not is_whole
    marks = [*fate_marks(diff.fate)] if came_or_went else []
    if diff.moved and not only_meaning:
        marks.append(moved_mark(diff.moved))
    return ChoiceRow(
        id=diff.id,
        title=here.title.strip() if here else diff.id,
        marks=tuple(marks),
        is_new=came_or_went and diff.new is not None,
        is_removed=came_or_went and diff.new is None,
        text=here.description.strip() if here and came_or_went else "",
        fields=() if only_meaning else fields(diff.fields),
    )


def _rules(diff: QuestionDiff, *, only_meaning: bool) -> RulesRow | None:
    rules = diff.rules
    if diff.fate is Fate.NEW and diff.new:
        lines = tuple(RuleRow(None, _side(rule), False) for rule in diff.new.risk_rules)
        return RulesRow("", False, (), lines)
    if rules.verdict is Verdict.SAME or (only_meaning and not rules.is_meaning):
        return None
    shifts = tuple(
        ShiftRow(
            ngettext("%(n)s answer", "%(n)s answers", shift.answers) % {"n": f"{shift.answers:,}"},
            shift.old.value,
            shift.new.value,
        )
        for shift in rules.shifts
    )
    lines = tuple(_rule(line) for line in rules.lines)
    return RulesRow(_verdict(diff), rules.is_meaning, shifts, lines)


def _verdict(diff: QuestionDiff) -> str:
    rules: RulesDiff = diff.rules
    if rules.verdict is Verdict.UNKNOWN:
        return _("This question has too many practices to look at every answer.")
    if rules.is_reworded:
        return _("Written otherwise. Every answer keeps its risk.")
    if rules.shifts:
        words = ngettext(
            "Of %(all)s possible answers %(n)s gets another risk.",
            "Of %(all)s possible answers %(n)s get another risk.",
            rules.shifted,
        )
        return words % {"n": f"{rules.shifted:,}", "all": f"{rules.answers:,}"}
    titles = {c.id: c.old.title for c in diff.choices if c.old}
    names = ", ".join(f"“{titles.get(key, key)}”" for key in rules.aside)
    return _(
        "The result differs only when one of these is marked as not applicable: %(names)s."
    ) % {"names": names}


def _rule(line: RuleLine) -> RuleRow:
    old, new = line.old, line.new
    if old is None or new is None:
        return RuleRow(_side(old), _side(new), line.is_same)
    before, after = marked(old.condition, new.condition)
    return RuleRow(
        RuleSide(before, _risk(old.risk)), RuleSide(after, _risk(new.risk)), line.is_same
    )


def _side(rule: Rule | None) -> RuleSide | None:
    """A rule that stands alone; that it came or went is said by the empty side."""
    if rule is None:
        return None
    return RuleSide((Part(rule.condition, False),), _risk(rule.risk))


def _risk(word: str) -> str:
    try:
        return Risk.from_word(word).value
    except ValueError:  # of a lens that was read with a warning
        return Risk.UNANSWERED.value
