"""Mails against a server that speaks SMTP: sent once, again when it was down, given up at last."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.events.letters import tell
from wellarch import clock
from wellarch.events.mailing import sending as mail
from wellarch.events.mailing.sending import Outcome
from wellarch.events.models import Notice, NoticeKind

_SMTP = "django.core.mail.backends.smtp.EmailBackend"


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to hand over a mail."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(":")[0].split(" ")[0].upper()
            if verb == "RCPT" and self.server.refuses:
                self.say(f"{self.server.refuses} no such mailbox")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.mails.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.mails: list[bytes] = []
        self.refuses = 0
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


@pytest.fixture
def port(settings, db) -> int:
    """Where mails go; nobody listens there yet."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = found.getsockname()[1]
    settings.EMAIL_BACKEND = "wellarch.outgoing.mail.Backend"  # as it is outside of tests
    settings.WELLARCH_MAIL_BACKEND, settings.EMAIL_HOST = _SMTP, "127.0.0.1"
    settings.EMAIL_TIMEOUT = 2
    return int(settings.EMAIL_PORT)


@pytest.fixture
def server(port) -> Iterator[_Server]:
    running = _Server(port)
    yield running
    running.stop()


def later(**span):
    return clock.at(timezone.now() + timedelta(**span))


def test_a_mail_arrives_at_a_real_server_once(cast, server):
    notice = tell(cast.cleo, by=cast.ben)
    assert mail.send(notice.pk) == Outcome.SENT
    assert mail.send(notice.pk) == Outcome.NOTHING
    [wire] = server.mails
    assert b"Subject: Ben Example mentioned you in Checkout" in wire
    assert b"multipart/alternative" in wire


def test_a_server_that_was_down_gets_the_same_mail_later(cast, port):
    notice = tell(cast.cleo)
    assert mail.send(notice.pk) == Outcome.DOWN
    notice.refresh_from_db()
    assert notice.error.startswith("ConnectionRefusedError")
    assert notice.data["workload"] == "Checkout"
    running = _Server(port)
    try:
        assert mail.sweep() == 0  # not yet: it waits longer each time
        with later(minutes=2):
            assert mail.sweep() == 1
    finally:
        running.stop()
    [wire] = running.mails
    assert f"Message-ID: <notice-{notice.pk}@localhost>".encode() in wire
    notice.refresh_from_db()
    assert (notice.attempts, notice.error, notice.data) == (2, "", {})


def test_a_sweep_stops_at_a_server_that_is_down(cast, port):
    for _n in range(3):
        tell(cast.cleo)
    with later(minutes=1):
        assert mail.sweep() == 0
    assert Notice.objects.filter(attempts=1).count() == 1


def test_a_sweep_sends_what_lost_its_message_over_one_connection(cast, server):
    for _n in range(3):
        tell(cast.cleo)
    with later(minutes=1):
        assert mail.sweep() == 3
    assert len(server.mails) == 3


def test_a_message_that_may_still_come_is_waited_for(cast, server):
    tell(cast.cleo)
    assert mail.sweep() == 0


def test_an_address_that_is_refused_for_good_is_tried_once(cast, server):
    server.refuses = 550
    notice = tell(cast.cleo)
    assert mail.send(notice.pk) == Outcome.FAILED
    notice.refresh_from_db()
    assert (notice.next_attempt_at, notice.data) == (None, {})
    assert "550" in notice.error


def test_an_address_that_is_refused_for_now_is_tried_again(cast, server):
    server.refuses = 451
    notice = tell(cast.cleo)
    assert mail.send(notice.pk) == Outcome.FAILED
    server.refuses = 0
    with later(minutes=2):
        assert mail.sweep() == 1


def test_a_mail_is_given_up_after_a_day_of_attempts(cast, port):
    notice = tell(cast.cleo)
    moment = timezone.now()
    for _n in range(mail.MAX_ATTEMPTS + 2):
        with clock.at(moment):
            mail.send(notice.pk)
        moment += timedelta(hours=13)
    notice.refresh_from_db()
    assert notice.attempts == mail.MAX_ATTEMPTS
    assert (notice.sent_at, notice.next_attempt_at, notice.data) == (None, None, {})
    assert timedelta(hours=20) < timedelta(minutes=sum(mail.WAITS)) < timedelta(hours=30)


def test_a_worker_that_died_with_a_mail_leaves_it_to_the_sweeper(cast, server):
    notice = tell(cast.cleo)
    assert mail._claim(notice.pk)  # and nothing more: the worker is gone
    assert mail.send(notice.pk) == Outcome.NOTHING
    with later(minutes=4):
        assert mail.sweep() == 1
    assert len(server.mails) == 1


def test_a_server_that_says_nothing_holds_nobody_for_long(cast, port, settings):
    settings.EMAIL_TIMEOUT = 0.2
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", port))
        silent.listen()
        assert mail.send(tell(cast.cleo).pk) == Outcome.DOWN


def test_an_error_in_one_mail_does_not_stop_the_others(cast, server):
    broken = tell(cast.cleo, NoticeKind.ASSIGNMENT, due="no date")
    tell(cast.vic)
    with later(minutes=1):
        assert mail.sweep() == 1
    broken.refresh_from_db()
    assert broken.error.startswith("ValueError")
    assert broken.next_attempt_at is not None


def test_notices_of_long_ago_are_forgotten(cast):
    waiting, old = tell(cast.cleo), tell(cast.cleo)
    mail.sent([old])
    with later(days=100):
        assert mail.forget() == 1
    assert list(Notice.objects.all()) == [waiting]


def test_an_admin_of_the_server_tries_out_the_settings(server, capsys):
    call_command("mail", "test", "root@example.com")
    assert b"To: root@example.com" in server.mails[0]
    assert "root@example.com" in capsys.readouterr().out


def test_a_setting_that_does_not_work_is_said_at_once(port):
    with pytest.raises(CommandError, match=f"127.0.0.1:{port} did not take it"):
        call_command("mail", "test", "root@example.com")
