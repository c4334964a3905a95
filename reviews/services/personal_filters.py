"""Names of people in filters that are kept: saved views, reports of the portfolio, schedules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from reviews.models import Report, ReportSchedule, SavedView
from wellarch.accounts.models import User
from wellarch.accounts.persons.privacy import rows

NAMING = frozenset({"owner", "q"})
"""The parameters in which somebody may be looked for by name."""


def export(user: User) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The views somebody keeps."""
    yield "saved_views", rows(
        SavedView.objects.filter(user=user).order_by("created_at"),
        "name", "query", "is_shared", "created_at",
        organization="organization__name",
    )  # fmt: skip


def forget(
    user: User, words: Collection[str], former: str, organizations: Collection[UUID]
) -> None:
    """Delete what only they could see, and have the filters of others look for `former`.

    words: what the person is called, in lower case. A filter keeps finding what it found: the
    owner of a workload becomes `former` too. As there, a name is replaced only where it stands
    alone.
    """
    SavedView.objects.filter(user=user, is_shared=False).delete()
    for view in SavedView.objects.filter(organization__in=organizations).select_for_update(
        of=("self",)
    ):
        query = without(words, former, view.query)
        if query != view.query:
            view.query = query
            view.save(update_fields=["query"])
    for model in (Report, ReportSchedule):
        found: Any = model._default_manager.filter(
            organization__in=organizations, options__has_key="filters"
        ).exclude(options__filters="")
        for key, options in list(found.values_list("pk", "options")):
            filters = without(words, former, options["filters"])
            if filters != options["filters"]:
                kept = {**options, "filters": filters}
                model._default_manager.filter(pk=key).update(options=kept)


def without(words: Collection[str], former: str, query: str) -> str:
    """The parameters of an address; the same text where it looks for none of the words."""
    said = parse_qsl(query.lstrip("?"), keep_blank_values=True)

    def is_them(key: str, value: str) -> bool:
        return key in NAMING and " ".join(value.split()).lower() in words

    if not any(is_them(key, value) for key, value in said):
        return query
    return urlencode([(key, former if is_them(key, value) else value) for key, value in said])
