"""Pages that open a version of a lens: a draft with errors says so instead of breaking."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lenses.reads import draft_errors
from lenses.reads.reader import DRAFT_ERRORS
from wellarch.errors import Conflict
from wellarch.pages import MemberRequest


def opens_lens(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose first argument is the alias of a lens that it opens for reading."""

    @wraps(view)
    def wrapper(request: MemberRequest, alias: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, alias, *args, **kwargs)
        except Conflict as error:
            if error.code != DRAFT_ERRORS:
                raise
            page = draft_errors.build(request.actor, alias)
            return render(request, "lenses/draft_errors.html", {"page": page}, status=409)

    return wrapper
