"""The broker of one machine: messages as files, written whole or not at all.

Kombu's own opens a file and then writes into it. A worker that looks in between reads nothing,
takes that for a message, and dies of it. Here a file appears only when it is complete; and a
table of queues that is being written right now is read again a moment later.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

SCHEME = "files"
_TRIES, _PAUSE = 5, 0.02  # seconds


class Channel(filesystem.Channel):
    """Files of messages that are complete when they are there."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        # Ordered by the wall clock: a monotonic one starts again with the machine.
        name = f"{time.time_ns() // 1_000_000}_{uuid.uuid4()}.{queue}.msg"
        unfinished = folder / f"{name}.unfinished"
        try:
            unfinished.write_text(dumps(message), encoding="utf-8")
            unfinished.replace(folder / name)
        except OSError as error:
            raise ChannelError(f"Cannot add a message to {folder}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        for path in sorted(Path(self.data_folder_in).glob(f"*.{queue}.msg")):
            if path.name.partition(".")[2] != f"{queue}.msg":
                continue  # of a queue whose name ends like this one's
            taken = path.with_suffix(".taken")
            try:
                path.rename(taken)  # whoever succeeds has it; nobody else can
                content = taken.read_text(encoding="utf-8")
                taken.unlink()
                return loads(content)
            except FileNotFoundError:
                continue  # another worker was quicker
            except (OSError, ValueError):
                # Of a machine that went down: whoever sent it sends it again.
                logger.warning("A message that cannot be read was dropped.")
        raise Empty

    def get_table(self, exchange: str) -> Any:
        """The queues of an exchange."""
        table: Any = super().get_table
        return self._again(lambda: table(exchange), [])

    def _queue_bind(
        self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None
    ) -> None:
        bind: Any = super()._queue_bind
        self._again(lambda: bind(exchange, routing_key, pattern, queue), None)

    @staticmethod
    def _again(read: Any, otherwise: Any) -> Any:
        for _attempt in range(_TRIES):
            try:
                return read()
            except json.JSONDecodeError:
                time.sleep(_PAUSE)
        logger.warning("A table of queues cannot be read.")
        return otherwise


class Transport(filesystem.Transport):
    """Kombu's transport of files, with the channel above."""

    Channel = Channel


def register() -> None:
    """Make Kombu know addresses that begin with SCHEME."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
