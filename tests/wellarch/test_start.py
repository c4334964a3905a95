"""Starting: what is refused before anything runs."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from django.utils import timezone

from wellarch import start
from wellarch.events.models import Heartbeat


@pytest.fixture
def busy_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        yield other.getsockname()[1]


def test_a_busy_port_is_named(busy_port):
    problem = start.port_problem("127.0.0.1", busy_port)
    assert problem == f"Cannot listen on 127.0.0.1, port {busy_port}: Address already in use."


def test_a_free_port_is_fine():
    assert start.port_problem("127.0.0.1", 0) is None


def test_an_address_of_another_machine_is_refused():
    assert start.port_problem("192.0.2.1", 0) is not None
    assert "is not an address" in (start.port_problem("not a host", 0) or "")


def test_a_folder_of_state_belongs_to_one(tmp_path):
    with start.only_one(tmp_path) as first:
        assert first
        with start.only_one(tmp_path) as second:
            assert not second
    with start.only_one(tmp_path) as third:
        assert third


@pytest.mark.django_db
def test_an_old_heartbeat_does_not_count_as_a_worker(busy_port):
    Heartbeat.objects.create(name="worker", at=timezone.now() - timedelta(seconds=1))
    assert start.health("127.0.0.1", busy_port, "localhost")() == "no worker has run a task yet"


@pytest.mark.django_db
def test_a_web_server_that_is_not_there_is_named():
    ask = start.health("127.0.0.1", 1, "localhost")
    Heartbeat.objects.create(name="worker", at=timezone.now())
    assert "the web server does not answer" in (ask() or "")
