"""What can be filled in of a lens, a pillar, a question and a choice: the fields of the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lenses.document import LIMITS
from lenses.editing.texts import Kind

_RISKS = (("", _("not set")), ("high", _("High")), ("medium", _("Medium")), ("low", _("Low")))
_SCORING = (("", _("Risks only")), ("percent", _("Percent of practices in place")))
LINK_TYPES = ("HELPFUL_RESOURCE", "IMPROVEMENT_PLAN")


@dataclass(frozen=True, slots=True)
class Spec:
    """One field of the editor.

    field: of the format, set as a whole. part: what of it this one shows, where one field of
    the format needs several: displayText or url of a link, a type of additional resources.
    group: where on the page. suggestions: offered while typing, anything else is fine too.
    """

    field: str
    kind: Kind
    label: str | Promise
    group: str = "head"
    part: str = ""
    help: str | Promise = ""
    rows: int = 2
    limit: int = LIMITS.text
    options: tuple[tuple[str, str | Promise], ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def is_title(self) -> bool:
        """A line that may be long, so that its field grows with it."""
        return self.kind == Kind.LINE and self.field in ("title", "name")

    @property
    def key(self) -> str:
        """How the field is named within its element."""
        return f"{self.field}.{self.part}" if self.part else self.field

    def taken_from(self, value: Any) -> Any:
        """What this field shows of the value of the format's field; None for nothing."""
        if not self.part or value is None:
            return value
        if self.part in LINK_TYPES:
            return _of_type(value, self.part)
        return value.get(self.part) if isinstance(value, dict) else _Odd()

    def put_into(self, value: Any, part: Any) -> Any:
        """The value of the format's field with this part of it, keeping the others."""
        if not self.part:
            return part
        if self.part in LINK_TYPES:
            return _with_type(value, self.part, part)
        link = dict(value) if isinstance(value, dict) else {}
        link.pop(self.part, None)
        return (link | ({self.part: part} if part else {})) or None


class _Odd:
    """A value of another shape than the format's: shown in the source only."""


def _of_type(value: Any, name: str) -> Any:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return _Odd()
    found = [each for each in value if each.get("type") == name]
    if len(found) > 1 or any(set(each) - {"type", "content"} for each in found):
        return _Odd()
    return found[0].get("content") if found else None


def _with_type(value: Any, name: str, content: Any) -> Any:
    entries = list(value) if isinstance(value, list) else []
    new = [{"type": name, "content": content}] if content else []
    place = next((n for n, each in enumerate(entries) if each.get("type") == name), None)
    if place is None:
        return [*entries, *new] or None
    return [*entries[:place], *new, *entries[place + 1 :]] or None


LENS = (
    Spec("name", Kind.LINE, _("Name"), limit=LIMITS.name),
    Spec("description", Kind.TEXT, _("Description"), rows=3,
         help=_("What the lens is about and who should use it.")),
    Spec("focus", Kind.TEXT, _("What it is for"), group="more"),
    Spec("considerations", Kind.LINES, _("Keep in mind"), group="more", rows=3,
         help=_("One on each line.")),
    Spec("scoring", Kind.CHOICE, _("Result"), group="more", options=_SCORING),
    Spec("version", Kind.LINE, _("Version proposed when publishing"), group="advanced", limit=32),
)  # fmt: skip

PILLAR = (
    Spec("name", Kind.LINE, _("Name"), limit=LIMITS.name),
    Spec("description", Kind.TEXT, _("Description"), rows=3),
    Spec("principles", Kind.PRINCIPLES, _("Design principles"), group="more", rows=5,
         help=_("The first line is the principle, the lines below it an example. An empty line "
                "begins the next one.")),
    Spec("maturity", Kind.MATURITY, _("Maturity levels"), group="more", rows=5,
         help=_("From the lowest up. The first line is the name; lines that begin with “- ” are "
                "examples, other lines describe it. An empty line begins the next level.")),
    Spec("checklist", Kind.LINES, _("Checklist"), group="more", rows=4,
         help=_("One point on each line.")),
)  # fmt: skip

QUESTION = (
    Spec("title", Kind.LINE, _("Question"), limit=LIMITS.title),
    Spec("description", Kind.TEXT, _("Description"), rows=3,
         help=_("Why it is asked. Shown under the question.")),
    Spec("code", Kind.LINE, _("Code"), limit=LIMITS.code, group="head",
         help=_("A short name such as OPS 1.")),
    Spec("conversation", Kind.TEXT, _("Help for the conversation"), group="more", rows=3,
         help=_("What to ask when the talk gets stuck.")),
    Spec("evidence", Kind.LINES, _("Evidence to look for"), group="more", rows=3,
         help=_("One on each line.")),
    Spec("antiPatterns", Kind.LINES, _("What people often do wrong"), group="more", rows=3,
         help=_("One on each line.")),
    Spec("helpfulResource", Kind.TEXT, _("Helpful text"), group="more", part="displayText"),
    Spec("helpfulResource", Kind.LINE, _("Its web page"), group="more", part="url", limit=2000,
         help=_("Begins with https://")),
)  # fmt: skip

CHOICE = (
    Spec("title", Kind.LINE, _("Title"), limit=LIMITS.title),
    Spec("description", Kind.TEXT, _("Description")),
    Spec("improvementPlan", Kind.TEXT, _("How to get there"), part="displayText", group="plan",
         help=_("The improvement plan: shown when the practice is missing.")),
    Spec("improvementPlan", Kind.LINE, _("Web page of the plan"), part="url", group="plan",
         limit=2000),
    Spec("riskIfAbsent", Kind.CHOICE, _("Risk if absent"), group="pair", options=_RISKS),
    Spec("effort", Kind.LINE, _("Effort"), group="pair", limit=LIMITS.code,
         suggestions=("low", "medium", "high")),
    Spec("code", Kind.LINE, _("Code"), group="pair", limit=LIMITS.code),
    Spec("helpfulResource", Kind.TEXT, _("Helpful text"), part="displayText", group="more"),
    Spec("helpfulResource", Kind.LINE, _("Its web page"), part="url", group="more", limit=2000),
    Spec("antiPatterns", Kind.LINES, _("What people often do wrong"), group="more",
         help=_("One on each line.")),
    Spec("additionalResources", Kind.LINKS, _("More to read"), part="HELPFUL_RESOURCE",
         group="more", help=_("A link on each line, five at most: words, then the address.")),
    Spec("additionalResources", Kind.LINKS, _("More plans"), part="IMPROVEMENT_PLAN",
         group="more", help=_("A link on each line, five at most: words, then the address.")),
)  # fmt: skip

NONE_OF_THESE = tuple(spec for spec in CHOICE if spec.key in ("title", "description"))

SPECS = {"lens": LENS, "pillar": PILLAR, "question": QUESTION, "choice": CHOICE}
