"""An improvement made from a row of a worksheet: a form that says already what the row says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from reviews.models import Improvement
from reviews.pages.improvements.forms import ImprovementForm
from reviews.pages.rendering import render_in
from reviews.pages.workloads.forms import fill_errors
from reviews.reads import people, worksheet_improvements
from reviews.reads.worksheet_improvements import AtRisk
from reviews.services import worksheet_improvements as making
from wellarch.accounts.models import User
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page

UNPROCESSABLE, CONFLICT = 422, 409


class RowImprovementForm(ImprovementForm):
    """The form of an improvement, and which question at risk it is for."""

    about = forms.ChoiceField(
        label=gettext_lazy("For the question"),
        required=False,
        help_text=gettext_lazy("Its risk then gives the due date, unless you set one."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        people: Iterable[User],
        begin: Mapping[str, Any],
        questions: Iterable[AtRisk],
    ) -> None:
        super().__init__(data, people=people, begin=begin)
        shown = [(each.key, f"{each.code} · {each.title}".strip(" ·")) for each in questions]
        self.fields["about"].choices = [("", _("None, it stands for itself")), *shown]  # type: ignore[attr-defined]
        if not shown:
            del self.fields["about"]

    @property
    def values(self) -> dict[str, Any]:
        """All values as the service wants them."""
        found = super().values
        review, _slash, question = found.pop("about", "").partition("/")
        if question:
            found |= {"review_id": UUID(review), "question": question}
            if found.get("due_on") is None:
                del found["due_on"]
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def create(request: MemberRequest, workload_id: UUID, kind: str, number: int) -> HttpResponse:
    """Make an improvement from a row, or go to the unfinished one that was made from it."""
    source = worksheet_improvements.from_row(request.actor, workload_id, kind, number)
    if source.there is not None:
        return _there(request, workload_id, source.there.number)
    data = request.POST if request.method == "POST" else None
    form = RowImprovementForm(
        data,
        people=people.who_sees(source.workload),
        begin=source.texts,
        questions=source.questions,
    )
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            made = making.make(request.actor, workload_id, kind, number, **form.values)
        except Invalid as error:
            fill_errors(form, error)
        except Conflict as error:
            form.add_error(None, error.message)
            status = CONFLICT
        else:
            return _made(request, made.improvement, is_new=made.is_new)
    context = {"form": form, "source": source}
    template = "reviews/improvements/form.html"
    return render_in(source.workload, request, template, context, status=status)


def _made(request: MemberRequest, improvement: Improvement, *, is_new: bool) -> HttpResponse:
    if not is_new:
        return _there(request, improvement.workload_id, improvement.number)
    messages.success(request, _("Improvement %(n)d is made.") % {"n": improvement.number})
    return redirect("improvement-detail", improvement.workload_id, improvement.number)


def _there(request: MemberRequest, workload_id: UUID, number: int) -> HttpResponse:
    said = _("This improvement was made from the row already and is not finished.")
    messages.info(request, said)
    return redirect("improvement-detail", workload_id, number)
