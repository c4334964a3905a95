"""Many answers at once: each page shows what would change, and its POST does what is ticked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reviews.models import Reason
from reviews.pages.rendering import render_in
from reviews.pages.room.parsing import text
from reviews.reads import bulk_preview
from reviews.services import bulk
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.pages import MemberRequest, member_page

_MILESTONE = "milestone-"


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def review_copy(request: MemberRequest, review_id: UUID) -> HttpResponse:
    """Choose where to copy answers from (`from`), see what would change, copy what is ticked.

    overwrite=1: answered questions too. bare=1: without notes.
    """
    sent = request.POST if request.method == "POST" else request.GET
    options: dict[str, Any] = {
        "only_unanswered": not sent.get("overwrite"),
        "with_notes": not sent.get("bare"),
    }
    refused = ""
    if request.method == "POST":
        try:
            done = bulk.copy(
                request.actor, review_id, questions=_ticked(sent, "q"), **_source(sent), **options
            )
        except (Invalid, Conflict) as error:
            refused = error.message
        else:
            said = ngettext("%(n)d answer copied.", "%(n)d answers copied.", len(done.changed))
            _tell(request, said % {"n": len(done.changed)}, done)
            return redirect("review-detail", review_id)
    try:
        page = bulk_preview.copying(request.actor, review_id, **_source(sent), **options)
    except Invalid as error:
        refused = refused or error.message
        page = bulk_preview.copying(request.actor, review_id, **options)
    context = {"page": page, "refused": refused, "from": sent.get("from", "")}
    return _show(request, page, "copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def pillar_not_applicable(request: MemberRequest, review_id: UUID, pillar: str) -> HttpResponse:
    """The unanswered questions of a pillar; POST marks those ticked (`q`) not applicable."""
    sent, errors = request.POST, {}
    if request.method == "POST":
        try:
            done = bulk.set_aside(
                request.actor,
                review_id,
                pillar,
                reason=sent.get("reason", ""),
                note=text(sent.get("note", "")),
                questions=sent.getlist("q"),
            )
        except Invalid as error:
            errors = error.fields
        except Conflict as error:
            errors = {"questions": [error.message]}
        else:
            said = ngettext(
                "%(n)d question marked not applicable.",
                "%(n)d questions marked not applicable.",
                len(done.changed),
            )
            _tell(request, said % {"n": len(done.changed)}, done)
            return redirect("pillar-detail", review_id, pillar)
    page = bulk_preview.remaining(request.actor, review_id, pillar)
    context = {
        "page": page,
        "reasons": [(value, label) for value, label in Reason.choices if value != Reason.NONE],
        "errors": errors,
        "typed": sent,
        "unticked": _unticked(sent, (row.question_key for row in page.items)),
    }
    return _show(request, page, "not_applicable.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_spread(request: MemberRequest, review_id: UUID, question: str) -> HttpResponse:
    """The workloads an answer could go to as well; POST gives it to those ticked (`t`)."""
    sent = request.POST if request.method == "POST" else request.GET
    with_notes, refused = bool(sent.get("notes")), ""
    if request.method == "POST":
        targets = {_key(key): version for key, version in _ticked(sent, "t").items()}
        try:
            done = bulk.spread(
                request.actor, review_id, question, targets=targets, with_notes=with_notes
            )
        except (Invalid, Conflict) as error:
            refused = error.message
        else:
            said = ngettext(
                "The answer is now in %(n)d more workload.",
                "The answer is now in %(n)d more workloads.",
                len(done.changed),
            )
            _tell(request, said % {"n": len(done.changed)}, done)
            return redirect("question-detail", review_id, question)
    page = bulk_preview.spreading(request.actor, review_id, question, with_notes=with_notes)
    return _show(request, page, "spread.html", {"page": page, "refused": refused})


def _show(
    request: MemberRequest, page: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    is_refused = bool(context.get("refused") or context.get("errors"))
    status = 422 if is_refused and request.method == "POST" else 200
    workload = page.review.workload
    return render_in(workload, request, f"reviews/room/bulk/{template}", context, status=status)


def _source(sent: QueryDict) -> dict[str, Any]:
    """Where to copy from: the id of a review, or milestone-3."""
    named = sent.get("from", "")
    number = named.removeprefix(_MILESTONE)
    if number != named:
        return {"milestone": int(number) if number.isdecimal() and len(number) < 6 else 0}
    return {"from_review": _key(named)} if named else {}


def _ticked(sent: QueryDict, name: str) -> dict[str, str]:
    """{what was ticked: the version that was shown}; a value is both with a colon between."""
    pairs = (value.rpartition(":") for value in sent.getlist(name))
    return {key: version for key, _colon, version in pairs if key}


def _unticked(sent: QueryDict, shown: Iterable[str]) -> frozenset[str]:
    """What the person had unticked in a form that was refused; nothing in a new one."""
    return frozenset(shown) - frozenset(sent.getlist("q")) if sent else frozenset()


def _key(named: str) -> UUID:
    try:
        return UUID(named)
    except ValueError:
        raise NotFound(_("There is no such review.")) from None


def _tell(request: MemberRequest, said: str, done: bulk.Outcome) -> None:
    if done.changed or not done.skipped:
        messages.success(request, said)
    if done.skipped:
        messages.warning(
            request,
            _("Left alone, because something changed since the preview: %(names)s.")
            % {"names": done.names},
        )
