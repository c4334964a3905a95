"""The portfolio page: filters from the address, one read, one template."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reviews.models import Environment
from reviews.reads import portfolio as read
from wellarch.pages import MemberRequest, member_page


@require_safe
@member_page
def portfolio(request: MemberRequest) -> HttpResponse:
    """All workloads one may see; htmx asks for the results alone."""
    found = read.build(request.actor, read.Filters.of(request.GET), request.GET.get("page", "1"))
    template = "reviews/portfolio.html"
    if request.htmx and not request.htmx.boosted:
        template += "#results"
    return render(request, template, {"portfolio": found, "environments": Environment.choices})
