"""The whole REST API, asked for what its description allows and for what it does not.

schemathesis makes requests of the OpenAPI document: right ones and wrong ones. Whatever comes,
nothing breaks (no 5xx) and every answer is one that its operation promises: status, media type,
body. The requests are the same in every run; how many there are per operation says
WELLARCH_FUZZ_EXAMPLES (2), and WELLARCH_FUZZ_SEED lets it look elsewhere. A long search:

    WELLARCH_FUZZ_EXAMPLES=200 WELLARCH_FUZZ_SEED=7 pytest -n0 -s tests/rest/test_schemathesis.py

At its end it says how many requests there were.
"""

from __future__ import annotations

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.contracts.permission_stage import Stage, build
from tests.rest.described import schema as described

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("WELLARCH_FUZZ_EXAMPLES", "2"))
SEED = os.environ.get("WELLARCH_FUZZ_SEED")
# Seven of eight requests are about something that is there; the others about anything.
_STRANGER = 8

pytestmark = [
    pytest.mark.usefixtures("db"),
    pytest.mark.slow,
    # The client leaves the files open from which it sends a form.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def operations() -> dict[str, Any]:
    found = schemathesis.openapi.from_dict(described()).get_all_operations()
    return {one.ok().label: one.ok() for one in found}


LABELS = sorted(
    f"{method.upper()} {path}" for path, item in described()["paths"].items() for method in item
)
counted: Counter[str] = Counter()


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    return operations()


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    """The server as a WSGI program that keeps the stage's connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    django = get_wsgi_application()

    def read_to_the_end(environ: Any, start_response: Any) -> list[bytes]:
        answer = django(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    yield read_to_the_end
    requests, asked = sum(counted.values()), len(counted)
    sys.stderr.write(f"\n{requests} requests to {asked} operations\n")
    gc.collect()  # what the client forgot to close is named here, not in somebody else's test
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_one_that_was_promised(label, mode, stage, known, app):
    operation = known[label]
    operation.app = app
    places = stage.open_places
    headers = {"Authorization": f"Bearer {stage.bearers['admin']}"}
    if mode.is_negative and not (operation.query or operation.body or operation.headers):
        pytest.skip("There is nothing to send that could be wrong.")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=SEED is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    def holds(case: Any) -> None:
        counted[label] += 1
        if counted[label] % _STRANGER:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = places.get(name, case.path_parameters[name])
        with transaction.atomic():
            try:
                case.call_and_validate(headers=headers, checks=CHECKS)
            finally:
                transaction.set_rollback(True)
        cache.clear()

    (seed(SEED)(holds) if SEED else holds)()
