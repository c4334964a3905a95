"""A file below an allowed folder.

The path is resolved first, so that links inside of the folder work and links out of it do not.
Then it is walked folder by folder without following any link: who swaps one in meanwhile gains
nothing. Only a regular file is read, never a device or a pipe.
"""

from __future__ import annotations

import os
import stat
from contextlib import ExitStack
from pathlib import Path

from django.utils.translation import gettext as _

from lenses.fetching.places import Allowed, Refused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def read(place: str, what: Allowed) -> bytes:
    """The content of "root/path". Refused when it is not there, not a file, or too large."""
    name, _slash, rest = place.partition("/")
    try:
        root = what.roots[name].resolve(strict=True)
    except OSError:
        raise Refused(_("The folder “%(root)s” is not there now.") % {"root": name}) from None
    try:
        path = (root / rest).resolve(strict=True)
        inside = path.relative_to(root)
        return _content(root, inside, what.size)
    except ValueError:
        message = _("This file leads out of the folder “%(root)s”, so it is not read.")
        raise Refused(message % {"root": name}) from None
    except FileNotFoundError:
        raise Refused(_("There is no such file.")) from None
    except (OSError, RuntimeError):
        raise Refused(_("This file cannot be read by the server.")) from None


def _content(root: Path, inside: Path, size: int) -> bytes:
    with ExitStack() as stack:

        def opened(path: str | Path, flags: int, at: int | None = None) -> int:
            descriptor = os.open(path, flags, dir_fd=at)
            stack.callback(os.close, descriptor)
            return descriptor

        folder = opened(root, _FOLDER)
        for part in inside.parts[:-1]:
            folder = opened(part, _FOLDER, folder)
        file = opened(inside.name, _FILE, folder)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise Refused(_("This is not a file."))
        with open(file, "rb", closefd=False) as content:
            found = content.read(size + 1)
    if len(found) > size:
        raise too_large(size)
    return found


def too_large(size: int) -> Refused:
    """The refusal of a document over the limit."""
    message = _("The document is too large; a lens has %(limit)s MB at most.")
    return Refused(message % {"limit": size // 1_000_000})
