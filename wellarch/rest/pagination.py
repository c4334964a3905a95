"""Pages of a list: cursors, so that they stay right while rows come and go."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class CursorPages(CursorPagination):
    """`?cursor=…&page_size=…`, 50 a page unless asked, 200 at most.

    A view names its order in `page_order` (a field that never changes sorts best); with
    `order_choices` the client may choose: `?ordering=name`, `-name` for the reverse.
    """

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
    ordering = "-created_at"
    cursor_query_description = "Where a page begins: taken from `next` or `previous` of another."
    page_size_query_description = "Rows of a page: 50 unless given, 200 at most."

    def get_ordering(self, request: Request, queryset: Any, view: Any) -> tuple[str, ...]:
        """The order the client asked for, else the view's; the key makes it total."""
        order = getattr(view, "page_order", self.ordering)
        choices: tuple[str, ...] = getattr(view, "order_choices", ())
        wanted = request.query_params.get("ordering")
        if wanted and choices:
            if wanted.removeprefix("-") not in choices:
                raise ValidationError({"ordering": f"Use one of: {', '.join(choices)}."})
            order = wanted
        return (order, "-pk" if order.startswith("-") else "pk")

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """What a page looks like."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "example": "https://reviews.example.com/api/v1/…?cursor=cD00"},
                "previous": {**link, "example": None},
                "results": schema,
            },
        }

    def decode_cursor(self, request: Request) -> Any:
        """The cursor of the request; one that is not ours is a wrong parameter, not a 404."""
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise ValidationError({"cursor": "This is not a cursor of ours."}) from None
