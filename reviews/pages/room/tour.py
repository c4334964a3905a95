"""The first-run tour of the room."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from wellarch.accounts.persons import tours
from wellarch.pages import MemberRequest, own_page


@require_POST
@own_page
def tour_done(request: MemberRequest) -> HttpResponse:
    """The person has seen the tour or put it away: it never comes back."""
    tours.finish(request.actor, tours.ROOM)
    return HttpResponse(status=204)
