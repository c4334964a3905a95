"""The ground's part of the browser door: the shell of every page, and refusals as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Stale

P = ParamSpec("P")

STATUS: dict[type[DomainError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    Stale: HTTPStatus.CONFLICT,
    Conflict: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    DomainError: HTTPStatus.BAD_REQUEST,
}
TITLES = {404: "404.html", 403: "403.html"}


def status_of(error: DomainError) -> HTTPStatus:
    """The HTTP status that says the same as a refusal of the core."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


class MemberRequest(HttpRequest):
    """A request whose sender is a member: `actor` is always there."""

    actor: Actor
    htmx: HtmxDetails


def member_page(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Pages for members only: others sign in first, or found an organization.

    Who lacks the second factor that the organization asks for is led to set one up.
    """

    @wraps(view)
    def wrapper(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.actor.lacks_second_factor:
            return second_factor_page(request)
        return view(request, *args, **kwargs)

    return own_page(wrapper)


def own_page(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """As `member_page`, for pages about nothing but oneself: no second factor is asked for."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not getattr(request, "actor", None):
            return redirect("organization-create")
        return view(cast(MemberRequest, request), *args, **kwargs)

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], wrapper)


def second_factor_page(request: MemberRequest) -> HttpResponse:
    """What the organization asks for and the two ways to have it; a part of a page is reloaded."""
    template = "accounts/second_factor_required.html"
    answer = render(request, template, status=HTTPStatus.FORBIDDEN)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


class DomainErrorMiddleware:
    """Turns what a page's service refused into the page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; refusals arrive at process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The designed page of a refusal, or None for anything that is not one."""
        if not isinstance(error, DomainError):
            return None
        status = status_of(error)
        template = TITLES.get(status, "400.html")
        return render(request, template, {"error": error}, status=status)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What base.html shows around every page: the actor, their organizations, what they may do.

    Lazy where it costs a query, so that a fragment pays for nothing it does not show.
    """
    actor: Actor | None = getattr(request, "actor", None)
    return {"actor": actor, "may": May(actor)}


class May:
    """`may.workload_write` in a template: whether the actor's role allows the action."""

    def __init__(self, actor: Actor | None) -> None:
        self._actor = actor

    def __getitem__(self, name: str) -> bool:
        """True if allowed; KeyError (so: empty in a template) for an unknown action."""
        action = policy.Action[name.upper()]
        return bool(self._actor) and policy.allows(self._actor, action)  # type: ignore[arg-type]
