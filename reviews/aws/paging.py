"""Lists in pages, with opaque tokens that fit only the call they came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from reviews.aws.call import Call
from reviews.aws.errors import NotValid

_SALT = "wellarch.aws.page"


def page(
    call: Call, rows: Sequence[Any] | QuerySet[Any], *, usual: int = 50
) -> tuple[list[Any], dict[str, str]]:
    """One page of rows, and `{"NextToken": …}` if there are more (to be merged into the output).

    MaxResults and NextToken are read from the call; `usual` is the size unless it says one. A
    QuerySet must have a total order. Raises NotValid for a token of another call or another list.
    """
    size = int(call.given.get("MaxResults") or usual)
    begin = _begin(call)
    found = list(rows[begin : begin + size + 1])
    if len(found) <= size:
        return found, {}
    # The API's pattern has no colon; base64 without padding has no equals sign.
    token = signing.dumps([begin + size, _of(call)], salt=_SALT).replace(":", "=")
    return found[:size], {"NextToken": token}


def _begin(call: Call) -> int:
    token = call.given.get("NextToken")
    if not token:
        return 0
    try:
        begin, whose = signing.loads(token.replace("=", ":"), salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        begin, whose = 0, ""
    if whose != _of(call):
        raise NotValid("[Validation] The NextToken is not valid.")
    return int(begin)


def _of(call: Call) -> str:
    filters = {k: v for k, v in call.given.items() if k not in ("NextToken", "MaxResults")}
    text = json.dumps([call.account, call.operation, filters], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
