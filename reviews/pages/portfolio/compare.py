"""Two groups of workloads side by side; both in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reviews.models import Environment
from reviews.reads import portfolio_compare, portfolio_views
from reviews.reads.portfolio_filters import Filters, uuid_of
from reviews.reads.portfolio_views import Choices, View
from wellarch.pages import MemberRequest, member_page

# What may be asked of a group besides a saved view: a_tag, b_team and so on.
PARTS = ("q", "tag", "environment", "industry", "owner", "lens", "team")


@require_safe
@member_page
def compare(request: MemberRequest) -> HttpResponse:
    """Each side a saved view (`a`, `b`), filters (`a_tag`, `b_environment`, …), or both."""
    offered = portfolio_views.choices(request.actor)
    views = portfolio_views.listed(request.actor)
    sides = [_side(request.GET, letter, views, offered) for letter in ("a", "b")]
    found = None
    if sides[0]["filters"] != sides[1]["filters"]:
        first, second = ((side["name"], side["filters"]) for side in sides)
        found = portfolio_compare.build(request.actor, first, second)
    context = {
        "comparison": found,
        "sides": sides,
        "views": views,
        "choices": offered,
        "environments": Environment.choices,
    }
    return render(request, "reviews/portfolio/compare.html", context)


def _side(
    query: Mapping[str, str], letter: str, views: tuple[View, ...], offered: Choices
) -> dict[str, Any]:
    """What is asked of one side: its filters, its name, and the values for the form."""
    wanted = uuid_of(query.get(letter, ""))
    view = next((each for each in views if each.id == wanted), None)
    said = {key: query.get(f"{letter}_{key}", "") for key in PARTS}
    base = dict(parse_qsl(view.query)) if view else {}
    filters = Filters.of({**base, **{key: value for key, value in said.items() if value}}).narrow
    words = portfolio_views.described(Filters.of(said), offered)
    name = ", ".join(word for word in (view.name if view else "", words) if word)
    said_ids = {key: uuid_of(said[key]) for key in ("lens", "team")}
    return {
        "letter": letter,
        "label": _("Group A") if letter == "a" else _("Group B"),
        "view": view,
        "filters": filters,
        "name": name or _("All workloads"),
        "said": {**said, **said_ids},
    }
