"""The logo of an organization, for its reports: checked by what it is, kept as our own PNG.

Not SVG: it is a document with scripts and addresses, and would be read by browsers and by the
writer of PDFs alike.
"""

from __future__ import annotations

import base64
import io
import uuid
import warnings

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from wellarch.accounts import policy
from wellarch.accounts.actor import Actor
from wellarch.accounts.models import Organization
from wellarch.accounts.policy import Action
from wellarch.errors import Invalid
from wellarch.events import log

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 2_000_000
MAX_PIXELS = 12_000_000  # a small file may unfold to a huge picture
SIZE = (1200, 600)  # what is kept; a cover shows it 50 mm wide at most


def put(actor: Actor, file: File[bytes]) -> Organization:
    """Keep a picture as the logo. Invalid `logo` when it is too large or no picture.

    What is kept is drawn anew: nothing else that was in the file stays, such as where a photo
    was taken.
    """
    policy.require(actor, Action.ORGANIZATION_WRITE)
    return _replace(actor, _drawn(file))


def remove(actor: Actor) -> Organization:
    """Have no logo; without one nothing happens."""
    policy.require(actor, Action.ORGANIZATION_WRITE)
    return _replace(actor, None)


def read(actor: Actor) -> bytes | None:
    """The logo as PNG, for members; None when there is none."""
    policy.require(actor, Action.READ)
    return content_of(actor.organization)


def content_of(organization: Organization) -> bytes | None:
    """The logo as PNG, None without one or when its file is gone."""
    if not organization.logo:
        return None
    try:
        with organization.logo.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def data_url_of(organization: Organization) -> str:
    """The logo inside an address, for documents that may read nothing from elsewhere; or ""."""
    found = content_of(organization)
    return "data:image/png;base64," + base64.b64encode(found).decode() if found else ""


def _replace(actor: Actor, content: bytes | None) -> Organization:
    with transaction.atomic():
        organization = Organization.objects.select_for_update(no_key=True).get(
            pk=actor.organization.pk
        )
        before, storage = organization.logo.name, organization.logo.storage
        if content is None:
            if not before:
                return organization
            organization.logo = ""
        else:
            # The name says nothing and cannot be guessed.
            organization.logo.save(f"{uuid.uuid4().hex}.png", ContentFile(content), save=False)
        organization.save(update_fields=["logo"])
        changes = {"logo": (bool(before), content is not None)}
        log.record(actor, "organization.changed", organization, changes=changes)
        if before:
            transaction.on_commit(lambda: storage.delete(before))
    return organization


def _drawn(file: File[bytes]) -> bytes:
    if (file.size or 0) > MAX_BYTES:
        raise _refusal(_("Use a picture of at most 2 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _refusal(_("Use a picture of at most 12 megapixels."))
                kept = ImageOps.exif_transpose(picture).convert("RGBA")
    except Invalid:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _refusal(_("Use a picture of at most 12 megapixels.")) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # What Pillow raises on files that are broken or only pretend.
        raise _refusal(_("Choose a PNG, JPEG or WebP picture.")) from error
    kept.thumbnail(SIZE)
    target = io.BytesIO()
    clean = Image.new("RGBA", kept.size)
    clean.paste(kept)
    clean.save(target, "PNG", optimize=True)
    return target.getvalue()


def _refusal(sentence: str) -> Invalid:
    return Invalid(fields={"logo": [sentence]})
