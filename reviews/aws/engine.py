"""The door itself: path → operation → who → input → handler → answer. Knows no operation.

Errors of any kind leave as JSON with the code in a header, as AWS clients read them.
"""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from botocore.model import OperationModel
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from reviews.aws import model, parsing, rates, refusing, routes, serialising, signatures
from reviews.aws.call import Call
from reviews.aws.errors import FrontDoor, Refusal, TooManyCalls
from reviews.aws.operations import HANDLERS
from wellarch import replays
from wellarch.accounts import policy
from wellarch.errors import DomainError

_READS = ("Get", "List", "Export")
_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"

logger = logging.getLogger("django.request")


@csrf_exempt
def door(request: HttpRequest, path: str = "") -> HttpResponse:
    """Answer one request; `path` is what comes after the door's own prefix, decoded."""
    try:
        if request.method == "OPTIONS":
            return _stamped(HttpResponse(status=204, headers={"Allow": _METHODS}))
        if path in ("", "/") and request.method in ("GET", "HEAD"):
            return _answer(200, json.dumps(_CARD))
        return _answered(request, path)
    except Refusal as error:
        return _refused(error)
    except RequestDataTooBig:
        return _refused(_too_large())
    except UnreadablePostError:
        return _refused(
            FrontDoor("SerializationException", "The body could not be read.", status=400)
        )
    except Exception:
        # Somebody has to mend it: told as Django tells of what breaks in a page.
        got_request_exception.send(sender=door, request=request)
        logger.exception("Internal Server Error: %s", request.path)
        return _refused(Refusal("Something went wrong on the server. It was logged."))


_CARD = {"Service": model.SERVICE, "ApiVersion": model.API_VERSION}


def _answered(request: HttpRequest, path: str) -> HttpResponse:
    prefix = request.path.removesuffix(path)
    found: dict[str, routes.Match | None] = {
        routes.quoted(prefix) + match.uri: match
        for match in routes.matches(str(request.method), path)
    }
    if not found:
        raise _unknown_operation()
    # It may have been signed with its slashes as they are: then none of these was meant.
    found.setdefault(routes.quoted(request.path), None)
    actor, uri = signatures.require(request, found)
    rates.require(actor.credential)
    match = found[uri]
    if match is None:
        raise _unknown_operation()
    query = request.META.get("QUERY_STRING", "")
    try:
        policy.require_second_factor(actor)
    except DomainError as error:
        raise refusing.translated(error, match.operation, match.labels) from error
    given = parsing.parse(match.operation, match.labels, query, request.body)
    try:
        reply = _performed(Call(actor, match.operation.name, given), match.operation)
    except DomainError as error:
        raise refusing.translated(error, match.operation, given) from error
    return _answer(reply.status, reply.body)


def _performed(call: Call, operation: OperationModel) -> replays.Reply:
    """The handler's answer; of an operation with a token, the one it gave the first time."""
    token = model.idempotency_member(call.operation)
    if token is None or token not in call.given:
        with _change(call):
            return _handled(call, operation)
    asked = {name: value for name, value in call.given.items() if name != token}
    reply, _kept = replays.once(
        call.actor,
        operation=f"aws {call.operation}",
        key=call.given[token],
        request=asked,
        perform=lambda: _handled(call, operation),
    )
    return reply


def _change(call: Call) -> AbstractContextManager[Any]:
    """A refused call leaves nothing changed, however many services its handler asked."""
    return nullcontext() if call.operation.startswith(_READS) else transaction.atomic()


def _handled(call: Call, operation: OperationModel) -> replays.Reply:
    result = HANDLERS[call.operation](call)
    text = serialising.body(operation.output_shape, result)
    return replays.Reply(int(operation.http["responseCode"]), body=text)


def _refused(error: Refusal) -> HttpResponse:
    shape = model.errors().get(error.code)
    status = shape.metadata["error"]["httpStatusCode"] if shape else _status(error)
    response = _answer(status, json.dumps({"Message": error.message, **_held(error)}))
    response["x-amzn-ErrorType"] = error.code
    if isinstance(error, TooManyCalls):
        response["Retry-After"] = str(error.seconds)
    return response


def _status(error: Refusal) -> int:
    return error.status if isinstance(error, FrontDoor) else 500


def _held(error: Refusal) -> Mapping[str, Any]:
    return error.members


def _unknown_operation() -> FrontDoor:
    return FrontDoor("UnknownOperationException", "There is no such operation.", status=404)


def _too_large() -> FrontDoor:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    message = f"The body has more than {most} bytes."
    return FrontDoor("RequestEntityTooLargeException", message, status=413)


def _answer(status: int, text: str) -> HttpResponse:
    return _stamped(HttpResponse(text, status=status, content_type="application/json"))


def _stamped(response: HttpResponse) -> HttpResponse:
    response["x-amzn-RequestId"] = str(uuid.uuid4())
    response["Cache-Control"] = "no-store"
    return response
