"""The room as those see it who may not write in it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_a_reader_of_the_room_is_shown_no_keys_that_write(client_of, cast, review):
    for page in ("questions", "present"):
        address = f"/reviews/{review.pk}/{page}/locks/"
        assert "None of these" in client_of(cast.cleo).get(address).content.decode()
        read = client_of(cast.vic).get(address).content.decode()
        assert "Keyboard shortcuts" in read
        assert "Tick or untick" not in read


def test_what_is_rarer_to_do_with_a_review_is_in_its_menu(client_of, cast, review):
    def menu(person):
        page = client_of(person).get(f"/reviews/{review.pk}/").content.decode()
        return page.split("More about this review", 1)[1].split("</details>", 1)[0]

    assert "Copy answers" in menu(cast.cleo)
    assert "To talk about" in menu(cast.vic)
    assert "Copy answers" not in menu(cast.vic)
