"""The page of one pillar: its finding and its questions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reviews.pages.rendering import render_in
from reviews.pages.room.forms import FINDING_TEXTS, FindingForm, fill_errors
from reviews.pages.room.parsing import number, text
from reviews.reads import live, pillar_page
from reviews.reads.question_page import Conflict as Dispute
from reviews.services import findings
from wellarch.errors import Conflict, Invalid, Stale
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def pillar_detail(request: MemberRequest, review_id: UUID, pillar: str) -> HttpResponse:
    """The finding of a pillar; POST saves what was changed in it."""
    if request.method == "POST":
        return _save(request, review_id, pillar)
    page = pillar_page.build(request.actor, review_id, pillar)
    return _show(request, page, FindingForm(initial=dict(page.values)), seen=page.values)


def _save(request: MemberRequest, review_id: UUID, pillar: str) -> HttpResponse:
    form = FindingForm(_decided(request.POST))
    form.is_valid()
    seen = _seen(request.POST)
    base = request.POST.get("base_revision", "0")
    mine = {key: value for key, value in form.cleaned_data.items() if value != seen[key]}
    dispute: Dispute | None = None
    try:
        findings.write(
            request.actor,
            review_id,
            pillar,
            values=mine,
            base_revision=number(base),
            seen=seen,
        )
    except Stale as error:
        dispute = pillar_page.conflict_of(error)
    except Invalid as error:
        fill_errors(form, error)
    except Conflict as error:
        form.add_error(None, error.message)
    else:
        messages.success(request, _("Finding saved."))
        return redirect("pillar-detail", review_id, pillar)
    page = pillar_page.build(request.actor, review_id, pillar)
    if dispute is None:
        return _show(request, page, form, seen=seen, base=base, status=422)
    # My changes over what is stored now; the next save starts from there.
    form = FindingForm(initial={**page.values, **mine})
    return _show(request, page, form, seen=page.values, dispute=dispute, status=HTTPStatus.CONFLICT)


def _show(
    request: MemberRequest,
    page: pillar_page.PillarPage,
    form: FindingForm,
    *,
    seen: Any,
    base: str = "",
    dispute: Dispute | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": page,
        "form": form,
        "seen": [(f"seen.{key}", _raw(value)) for key, value in seen.items()],
        "base_revision": base or page.revision,
        "conflict": dispute,
        "live_pass": live.pass_for(request.actor, page.review),
    }
    workload = page.review.workload
    return render_in(workload, request, "reviews/room/pillar.html", context, status=status)


def _seen(data: QueryDict) -> dict[str, str | bool]:
    """The finding as the person saw it when they began to type."""
    texts = {key: text(data.get(f"seen.{key}", "")) for key in FINDING_TEXTS}
    return {**texts, "is_set_aside": data.get("seen.is_set_aside") == "true"}


def _decided(data: QueryDict) -> QueryDict:
    """The form after conflicts were decided: theirs, or both merged, where that was chosen."""
    decided = data.copy()
    for key in data:
        name = key.removeprefix("keep.")
        if name != key and data[key] in ("theirs", "merged"):
            chosen = data.get(f"{data[key]}.{name}", "")
            decided[name] = "" if name == "is_set_aside" and chosen == "false" else chosen
    return decided


def _raw(value: str | bool) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else value
