"""Files that commands write: whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from wellarch.cli.failures import Failure
from wellarch.cli.server import Server


@contextmanager
def whole(target: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when the block ends well; what was there stays until then."""
    part = target.with_name(f".{target.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.replace(target)
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        part.unlink(missing_ok=True)


def fetch(server: Server, path: str, target: Path, **parameters: Any) -> int:
    """Fetch a file of the server. Returns its size."""
    with whole(target) as out:
        return server.download(path, out, **parameters)
