"""A typed Python client made of our schema works: generated, type-checked and used."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from drf_spectacular.renderers import OpenApiYamlRenderer

from tests.rest.described import schema as described
from tests.rest.test_schemathesis import app  # noqa: F401
from wellarch.accounts.credentials import tokens

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("client")]

CONFIG = Path(__file__).with_name("client.yaml")
NAME = "wellarch_client"


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    return said


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the generated client is. Made once: it takes some seconds."""
    found: Path = tmp_path_factory.mktemp("client")
    (found / "openapi.yaml").write_bytes(OpenApiYamlRenderer().render(described(), None, {}))
    program = Path(sys.executable).with_name("openapi-python-client")
    said = run(
        str(program), "generate", "--path", "openapi.yaml", "--config", str(CONFIG),
        "--meta", "none", "--output-path", NAME, "--fail-on-warning", cwd=found,
    )  # fmt: skip
    assert "WARNING" not in said
    return found


@pytest.fixture
def client(folder, app, actors, monkeypatch) -> Any:  # noqa: F811
    """The generated client, signed in as Ada, talking to our WSGI program."""
    monkeypatch.syspath_prepend(str(folder))
    _token, clear = tokens.create(actors.ada, name="t", scope="write")
    made = importlib.import_module(NAME).AuthenticatedClient(
        base_url="http://testserver", token=clear, raise_on_unexpected_status=True
    )
    headers = {"Authorization": f"Bearer {clear}"}
    transport = httpx.WSGITransport(app=app)
    with httpx.Client(transport=transport, base_url="http://testserver", headers=headers) as http:
        yield made.set_httpx_client(http)


def operation(place: str) -> Any:
    return importlib.import_module(f"{NAME}.api.{place}")


def model(name: str) -> Any:
    return getattr(importlib.import_module(f"{NAME}.models"), name)


def test_the_generated_client_passes_its_type_check(folder):
    run(sys.executable, "-m", "mypy", "--config-file=", NAME, cwd=folder)


def test_a_review_is_held_with_the_generated_client(client, review, workload):
    page = operation("workloads.workloads_list").sync(client=client)
    assert [each.name for each in page.results] == [workload.name]
    assert page.results[0].id == UUID(str(workload.pk))

    where = {"review_id": review.pk, "question": "locks", "client": client}
    read = operation("answers.answers_read").sync_detailed(**where)
    assert (read.status_code, read.parsed.risk.value) == (200, "unanswered")

    body = model("PatchedAnswerPatchRequest").from_dict(
        {"choices": {"locks_key": {"status": "selected"}}}
    )
    change = operation("answers.answers_change").sync_detailed
    changed = change(**where, body=body, if_match=read.headers["ETag"])
    assert changed.parsed.choices["locks_key"].status.value == "selected"
    assert changed.headers["ETag"] != read.headers["ETag"]

    notes = {"choices": {"locks_key": {"status": "unselected"}}}
    other = model("PatchedAnswerPatchRequest").from_dict(notes)
    refused = change(**where, body=other, if_match=read.headers["ETag"])
    assert (refused.status_code, refused.parsed.code) == (412, "stale")

    made = operation("milestones.milestones_record").sync(
        workload_id=workload.pk, client=client, body=model("MilestoneRequest")(name="First")
    )
    assert (made.number, made.name) == (1, "First")
