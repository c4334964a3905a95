"""Which rows of a list are answered: what a view declares with django-filter, and a search."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.filters import SearchFilter


class Filters(DjangoFilterBackend):  # type: ignore[misc]
    """The `filterset_class` of a view; without one every row passes."""


class Search(SearchFilter):
    """`?search=`: all words of it, somewhere in the `search_fields` of a view."""

    search_description = "Words; a row is listed if it has all of them."

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameter."""
        schema = {"type": "string", "maxLength": 200}
        return [
            {
                "name": "search",
                "required": False,
                "in": "query",
                "description": self.search_description,
                "schema": schema,
            }
        ]
