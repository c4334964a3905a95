"""The rule builder: the rules of a question as rows, checked while they are typed, saved.

Everything works as one form. With the script, checks and saves bring only the parts of the page
that follow from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lenses.document import LIMITS
from lenses.pages.editor.parsing import clean, revision
from lenses.reads import editor_page, rule_book, rule_changes
from lenses.reads.rule_book import RuleBook, TypedRule
from lenses.rules import RuleError, condition
from lenses.services import drafts
from wellarch.errors import Conflict, Invalid, NotFound, Stale
from wellarch.pages import MemberRequest, member_page

Rules = list[TypedRule]


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def rules(request: MemberRequest, alias: str, question: str) -> HttpResponse:
    """The rules of a question. POST checks them as typed, changes rows as the button says
    (`do`), or saves them: 409 when somebody else changed the same rule, 422 when refused."""
    book = rule_book.read(request.actor, alias, question)
    if request.method != "POST":
        return _shown(request, book)
    rows = typed(request.POST)
    do, _blank, what = request.POST.get("do", "check").partition(" ")
    ticked = request.POST.getlist("tick")[: LIMITS.choices]
    if do == "save":
        return _save(request, book, rows, ticked)
    if do in ("check", "try"):
        checked = rule_book.retyped(book, rows, ticked=ticked)
        return _parts(request, checked) if request.htmx else _shown(request, checked)
    try:
        rows = changed(book, rows, do, what, request.POST)
    except RuleError as error:
        book = rule_book.retyped(book, rows, ticked=ticked)
        return _shown(request, book, status=HTTPStatus.UNPROCESSABLE_ENTITY, refused=error.message)
    return _shown(request, rule_book.retyped(book, rows, ticked=ticked))


def typed(data: QueryDict) -> Rules:
    """The rows of the form, then the default unless it says that there is none."""
    columns = [data.getlist(name)[: LIMITS.rules + 1] for name in ("condition", "risk", "place")]
    rows = [
        TypedRule(clean(text), risk.strip()[:64], _number(place))
        for text, risk, place in zip(*columns, strict=False)
    ]
    if otherwise := data.get("otherwise", ""):
        place = _number(data.get("otherwise-place", ""))
        rows.append(TypedRule("default", otherwise[:64], place))
    return rows


def changed(book: RuleBook, rows: Rules, do: str, what: str, data: QueryDict) -> Rules:
    """The rows after a button: add, up, down, remove, write (a simple form) or start (afresh).

    RuleError when a form cannot be written.
    """
    at = (_number(what) or 0) - 1
    if do == "add":
        place = len(rows) - bool(rows and rows[-1].is_default)
        return [*rows[:place], TypedRule("", "MEDIUM_RISK"), *rows[place:]]
    if do == "start":
        found = next((each for each in book.suggestions if each.code == what), None)
        return [TypedRule(*pair) for pair in found.rules] if found else rows
    if not 0 <= at < len(rows):
        return rows
    return _CHANGES.get(do, _unchanged)(rows, at, data)


def _moved(step: int) -> Callable[[Rules, int, QueryDict], Rules]:
    def move(rows: Rules, at: int, _data: QueryDict) -> Rules:
        to = at + step
        last = len(rows) - bool(rows[-1].is_default)
        if 0 <= to < last:
            rows.insert(to, rows.pop(at))
        return rows

    return move


def _removed(rows: Rules, at: int, _data: QueryDict) -> Rules:
    return rows[:at] + rows[at + 1 :]


def _written(rows: Rules, at: int, data: QueryDict) -> Rules:
    """A condition of a simple form over the choices picked for this row."""
    picked = data.getlist(f"pick.{at + 1}")[: LIMITS.choices]
    number = _number(data.get(f"number.{at + 1}", "")) or 0
    text = condition(data.get(f"form.{at + 1}", ""), picked, number)
    return [*rows[:at], replace(rows[at], condition=text), *rows[at + 1 :]]


def _unchanged(rows: Rules, _at: int, _data: QueryDict) -> Rules:
    return rows


_CHANGES: dict[str, Callable[[Rules, int, QueryDict], Rules]] = {
    "up": _moved(-1),
    "down": _moved(1),
    "remove": _removed,
    "write": _written,
}


def _save(
    request: MemberRequest, book: RuleBook, rows: Sequence[TypedRule], ticked: Sequence[str]
) -> HttpResponse:
    wanted = rule_changes.operation(book, rows)
    mine = rule_book.retyped(book, rows, ticked=ticked)
    base = revision(request.POST)
    try:
        if wanted is not None:
            drafts.edit(request.actor, book.address, operation=wanted, base_revision=base)
    except Stale as error:
        context = {"theirs": book, "by": error.data.get("by") or _("Somebody")}
        return _shown(request, mine, status=HTTPStatus.CONFLICT, **context)
    except (Invalid, Conflict, NotFound) as error:
        sentences = [text for texts in getattr(error, "fields", {}).values() for text in texts]
        refused = " ".join(sentences) or error.message
        return _shown(request, mine, status=HTTPStatus.UNPROCESSABLE_ENTITY, refused=refused)
    if not request.htmx:
        messages.success(request, _("Saved.") if wanted else _("Nothing was changed."))
        return redirect("lens-edit-rules", book.address, book.question)
    now = rule_book.read(request.actor, book.address, book.question)
    saved = replace(mine, revision=now.revision)
    if request.POST.get("alone"):
        return _parts(request, saved, is_saved=True)
    page = editor_page.build(request.actor, book.address, book.at)
    return _parts(request, saved, is_saved=True, page=page)


def _parts(request: MemberRequest, book: RuleBook, **context: Any) -> HttpResponse:
    """What follows from the rules as typed: each part finds its place by id."""
    return render(request, "lenses/editor/rules_checked.html", {"book": book, **context})


def _shown(
    request: MemberRequest, book: RuleBook, *, status: int = 200, **context: Any
) -> HttpResponse:
    """The whole builder; as a page of its own when nothing is around it."""
    template = "rules.html" if request.htmx else "rules_page.html"
    return render(request, f"lenses/editor/{template}", {"book": book, **context}, status=status)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 4 else None
