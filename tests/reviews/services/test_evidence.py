"""Evidence: what is taken, what is given back and how, who may, what a scan decides."""

from __future__ import annotations

import hashlib
import sys
from contextlib import nullcontext

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models.fields.files import FieldFile

from reviews.models import Evidence, ScanStatus
from reviews.services import evidence, workloads
from wellarch.errors import Conflict, Forbidden, Invalid, NotFound
from wellarch.events.models import Event

PDF = b"%PDF-1.7\n%..."


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def attach(actors, review):
    def add(actor=actors.cleo, name="plan.pdf", content=PDF, **more):
        file = SimpleUploadedFile(name, content, content_type="text/html")
        return evidence.add_file(actor, review.pk, "locks", file=file, **more)

    return add


def address(review, rest=""):
    return f"/reviews/{review.pk}/questions/locks/evidence/{rest}"


def test_a_file_comes_back_as_it_was_and_is_neither_shown_nor_run(client_of, cast, review, attach):
    row = attach()
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert "plan" not in row.file.name
    answer = client_of(cast.vic).get(address(review, f"{row.pk}/"))
    assert b"".join(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='alert(1)'/>"),
        ("run.exe", b"MZ"),
        ("plan.pdf", b"<html>not a plan</html>"),
        ("picture.png", PDF),
        ("notes.txt", b"\xff\xfe\x00binary"),
        ("notes.txt", b"a\x00b"),
        ("nothing", b"x"),
        ("empty.txt", b""),
    ],
)
def test_what_is_not_what_it_says_is_not_taken(attach, name, content):
    with pytest.raises(Invalid):
        attach(name=name, content=content)
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ünïcode.md", "Grüße 🙂".encode()),
        ("data.csv", b"a,b\n1,2\n"),
        ("large.txt", ("é" * 70_000).encode()),
        ("../../etc/passwd.txt", b"x"),
    ],
)
def test_texts_are_taken_whatever_they_are_called(attach, name, content):
    row = attach(name=name, content=content)
    assert "/" not in row.name
    assert row.file.name.startswith("evidence/")


def test_a_file_beyond_the_limit_is_refused(settings, attach):
    settings.WELLARCH_EVIDENCE_MAX_MB = 1
    with pytest.raises(Invalid):
        attach(name="a.txt", content=b"x" * 1_000_001)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "nonsense", ""])
def test_a_link_is_a_web_address(actors, review, url):
    with pytest.raises(Invalid):
        evidence.add_link(actors.cleo, review.pk, "locks", url=url)


def test_a_link_without_title_is_called_by_its_host(actors, review):
    row = evidence.add_link(actors.cleo, review.pk, "locks", url="https://wiki.example/locks")
    assert row.title == "wiki.example"


def test_evidence_goes_with_its_file_and_with_its_workload(
    actors, workload, attach, django_capture_on_commit_callbacks
):
    first, second = attach(), attach(name="two.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        evidence.remove(actors.ben, first.pk)
    assert not first.file.storage.exists(first.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        workloads.delete(actors.ada, workload.pk)
    assert not second.file.storage.exists(second.file.name)


def test_a_storage_that_fails_keeps_neither_the_other_files_nor_the_answer(
    actors, workload, attach, monkeypatch, django_capture_on_commit_callbacks
):
    first, second = attach(), attach(name="two.pdf")
    delete = FileSystemStorage.delete

    def fails(self, name):
        if name == first.file.name:
            raise ConnectionError("the storage is away")
        delete(self, name)

    monkeypatch.setattr(FileSystemStorage, "delete", fails)
    with django_capture_on_commit_callbacks(execute=True):
        workloads.delete(actors.ada, workload.pk)
    assert not second.file.storage.exists(second.file.name)


SCANNER = f"{sys.executable} -c 'import sys; sys.exit(b\"EVIL\" in sys.stdin.buffer.read())'"


@pytest.mark.parametrize(
    ("command", "content", "found"),
    [
        (SCANNER, b"good", ScanStatus.CLEAN),
        (SCANNER, b"EVIL", ScanStatus.INFECTED),
        ("/no/such/scanner", b"good", ScanStatus.FAILED),
        (f"{sys.executable} -c 'import sys; sys.exit(2)'", b"good", ScanStatus.FAILED),
    ],
)
def test_a_file_opens_only_when_the_scan_found_it_clean(
    settings, actors, attach, django_capture_on_commit_callbacks, command, content, found
):
    settings.WELLARCH_SCAN_COMMAND = command
    row = attach(name="a.txt", content=content)
    with pytest.raises(Conflict):
        evidence.open_file(actors.cleo, row.pk)
    with django_capture_on_commit_callbacks(execute=True):
        evidence.scan(row.pk)
    row.refresh_from_db()
    assert row.scan == found
    if found == ScanStatus.CLEAN:
        evidence.open_file(actors.cleo, row.pk).file.close()
        return
    with pytest.raises(Conflict):
        evidence.open_file(actors.cleo, row.pk)
    is_infected = found == ScanStatus.INFECTED
    assert row.file.storage.exists(row.file.name) != is_infected
    assert Event.objects.filter(verb="evidence.infected").exists() == is_infected


def test_a_scan_reads_a_file_in_pieces_not_at_once(settings, attach, monkeypatch):
    settings.WELLARCH_SCAN_COMMAND = SCANNER
    row = attach(name="a.txt", content=b"EVIL")
    pieces = []

    class Remote:
        """A file of a storage on another machine: no number of an open file, only reading."""

        def __init__(self) -> None:
            self.left = b"a" * 3_000_000 + b"EVIL"

        def read(self, size: int) -> bytes:
            pieces.append(size)
            piece, self.left = self.left[:size], self.left[size:]
            return piece

    monkeypatch.setattr(FieldFile, "open", lambda _file, _mode: nullcontext(Remote()))
    evidence.scan(row.pk)
    row.refresh_from_db()
    assert row.scan == ScanStatus.INFECTED
    assert max(pieces) <= 1_000_000


def test_viewers_read_and_outsiders_see_nothing(actors, review, attach):
    row = attach()
    with pytest.raises(Forbidden):
        attach(actors.vic)
    with pytest.raises(Forbidden):
        evidence.remove(actors.vic, row.pk)
    for act in (attach, lambda who: evidence.remove(who, row.pk)):
        with pytest.raises(NotFound):
            act(actors.oda)
    with pytest.raises(NotFound):
        evidence.open_file(actors.oda, row.pk)
    assert Evidence.objects.get() == row


def test_a_refused_file_keeps_what_else_was_typed(client_of, cast, review):
    page = client_of(cast.cleo).post(
        address(review),
        {"title": "The plan", "file": SimpleUploadedFile("a.exe", b"MZ")},
        headers={"HX-Request": "true"},
    )
    assert 'value="The plan"' in page.content.decode()
    assert "This kind of file is not taken" in page.content.decode()
