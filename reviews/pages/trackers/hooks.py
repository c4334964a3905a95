"""Where trackers call. No session, no form: the message is signed with the tracker's secret."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from reviews.services import tracker_news
from reviews.services.tracker_news import Heard

_STATUS = {Heard.TAKEN: 202, Heard.IGNORED: 204, Heard.REFUSED: 403, Heard.UNKNOWN: 404}
_TOO_LARGE = 413


@csrf_exempt
@require_POST
def hear(request: HttpRequest, tracker_id: UUID) -> HttpResponse:
    """A message of a tracker. 202 heard, 204 about nothing of ours, 403 not signed as it should
    be, 404 no such tracker, 413 larger than any message that is read."""
    length = request.headers.get("Content-Length") or "0"
    if not length.isdigit() or int(length) > tracker_news.MAX_BODY:
        return HttpResponse(status=_TOO_LARGE)
    heard = tracker_news.hear(
        tracker_id,
        body=request.body,
        headers=request.headers,
        secret=request.GET.get("secret", ""),
    )
    return HttpResponse(status=_STATUS[heard])
