"""Saved views: the list, with a form for a new one; changed and deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reviews.reads import portfolio_views
from reviews.services import views
from wellarch.errors import Conflict, Invalid
from wellarch.pages import MemberRequest, member_page


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def listing(request: MemberRequest) -> HttpResponse:
    """The views one has; `?query=` begins a new one with these filters, POST saves it."""
    sent: dict[str, Any] = {"name": "", "query": request.GET.get("query", ""), "is_shared": False}
    if request.method != "POST":
        return _list(request, sent)
    sent = {
        "name": request.POST.get("name", ""),
        "query": request.POST.get("query", ""),
        "is_shared": "is_shared" in request.POST,
    }
    try:
        made = views.make(request.actor, **sent)
    except Invalid as error:
        return _list(request, sent, errors=error.fields)
    except Conflict as error:
        return _list(request, sent, errors={"name": [error.message]})
    messages.success(request, _("The view %(name)s is saved.") % {"name": made.name})
    return redirect(f"{reverse('portfolio')}?{made.query}")


@require_POST
@member_page
def change(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """Rename it; share it with everybody, or no longer."""
    try:
        changed = views.change(
            request.actor,
            view_id,
            name=request.POST.get("name", ""),
            is_shared="is_shared" in request.POST if "may_share" in request.POST else None,
        )
    except Invalid as error:
        wrong = [text for texts in error.fields.values() for text in texts]
        return _list(request, {"name": "", "query": "", "is_shared": False}, wrong=wrong)
    messages.success(request, _("The view %(name)s is changed.") % {"name": changed.name})
    return redirect("view-list")


@require_POST
@member_page
def delete(request: MemberRequest, view_id: UUID) -> HttpResponse:
    """Delete it; the workloads it showed stay as they are."""
    views.delete(request.actor, view_id)
    messages.success(request, _("The view is deleted."))
    return redirect("view-list")


def _list(
    request: MemberRequest,
    sent: dict[str, Any],
    *,
    errors: Any = None,
    wrong: list[str] | None = None,
) -> HttpResponse:
    filters = portfolio_views.filters_of(str(sent["query"]))
    offered = portfolio_views.choices(request.actor)
    context = {
        "views": [
            (view, portfolio_views.described(view.filters, offered))
            for view in portfolio_views.listed(request.actor)
        ],
        "sent": sent,
        "filters": portfolio_views.described(filters, offered),
        "errors": errors or {},
        "wrong": wrong or [],
    }
    status = 422 if errors or wrong else 200
    return render(request, "reviews/portfolio/views.html", context, status=status)
