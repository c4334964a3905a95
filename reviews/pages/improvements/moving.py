"""Moving an improvement to another state or place: from the board, its menu and its own page.

The board's script is answered with the card as it is now, or with the sentence of a refusal;
browsers without it are led back to where they were.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reviews.models import Improvement, ImprovementState
from reviews.pages.improvements.forms import AcceptForm, MoveForm
from reviews.pages.rendering import render_in
from reviews.reads import improvement_page
from reviews.services import improvements
from wellarch.errors import Conflict, DomainError, Forbidden, Invalid
from wellarch.pages import MemberRequest, member_page, status_of

TOP = 0


@require_POST
@member_page
def move(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    """Give it a state (`state`) behind the one numbered `after`; `top`: first in its column.
    A risk is accepted with `reason` and `until`."""
    try:
        moved = _moved(request, workload_id, number)
    except (Invalid, Conflict, Forbidden) as error:
        return _refused(request, workload_id, number, error)
    page = improvement_page.build(request.actor, workload_id, number)
    if request.htmx:
        context = {
            "item": page.item,
            "columns": ImprovementState.choices,
            "ticks": len(page.proposal),
        }
        return render_in(page.workload, request, "reviews/improvements/moved.html", context)
    if page.proposal:
        messages.success(request, _("Done. Look what of it is in place now."))
        return redirect("improvement-detail", workload_id, number)
    words = _("%(title)s: %(state)s.")
    state = ImprovementState(moved.state).label
    messages.success(request, words % {"title": moved.title, "state": state})
    return _back(request, workload_id, number)


def _moved(request: MemberRequest, workload_id: UUID, number: int) -> Improvement:
    sent = request.POST.copy()
    if top := sent.get("top"):
        sent["state"], sent["after"] = top, str(TOP)
    form = MoveForm(sent)
    if not form.is_valid():
        raise Invalid(fields={key: [str(e) for e in found] for key, found in form.errors.items()})
    values = form.cleaned_data
    is_accepting = values["state"] == ImprovementState.ACCEPTED and (
        "reason" in sent or "until" in sent
    )
    if is_accepting:
        return improvements.accept(
            request.actor, workload_id, number,
            reason=values["reason"], until=values["until"], revision=values["revision"],
        )  # fmt: skip
    return improvements.move(
        request.actor, workload_id, number,
        state=values["state"], after=values["after"], revision=values["revision"],
    )  # fmt: skip


def _refused(
    request: MemberRequest, workload_id: UUID, number: int, error: DomainError
) -> HttpResponse:
    if not request.htmx:
        if isinstance(error, Forbidden):
            raise error
        messages.error(request, error.message)
        return _back(request, workload_id, number)
    page = improvement_page.build(request.actor, workload_id, number)
    form = AcceptForm(request.POST)
    context = {"text": error.message, "form": form}
    status = status_of(error)
    return render_in(
        page.workload, request, "reviews/improvements/refused.html", context, status=status
    )


def _back(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    if request.POST.get("back") == "item":
        return redirect("improvement-detail", workload_id, number)
    return redirect("improvement-board", workload_id)
