"""The same answer given through each door, beside a bare DRF view that does the same writes.

Every request changes the notes of one answer, so each writes four rows: the answer, its history,
the event, the workload. All take turns in one process and on one database, so noise hits all of
them. What a client does (signing an AWS request) is done before the clock starts.
"""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import fmean
from typing import Any
from uuid import UUID

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.test.client import ClientHandler
from django.urls import path
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench import bare
from reviews.models import Answer, AnswerChange, Review, Workload
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import organizations
from wellarch.events.models import Event

QUESTION = "identities"
_HOST = "http://testserver"
_JSON = "application/json"
# One request, ready to be sent: everything before the clock starts is in making it.
Send = Callable[[], HttpResponseBase]
Door = Callable[[int], Send]


@dataclass(frozen=True)
class Figure:
    """One door; times in milliseconds."""

    what: str
    p50: float
    p95: float
    mean: float
    queries: int
    ratio: float = 1.0  # to the bare view, at the median
    ratio_p95: float = 1.0

    @property
    def each_second(self) -> float:
        """How many answers one thread takes in a second."""
        return 1000 / self.mean


class Bare(APIView):
    """The least a DRF view can do to write the same rows: nobody is asked, nothing is checked."""

    authentication_classes: Sequence[Any] = ()
    permission_classes: Sequence[Any] = ()
    throttle_classes: Sequence[Any] = ()

    def patch(self, request: Request, workload_id: UUID, answer_id: int) -> Response:
        """Read the answer, write four rows in one transaction, send the answer back."""
        notes, now = request.data["notes"], timezone.now()
        with transaction.atomic():
            answer = Answer.objects.select_for_update().get(pk=answer_id)
            before, answer.notes = answer.notes, notes
            answer.revision, answer.changed_at = answer.revision + 1, now
            answer.save(update_fields=_WRITTEN)
            AnswerChange.objects.create(
                answer=answer, revision=answer.revision, at=now, actor_name="", via=Via.API,
                fields={"notes": [before, notes]}, risk_before=answer.risk, risk_after=answer.risk,
            )  # fmt: skip
            Event.objects.create(
                organization_id=answer.organization_id, at=now, actor_name="", via=Via.API,
                verb="answer.changed", subject_type="answer", subject_id=str(answer.pk),
                workload_id=workload_id, changes={"notes": [before, notes]},
            )  # fmt: skip
            Workload.objects.filter(pk=workload_id).update(
                revision=F("revision") + 1, updated_at=now
            )
        shown = {name: getattr(answer, name) for name in (*_WRITTEN, "question_key")}
        return Response(shown)


_WRITTEN = (
    "choices", "is_applicable", "reason", "notes", "risk", "risk_since", "revision", "changed_at",
    "changed_by",
)  # fmt: skip
urlpatterns = [path("<uuid:workload_id>/<int:answer_id>", Bare.as_view())]


class UseBareUrls:
    """The only middleware of the bare view's handler."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer from this module."""
        request.urlconf = "bench.doors"
        return self.get_response(request)


def run(rounds: int) -> list[Figure]:
    """Send `rounds` answers through each door, in turns, and print how long they took."""
    doors = _doors()
    numbers = count()
    for door in doors.values():
        for _warm in range(3):
            _checked(door(next(numbers))())
    queries = {name: _queries(door, next(numbers)) for name, door in doors.items()}
    times: dict[str, list[float]] = {name: [] for name in doors}
    for _round in range(rounds):
        for name, door in doors.items():
            times[name].append(_milliseconds(door(next(numbers))))
    figures = _figures(times, queries)
    _print(figures, rounds)
    return figures


def _doors() -> dict[str, Door]:
    review = Review.objects.get(workload__name="Checkout platform", lens__alias="wellarchitected")
    answer = review.answers.get(question_key=QUESTION)
    ada = User.objects.get(email="ada@northwind.example")
    actor = member_actor(organizations.memberships_of(ada)[0], Via.COMMAND)
    return {
        "bare DRF view": _bare(review, answer),
        "browser, form post": _browser(ada, review, answer),
        "REST, PATCH": _rest(actor, review),
        "AWS, UpdateAnswer": _aws(actor, review),
    }


def _bare(review: Review, answer: Answer) -> Door:
    with override_settings(MIDDLEWARE=["bench.doors.UseBareUrls"]):
        client = Client()
        client.handler = ClientHandler(enforce_csrf_checks=False)
        client.handler.load_middleware()
    where = f"/{review.workload_id}/{answer.pk}"
    return lambda number: (
        lambda: client.patch(where, json.dumps({"notes": f"note {number}"}), _JSON)
    )


def _browser(ada: User, review: Review, answer: Answer) -> Door:
    client = Client()
    client.force_login(ada)
    where = f"/reviews/{review.pk}/questions/{QUESTION}/changes/"

    def door(number: int) -> Send:
        answer.refresh_from_db(fields=["revision"])
        sent = {"notes": f"note {number}", "base_revision": answer.revision}
        return lambda: client.post(where, sent)

    return door


def _rest(actor: Actor, review: Review) -> Door:
    _token, clear = tokens.create(actor, name="bench", scope="write")
    headers = {"authorization": f"Bearer {clear}"}
    where = f"/api/v1/reviews/{review.pk}/answers/{QUESTION}/"
    client = Client()
    return lambda number: (
        lambda: client.patch(where, json.dumps({"notes": f"note {number}"}), _JSON, headers=headers)
    )


def _aws(actor: Actor, review: Review) -> Door:
    key, secret = access_keys.create(actor, name="bench", scope="write")
    signer = SigV4Auth(Credentials(key.key_id, secret), "wellarchitected", "us-east-1")
    workload = review.workload_id.hex
    where = f"/aws/workloads/{workload}/lensReviews/wellarchitected/answers/{QUESTION}"
    client = Client()

    def door(number: int) -> Send:
        body = json.dumps({"Notes": f"note {number}"})
        request = AWSRequest("PATCH", _HOST + where, {"Content-Type": _JSON}, body)
        signer.add_auth(request)
        signed = {name: value for name, value in request.headers.items() if name != "Content-Type"}
        return lambda: client.generic("PATCH", where, body, _JSON, headers=signed)

    return door


def _checked(answer: HttpResponseBase) -> None:
    if answer.status_code != 200:
        raise SystemExit(f"status {answer.status_code}: {getattr(answer, 'content', b'')[:300]!r}")


def _queries(door: Door, number: int) -> int:
    send = door(number)
    with bare.recorded() as recording:
        _checked(send())
    noise = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    return sum(not sql.startswith(noise) for sql, _parameters in recording.statements)


def _milliseconds(send: Send) -> float:
    gc.collect(0)
    started = time.perf_counter()
    answer = send()
    took = (time.perf_counter() - started) * 1000
    _checked(answer)
    return took


def _figures(times: dict[str, list[float]], queries: dict[str, int]) -> list[Figure]:
    least = times["bare DRF view"]
    base50, base95 = bare.percentile(least, 0.5), bare.percentile(least, 0.95)
    found = []
    for name, taken in times.items():
        p50, p95 = bare.percentile(taken, 0.5), bare.percentile(taken, 0.95)
        ratios = (round(p50 / base50, 2), round(p95 / base95, 2))
        found.append(Figure(name, p50, p95, fmean(taken), queries[name], *ratios))
    return found


def _print(figures: Sequence[Figure], rounds: int) -> None:
    print(f"one answer through each door, {rounds} each in turns, {connection.vendor}, one thread")
    head = f"{'':24}{'p50':>10}{'p95':>10}{'ratio':>8}{'p95 ratio':>11}{'each s':>9}{'queries':>9}"
    print(head)
    for f in figures:
        print(
            f"{f.what:24}{f.p50:>8.1f}ms{f.p95:>8.1f}ms{f.ratio:>8.2f}{f.ratio_p95:>11.2f}"
            f"{f.each_second:>9.0f}{f.queries:>9}"
        )
    print("bare: DRF without authentication, permission or middleware; reads the answer, writes")
    print("the same four rows (answer, history, event, workload) in one transaction.")
