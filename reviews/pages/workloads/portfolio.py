"""The portfolio page: filters from the address, one read, one template."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.models import Environment
from reviews.reads import portfolio as read
from reviews.reads import portfolio_views
from reviews.reads.portfolio_filters import STALE_DAYS
from wellarch.accounts.sharing import offers
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def portfolio(request: MemberRequest) -> HttpResponse:
    """All workloads one may see; htmx asks for the results alone."""
    filters = read.Filters.of(request.GET)
    found = read.build(request.actor, filters, request.GET.get("page", "1"))
    context = {"portfolio": found, "environments": Environment.choices}
    if request.htmx and not request.htmx.boosted:
        return render(request, "reviews/portfolio.html#results", context)
    context["waiting"] = offers.waiting(request.actor)
    context["views"] = portfolio_views.listed(request.actor)
    context["choices"] = portfolio_views.choices(request.actor)
    context["stale_days"] = STALE_DAYS
    return render(request, "reviews/portfolio.html", context)
