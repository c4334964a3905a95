"""`manage.py rotate_keys`: encrypt every stored secret with the first of WELLARCH_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wellarch.accounts.credentials import rotation


class Command(BaseCommand):
    """Rotates; may be run again at any time, while everything else goes on."""

    help = "Encrypt all stored secrets with the current key, so that old keys can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many secrets were rotated; fail if one cannot be opened any more."""
        done = rotation.rotate()
        self.stdout.write(
            f"{done.rotated} re-encrypted, {done.current} current already, {len(done.lost)} lost."
        )
        if done.lost:
            raise CommandError(
                "No key of WELLARCH_KEYS opens these; put the old key back, or let their owners "
                f"make new ones: {', '.join(done.lost)}"
            )
