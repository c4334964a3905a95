"""How requests may come and how long answers are kept, whatever they are about.

Two middlewares: the first stands before everything, the second knows who has a session.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPMethod, HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

Door = Callable[[HttpRequest], HttpResponse]

METHODS = tuple(
    method.value for method in HTTPMethod if method not in {HTTPMethod.TRACE, HTTPMethod.CONNECT}
)
# Programs come here. They follow a redirect to HTTPS without a word, every time, having sent
# their token in the clear; so they are refused instead and their people learn of it.
_FOR_PROGRAMS = ("/api/", "/aws/")


class ArrivalMiddleware:
    """Refuses methods that nothing here answers, and programs that come without encryption."""

    def __init__(self, get_response: Door) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """405, or 403 `https-required` as a problem document, or whatever comes after."""
        if request.method not in METHODS:
            allowed = {"Allow": ", ".join(METHODS)}
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers=allowed)
        is_for_programs = request.path_info.startswith(_FOR_PROGRAMS)
        if is_for_programs and settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return _https_required()
        return self.get_response(request)


class PrivacyMiddleware:
    """What is shown to somebody with a session is kept by no browser and no proxy.

    So that the next person at the same computer does not go back to it. An answer that says
    itself how long it may be kept is left alone.
    """

    def __init__(self, get_response: Door) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, then forbid to keep the answer."""
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _https_required() -> HttpResponse:
    problem = {
        "type": "about:blank",
        "title": HTTPStatus.FORBIDDEN.phrase,
        "status": int(HTTPStatus.FORBIDDEN),
        "code": "https-required",
        "detail": "Use HTTPS. The token that was just sent has to be replaced.",
    }
    return JsonResponse(problem, status=403, content_type="application/problem+json")
