"""Files that people bring: which kinds are taken, told by what is in them, and how they are read.

The name and the type that a browser sends are claims; the first bytes of a file are not. A kind
is taken when its ending is known and its first bytes fit; texts must be readable as UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.core.files.storage import Storage
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from wellarch.errors import Invalid

_ZIP = (b"PK\x03\x04",)
_OLD = "application/vnd.openxmlformats-officedocument."
# ending → (content type, what the first bytes may be; nothing for texts)
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "docx": (f"{_OLD}wordprocessingml.document", _ZIP),
    "xlsx": (f"{_OLD}spreadsheetml.sheet", _ZIP),
    "pptx": (f"{_OLD}presentationml.presentation", _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "odp": ("application/vnd.oasis.opendocument.presentation", _ZIP),
    "txt": ("text/plain", ()),
    "log": ("text/plain", ()),
    "md": ("text/markdown", ()),
    "csv": ("text/csv", ()),
    "json": ("application/json", ()),
    "yaml": ("application/yaml", ()),
    "yml": ("application/yaml", ()),
    "drawio": ("application/xml", ()),
}
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: its ending, and the content type it is given back with."""

    ending: str
    content_type: str


def kind_of(file: File[bytes], name: str) -> Kind:
    """The kind of a file that was brought. Invalid `file` for one that is not taken."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    if ending not in KINDS:
        raise Invalid(
            fields={
                "file": [
                    _("This kind of file is not taken. Use one of: %(kinds)s.")
                    % {"kinds": ", ".join(sorted(KINDS))}
                ]
            }
        )
    content_type, beginnings = KINDS[ending]
    file.seek(0)
    fits = file.read(16).startswith(beginnings) if beginnings else _is_text(file)
    file.seek(0)
    if not fits:
        raise Invalid(fields={"file": [_("What is in this file is not what its name says.")]})
    return Kind(ending, content_type)


def download(file: File[bytes], *, name: str, content_type: str) -> FileResponse:
    """A file as browsers may save it: never run, never shown as a page of ours, never kept."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def give(
    request: HttpRequest,
    file: File[bytes],
    *,
    name: str,
    content_type: str,
    digest: str,
    is_shown: bool = False,
    policy: str = "",
) -> HttpResponseBase:
    """A file of ours that never changes: 304 for who has it already (If-None-Match).

    is_shown: in the browser, instead of being saved; then `policy` is its content security
    policy, the site's own unless given. Browsers ask again each time, so that who may no longer
    see it does not.
    """
    tag = quote_etag(digest) if digest else None
    kept = "private, no-cache" if tag else "private, no-store"
    if tag and (unchanged := get_conditional_response(request, etag=tag)):
        file.close()
        unchanged["Cache-Control"], unchanged["ETag"] = kept, tag
        return unchanged
    if is_shown:
        response = FileResponse(file, filename=name, content_type=content_type)
        response["X-Content-Type-Options"] = "nosniff"
        if policy:
            response["Content-Security-Policy"] = policy
    else:
        response = download(file, name=name, content_type=content_type)
    response["Cache-Control"] = kept
    if tag:
        response["ETag"] = tag
    return response


def delete_on_commit(*kept: FieldFile) -> None:
    """Delete kept files once the transaction is committed in which nothing names them any more.

    A file that its storage cannot delete is logged; it keeps neither the others nor the answer.
    """
    for file in kept:
        transaction.on_commit(_deletion(file.storage, str(file.name)), robust=True)


class TooMuch(FileUploadHandler):
    """Refuses an upload by what it says of its size, before any of it is read."""

    def handle_raw_input(
        self, input_data: object, META: object, content_length: int, *args: object, **kw: object
    ) -> None:
        """RequestDataTooBig (a designed 400) when the whole body is beyond every limit."""
        if content_length > MAX_BODY:
            raise RequestDataTooBig("This upload is too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the bytes to the handlers that keep them."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""


MAX_BODY = 64_000_000  # bytes; what is kept has smaller limits of its own


def _deletion(storage: Storage, name: str) -> Callable[[], None]:
    return lambda: storage.delete(name)


def _is_text(file: File[bytes]) -> bool:
    rest = b""
    for chunk in file.chunks(_CHUNK):
        try:
            (rest + chunk).decode("utf-8")
            rest = b""
        except UnicodeDecodeError as error:
            # A character may be cut at the end of a piece, nowhere else.
            if error.reason != "unexpected end of data" or len(rest + chunk) - error.start > 3:
                return False
            rest = (rest + chunk)[error.start :]
        if b"\x00" in chunk:
            return False
    return not rest
