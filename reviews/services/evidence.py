"""Evidence: links and files that show why an answer is true. Added, scanned, taken away."""

from __future__ import annotations

import hashlib
import logging
import shlex
import shutil
import subprocess
import tempfile
import uuid
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from lenses.access import compiled
from reviews import access
from reviews.models import Answer, Evidence, EvidenceKind, ScanStatus
from reviews.services import touch
from wellarch import clock, files
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.policy import Action
from wellarch.errors import Conflict, Invalid, NotFound
from wellarch.events import log
from wellarch.queue import send, send_on_commit

logger = logging.getLogger(__name__)

TASK = "reviews.scan_evidence"
MAX_EACH = 50  # pieces of evidence of one question
_SCAN_SECONDS = 120
_LOST_AFTER = timedelta(minutes=5)
_is_web_address = URLValidator(schemes=["http", "https"])


def add_link(
    actor: Actor, review_id: UUID, question: str, *, url: str, title: str = "", choice: str = ""
) -> Evidence:
    """Attach a web address. Invalid for anything that is not http or https."""
    url = url.strip()
    try:
        _is_web_address(url)
    except ValidationError:
        raise Invalid(
            fields={"url": [_("Use a web address that starts with https:// or http://.")]}
        ) from None
    if len(url) > 2048:
        raise Invalid(fields={"url": [_("Use at most 2,048 characters.")]})
    with transaction.atomic():
        answer = _locked(actor, review_id, question, choice)
        return _add(
            actor, answer, kind=EvidenceKind.LINK, url=url, choice_key=choice,
            title=title.strip()[:200] or (urlsplit(url).hostname or url)[:200],
        )  # fmt: skip


def add_file(
    actor: Actor,
    review_id: UUID,
    question: str,
    *,
    file: UploadedFile[bytes],
    title: str = "",
    choice: str = "",
) -> Evidence:
    """Attach a file: of a kind that is taken (wellarch/files.py), within the size that is.

    Kept under a random name where no web server looks, and not given out before the virus scan
    (WELLARCH_SCAN_COMMAND, if set) says that it is clean.
    """
    name = get_valid_filename(file.name or "file")[-255:]
    limit = settings.WELLARCH_EVIDENCE_MAX_MB * 1_000_000
    if not file.size or file.size > limit:
        size = {"mb": settings.WELLARCH_EVIDENCE_MAX_MB}
        text = _("Use a file of up to %(mb)d MB.") % size if file.size else _("The file is empty.")
        raise Invalid(fields={"file": [text]})
    kind = files.kind_of(file, name)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    with transaction.atomic():
        answer = _locked(actor, review_id, question, choice)
        made = _add(
            actor, answer, kind=EvidenceKind.FILE, choice_key=choice, name=name, size=file.size,
            title=title.strip()[:200] or name[:200], content_type=kind.content_type,
            sha256=digest.hexdigest(),
            file=File(file, name=f"{uuid.uuid4().hex}.{kind.ending}"),
            scan=ScanStatus.PENDING if settings.WELLARCH_SCAN_COMMAND else ScanStatus.NOT_ASKED,
        )  # fmt: skip
        if made.scan == ScanStatus.PENDING:
            send_on_commit(TASK, str(made.pk))
    return made


def remove(actor: Actor, evidence_id: UUID) -> None:
    """Take a piece of evidence away, with its file."""
    with transaction.atomic():
        row = _visible(actor, evidence_id)
        answer = access.answer_for(
            actor, row.answer.review_id, row.answer.question_key, need=Action.DISCUSS, lock=True
        )
        _log(actor, answer, row, "evidence.removed")
        file = row.file
        row.delete()
        if file:
            files.delete_on_commit(file)


def open_file(actor: Actor, evidence_id: UUID) -> Evidence:
    """A file for who may read the workload, open. Conflict until it is known to be clean."""
    row = _visible(actor, evidence_id)
    access.review_for(actor, row.answer.review_id)
    if row.kind != EvidenceKind.FILE:
        raise NotFound(_("There is no such file."))
    if row.scan not in (ScanStatus.NOT_ASKED, ScanStatus.CLEAN):
        raise Conflict(_("This file has not been found clean."), code="not-clean", scan=row.scan)
    try:
        row.file.open("rb")
    except FileNotFoundError:
        raise NotFound(_("This file is gone.")) from None
    return row


def scan(evidence_id: UUID) -> None:
    """Have the configured scanner read a file (on its standard input) and keep what it says.

    Exit code 0 is clean, 1 is infected (the file is deleted at once), anything else a failed
    scan, after which the file stays closed.
    """
    row = Evidence.objects.select_related("answer", "organization").filter(pk=evidence_id).first()
    if row is None or row.scan != ScanStatus.PENDING or not settings.WELLARCH_SCAN_COMMAND:
        return
    found = _ask_scanner(row)
    with transaction.atomic():
        claimed = Evidence.objects.filter(pk=row.pk, scan=ScanStatus.PENDING).update(scan=found)
        if claimed and found == ScanStatus.INFECTED:
            log.record(
                system_actor(row.organization), "evidence.infected", row,
                workload_id=row.answer.review.workload_id,
                data={"title": row.title, "question": row.answer.question_key},
            )  # fmt: skip
            files.delete_on_commit(row.file)


def sweep() -> None:
    """Send scans again whose message was lost."""
    late = Evidence.objects.filter(scan=ScanStatus.PENDING, added_at__lt=clock.now() - _LOST_AFTER)
    for key in late.values_list("pk", flat=True)[:100]:
        send(TASK, str(key))


def _ask_scanner(row: Evidence) -> ScanStatus:
    command = shlex.split(settings.WELLARCH_SCAN_COMMAND)
    try:
        with row.file.open("rb") as content, tempfile.TemporaryFile() as copy:
            # In pieces: one may be large, and a storage elsewhere has no file to hand over.
            shutil.copyfileobj(content, copy)
            copy.seek(0)
            done = subprocess.run(  # noqa: S603 (named by who runs this server)
                command, stdin=copy, timeout=_SCAN_SECONDS, capture_output=True, check=False
            )
    except (OSError, subprocess.TimeoutExpired):
        logger.exception("The virus scan of %s failed.", row.pk)
        return ScanStatus.FAILED
    if done.returncode not in (0, 1):
        logger.error("The virus scan of %s ended with %d.", row.pk, done.returncode)
    verdicts = {0: ScanStatus.CLEAN, 1: ScanStatus.INFECTED}
    return verdicts.get(done.returncode, ScanStatus.FAILED)


def _locked(actor: Actor, review_id: UUID, question: str, choice: str) -> Answer:
    answer = access.answer_for(actor, review_id, question, need=Action.DISCUSS, lock=True)
    asked = compiled(answer.review.lens_version_id).questions.get(question)
    if choice and (asked is None or choice not in asked.choice):
        raise Invalid(fields={"choice": [_("This is not a choice of this question.")]})
    if Evidence.objects.filter(answer=answer).count() >= MAX_EACH:
        raise Conflict(_("This question has as much evidence as one can have."), code="too-many")
    return answer


def _add(actor: Actor, answer: Answer, **values: object) -> Evidence:
    row = Evidence.objects.create(
        organization_id=answer.organization_id,
        answer=answer,
        added_by=actor.user,
        added_at=clock.now(),
        **values,
    )
    _log(actor, answer, row, "evidence.added")
    return row


def _visible(actor: Actor, evidence_id: UUID) -> Evidence:
    row = Evidence.objects.visible_to(actor).select_related("answer").filter(pk=evidence_id).first()
    if row is None:
        raise NotFound(_("There is no such evidence."))
    return row


def _log(actor: Actor, answer: Answer, row: Evidence, verb: str) -> None:
    log.record(
        actor,
        verb,
        row,
        workload_id=answer.review.workload_id,
        data={
            "question": answer.question_key,
            "review": str(answer.review_id),
            "title": row.title,
            "kind": row.kind,
            "sha256": row.sha256,
        },
    )
    touch.workload(answer.review.workload)
