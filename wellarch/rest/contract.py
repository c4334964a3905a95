"""What an operation takes and gives, read from its own description: there is no second list.

The parameters that OpenAPI names are the parameters that are understood; the shape that it
promises is the shape whose fields may be asked for. Read once per operation and process.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from drf_spectacular.plumbing import ComponentRegistry
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

# Methods that change what a GET of the same address shows.
EDITS = frozenset({"PATCH", "PUT", "DELETE"})
_PAGE = frozenset({"next", "previous", "results"})


@dataclass(frozen=True)
class Contract:
    """query: parameters of the address that mean something. shape: of one answered object, or
    of each in a list; None where what is answered is a file or has no fields of its own.
    """

    query: frozenset[str]
    shape: serializers.BaseSerializer[Any] | None


@functools.cache
def contract_of(view_class: Any, method: str) -> Contract:
    """What `method` (upper case) of a view takes and gives, as it is described."""
    schema = _description(view_class, method)
    named = schema._process_override_parameters()
    known = {name for (name, where), found in named.items() if where == "query" and found}
    found = [*schema._get_filter_parameters(), *schema._get_pagination_parameters()]
    known |= {each["name"] for each in found if each["in"] == "query"}
    return Contract(frozenset(known), answered(view_class, method))


@functools.cache
def answered(view_class: Any, method: str) -> serializers.BaseSerializer[Any] | None:
    """The shape of one object in the answer of a method, None for files and free JSON."""
    return _shape_of(_description(view_class, method).get_response_serializers())


def is_tagged(view_class: Any) -> bool:
    """True for an address that shows one object which can be edited there."""
    is_edited = any(hasattr(view_class, method.lower()) for method in EDITS)
    if not is_edited or not hasattr(view_class, "get") or view_class.is_list:
        return False
    described = _description(view_class, "GET").get_response_serializers()
    return answered(view_class, "GET") is not None and not _is_page(_instance(described))


def _description(view_class: Any, method: str) -> Any:
    """The object that describes a method of a view, outside of a whole document."""
    handler = getattr(view_class, method.lower())
    described = getattr(handler, "kwargs", {}).get("schema", type(view_class.schema))
    schema = described()
    schema.view, schema.method, schema.path = view_class(), method, ""
    schema.view.request, schema.view.args, schema.view.kwargs = None, (), {}
    schema.registry = ComponentRegistry()
    return schema


def _shape_of(answer: Any) -> serializers.BaseSerializer[Any] | None:
    """The shape of one object in what an operation says that it answers."""
    shape = _instance(answer)
    if _is_page(shape):
        rows: Any = shape.fields["results"]
        return _shape_of(rows) if isinstance(rows, serializers.ListSerializer) else None
    return shape if isinstance(shape, serializers.Serializer) else None


def _instance(answer: Any) -> Any:
    """What an operation says that it answers, without wrappers; of a plain list, its rows."""
    if isinstance(answer, Mapping) and not isinstance(answer, serializers.BaseSerializer):
        plain = {code[0] if isinstance(code, tuple) else code: answer[code] for code in answer}
        answer = next((plain[code] for code in plain if int(code) == HTTPStatus.OK), None)
    if isinstance(answer, OpenApiResponse):
        answer = answer.response
    if isinstance(answer, type) and issubclass(answer, serializers.BaseSerializer):
        answer = answer()
    return answer.child if isinstance(answer, serializers.ListSerializer) else answer


def _is_page(shape: Any) -> bool:
    return isinstance(shape, serializers.Serializer) and set(shape.fields) == _PAGE
