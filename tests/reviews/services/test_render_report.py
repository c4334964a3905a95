"""Reports: made once, whatever happens to broker, worker and storage."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from kombu.exceptions import OperationalError

from reviews import tasks
from reviews.models import Report
from reviews.services import report_making, reports, workloads
from wellarch.accounts import policy
from wellarch.errors import Conflict, Forbidden, NotFound
from wellarch.events.models import Event

PRODUCE = report_making._produce


class Queue:
    """What was sent to workers that the test plays itself."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def send(self, name: str, report_id: str, **_how: float) -> None:
        assert name == reports.TASK
        self.sent.append(report_id)


def made(content: bytes, pages: int) -> report_making.Made:
    """A document as a worker has it in hand."""
    digest = hashlib.sha256(content).hexdigest()
    return report_making.Made(BytesIO(content), pages, len(content), digest)


@pytest.fixture
def queue(monkeypatch):
    queue = Queue()
    monkeypatch.setattr(report_making, "send", queue.send)
    monkeypatch.setattr(reports, "send_on_commit", queue.send)
    return queue


@pytest.fixture
def document(monkeypatch):
    """Documents without layout: what is tested is who delivers them."""
    monkeypatch.setattr(
        report_making, "_produce", lambda _report, _owner, _spool: made(b"%PDF-1.7 made", 7)
    )


@pytest.fixture
def report(actors, review, queue, document, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return reports.request(actors.ben, review.workload_id)


def row(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def later(report: Report, seconds: float) -> None:
    """Let time pass for the report."""
    now = row(report)
    gone = timedelta(seconds=seconds)
    lease = now.lease_until - gone if now.lease_until else None
    Report.objects.filter(pk=report.pk).update(
        requested_at=now.requested_at - gone, lease_until=lease
    )


def test_a_report_is_made_once_however_often_its_message_arrives(report, queue):
    assert queue.sent == [str(report.pk)]
    assert [report_making.render(report.pk) for _message in range(3)] == [True, False, False]
    ready = row(report)
    assert (ready.status, ready.progress, ready.pages, ready.attempts) == ("ready", 100, 7, 1)
    assert ready.digest == hashlib.sha256(b"%PDF-1.7 made").hexdigest()
    with ready.file.open() as file:
        assert file.read() == b"%PDF-1.7 made"


def test_a_report_whose_worker_was_killed_is_made_by_another_one_once(report, queue):
    assert report_making._claim(report.pk, "a worker that is killed now")
    assert not report_making.render(report.pk)  # it may still live
    assert report_making.sweep() == 0
    later(report, 13)
    assert report_making.sweep() == 1
    assert queue.sent == [str(report.pk)] * 2
    assert [report_making.render(report.pk), report_making.render(report.pk)] == [True, False]
    assert (row(report).status, row(report).attempts) == ("ready", 2)
    assert report_making.sweep() == 0


def test_a_worker_that_lost_its_lease_does_not_deliver_a_second_time(report):
    assert report_making._claim(report.pk, "slow")
    later(report, 13)
    assert report_making.render(report.pk)
    first = row(report)
    assert not report_making._finish(report, "slow", made(b"%PDF-1.7 late", 9))
    assert (row(report).file.name, row(report).pages) == (first.file.name, 7)


def test_a_report_that_kills_every_worker_is_given_up_with_a_sentence(report):
    for _death in range(report_making.MAX_ATTEMPTS):
        assert report_making._claim(report.pk, "doomed")
        later(report, 13)
    assert report_making.sweep() == 0
    assert row(report).status == "failed"
    assert "5 times" in row(report).error


def test_a_lost_message_is_sent_again(report, queue):
    assert report_making.sweep() == 0  # the first one may still come
    later(report, 9)
    assert report_making.sweep() == 1
    assert queue.sent == [str(report.pk)] * 2


def test_behind_a_long_queue_only_the_oldest_are_sent_again(actors, review, report, queue):
    for _more in range(25):
        reports.request(actors.ben, review.workload_id)
    Report.objects.update(requested_at=timezone.now() - timedelta(minutes=1))
    Report.objects.filter(pk=report.pk).update(requested_at=timezone.now() - timedelta(hours=1))
    queue.sent.clear()
    assert report_making.sweep() == 20
    assert queue.sent[0] == str(report.pk)


def test_without_a_broker_the_request_is_kept_and_made_when_it_is_back(
    actors, review, monkeypatch, settings, tmp_path, document, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path

    def down(*_args, **_how):
        raise OperationalError("connection refused")

    with monkeypatch.context() as outage:
        outage.setattr(tasks.render_report, "apply_async", down)
        with django_capture_on_commit_callbacks(execute=True):
            report = reports.request(actors.ben, review.workload_id)
        assert row(report).status == "queued"
        later(report, 9)
        assert report_making.sweep() == 1  # still down
    assert row(report).status == "queued"
    assert report_making.sweep() == 1
    assert row(report).status == "ready"


def test_a_storage_that_fails_is_tried_again_and_then_named(report, queue, monkeypatch):
    def full(_name, _content, **_how):
        raise OSError("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    for attempt in range(1, report_making.MAX_TRIES):
        assert not report_making.render(report.pk)
        assert (row(report).status, row(report).attempts) == ("queued", attempt)
    assert not report_making.render(report.pk)
    assert row(report).status == "failed"
    assert row(report).error.startswith("The file could not be stored.")
    assert len(queue.sent) == report_making.MAX_TRIES


def test_a_failed_report_can_be_asked_for_again(report, actors, queue, monkeypatch):
    Report.objects.filter(pk=report.pk).update(status="failed", error="no fonts", attempts=3)
    reports.retry(actors.ben, report.pk)
    assert (row(report).status, row(report).error, row(report).attempts) == ("queued", "", 0)
    assert report_making.render(report.pk)


def test_only_those_who_may_ask_ask(actors, review, report, workload):
    for asks in (actors.vic, actors.cleo):
        with pytest.raises(Forbidden):
            reports.request(asks, review.workload_id)
        with pytest.raises(Forbidden):
            reports.retry(asks, report.pk)
        assert not policy.allows(asks, policy.Action.REPORT_REQUEST)
    with pytest.raises(NotFound):
        reports.request(actors.oda, review.workload_id)
    with pytest.raises(NotFound):
        reports.retry(actors.oda, report.pk)


def test_a_workload_without_a_lens_has_nothing_to_report(actors, workload, queue):
    with pytest.raises(Conflict, match="Attach a lens first"):
        reports.request(actors.ben, workload.pk)
    assert queue.sent == []


def test_a_report_of_a_workload_that_is_deleted_meanwhile_is_no_error(report, actors):
    assert report_making._claim(report.pk, "at work")
    workloads.delete(actors.ben, report.workload_id)
    assert not report_making._finish(report, "at work", made(b"%PDF-1.7 late", 1))
    assert not report_making.render(report.pk)


# --- Stopped, deleted, over ------------------------------------------------------------------


def test_a_report_that_waits_is_cancelled_and_never_made(report, actors):
    assert reports.cancel(actors.ben, report.pk).status == "cancelled"
    assert not report_making.render(report.pk)
    assert report_making.sweep() == 0
    assert Event.objects.filter(verb="report.cancelled").count() == 1


def test_a_worker_stops_at_its_next_step_when_its_report_is_cancelled(
    report, actors, queue, monkeypatch
):
    steps = []

    def write(_subject, _format, out, *, options, progress):
        out.write(b"half of it")
        progress(30, "Laying out the pages")
        steps.append("one")
        reports.cancel(actors.ben, report.pk)
        progress(40, "Laying out page 2")
        steps.append("two")

    undo_document(monkeypatch)
    monkeypatch.setattr(report_making.writing, "write", write)
    assert not report_making.render(report.pk)
    assert steps == ["one"]
    assert (row(report).status, row(report).file.name, row(report).step) == ("cancelled", "", "")
    assert len(queue.sent) == 1  # it is not tried again


def test_what_was_made_meanwhile_of_a_cancelled_report_is_thrown_away(report, actors):
    assert report_making._claim(report.pk, "at work")
    reports.cancel(actors.ben, report.pk)
    assert not report_making._finish(report, "at work", made(b"%PDF-1.7 late", 1))
    assert (row(report).status, row(report).file.name) == ("cancelled", "")


def test_a_finished_report_is_not_cancelled(report, actors):
    assert report_making.render(report.pk)
    assert reports.cancel(actors.ben, report.pk).status == "ready"
    assert not Event.objects.filter(verb="report.cancelled").exists()


def test_a_cancelled_report_can_be_made_after_all(report, actors):
    reports.cancel(actors.ben, report.pk)
    reports.retry(actors.ben, report.pk)
    assert report_making.render(report.pk)


def test_a_report_that_takes_too_long_ends_with_a_sentence_and_is_not_tried_again(
    report, queue, monkeypatch, settings
):
    settings.WELLARCH_REPORT_MINUTES = 0

    def write(_subject, _format, _out, *, options, progress):
        progress(50, "Still at it")

    undo_document(monkeypatch)
    monkeypatch.setattr(report_making.writing, "write", write)
    assert not report_making.render(report.pk)
    assert row(report).status == "failed"
    assert "Choose fewer sections or pillars." in row(report).error
    assert len(queue.sent) == 1


def test_an_error_of_ours_is_told_in_plain_words(report, monkeypatch):
    def broken(_report, _owner, _spool):
        raise KeyError("secret-of-ours")

    monkeypatch.setattr(report_making, "_produce", broken)
    for _try in range(report_making.MAX_TRIES):
        report_making.render(report.pk)
    assert "Something went wrong while it was written." in row(report).error
    assert str(report.pk) in row(report).error
    assert "secret-of-ours" not in row(report).error


def test_its_time_is_set_when_it_is_ready_and_its_file_goes_then(
    report, settings, django_capture_on_commit_callbacks
):
    settings.WELLARCH_REPORT_DAYS = 3
    report_making.render(report.pk)
    ready = row(report)
    assert ready.expires_at == ready.finished_at + timedelta(days=3)
    assert report_making.expire() == 0
    Report.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert report_making.expire() == 1
    assert not default_storage.exists(ready.file.name)
    assert (row(report).status, row(report).file.name) == ("expired", "")
    assert row(report).digest == ready.digest
    assert report_making.expire() == 0


def test_without_days_files_are_kept(report, settings):
    settings.WELLARCH_REPORT_DAYS = 0
    report_making.render(report.pk)
    assert row(report).expires_at is None


def test_a_deleted_report_leaves_its_digest_in_the_log_and_no_file(
    report, actors, django_capture_on_commit_callbacks
):
    report_making.render(report.pk)
    ready = row(report)
    with django_capture_on_commit_callbacks(execute=True):
        reports.delete(actors.ben, report.pk)
    assert not Report.objects.exists()
    assert not default_storage.exists(ready.file.name)
    assert Event.objects.get(verb="report.deleted").data["digest"] == ready.digest


def undo_document(monkeypatch) -> None:
    """Take back what the fixture `document` replaced: the document itself is replaced instead."""
    monkeypatch.setattr(report_making, "_produce", PRODUCE)
