"""Static files: compressed once, under the names that pages ask for."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from wellarch.static import StaticStorage


@pytest.fixture
def storage(tmp_path):
    made = StaticStorage(location=str(tmp_path))
    made.save("page.css", ContentFile(b"body { color: black }\n" * 200))
    return made


def collect(storage):
    paths = {"page.css": (storage, "page.css")}
    outcomes = list(storage.post_process(paths))
    assert not [each for each in outcomes if isinstance(each[2], Exception)]
    return storage.stored_name("page.css")


def test_only_the_name_with_the_hash_is_compressed(storage, tmp_path):
    name = collect(storage)
    assert {path.name for path in tmp_path.iterdir() if "page" in path.name} == {
        "page.css",
        name,
        f"{name}.gz",
        f"{name}.br",
    }


def test_what_is_compressed_stays_as_it_is(storage, tmp_path):
    first = tmp_path / f"{collect(storage)}.br"
    first.write_bytes(b"kept")
    collect(storage)
    assert first.read_bytes() == b"kept"


def test_a_changed_file_is_compressed_anew(storage, tmp_path):
    before = collect(storage)
    (tmp_path / "page.css").write_bytes(b"body { color: white }\n" * 200)
    after = collect(storage)
    assert after != before
    assert (tmp_path / f"{after}.br").exists()
