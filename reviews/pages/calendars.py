"""The calendar that programs follow by a secret address, without signing in."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from reviews.documents import improvement_calendar
from reviews.reads import improvement_feed
from reviews.reads.improvement_rows import Row
from reviews.services import calendar_feeds
from wellarch.accounts.addresses import address_of
from wellarch.errors import DomainError
from wellarch.pages import status_of
from wellarch.rest.etags import unchanged

TOO_MANY = 429


@require_safe
def improvements(request: HttpRequest, secret: str) -> HttpResponse:
    """What is due, for the person whose address it is; 304 when nothing changed (If-None-Match).

    Refusals are plain texts: programs read them, if anybody does.
    """
    try:
        actor, feed = calendar_feeds.opened(secret, ip=address_of(request))
        found = improvement_feed.build(actor, feed)
    except DomainError as error:
        is_flood = error.code == "too-many-requests"
        answer = HttpResponse(
            error.message,
            content_type="text/plain; charset=utf-8",
            status=TOO_MANY if is_flood else status_of(error),
        )
        if is_flood:
            answer["Retry-After"] = "60"
        return _private(answer)
    text = improvement_calendar.write(
        found,
        address=lambda row: _address(request, row),
        whole=request.build_absolute_uri,
    )
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    if unchanged(request, tag):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="improvements.ics"'
    answer["ETag"] = tag
    return _private(answer)


def _address(request: HttpRequest, row: Row) -> str:
    where = reverse("improvement-detail", args=[row.workload_id, row.number])
    return request.build_absolute_uri(where)


def _private(answer: HttpResponse) -> HttpResponse:
    # The address is the key: it goes into no cache, no search index, no Referer.
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


urlpatterns = [
    path("calendars/<str:secret>.ics", improvements, name="improvement-feed"),
]
