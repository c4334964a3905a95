"""How static files are stored when they are collected. Knows no file by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """Names files by their content and compresses those, each once.

    Pages ask for files by the name with the hash, so the others need not be compressed; and what
    is compressed under such a name never changes. Twice as fast at first, at once afterwards.
    """

    # A module of ours finds another by its name with the hash. What comes in packages is left as
    # it is: words like "import" in its comments are no imports.
    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress the files that pages ask for and that are not compressed yet."""
        asked_for = set(self.hashed_files.values())
        yield from super().compress_files(
            [
                path
                for path in paths
                if path in asked_for and not Path(f"{self.path(path)}.gz").exists()
            ]
        )
