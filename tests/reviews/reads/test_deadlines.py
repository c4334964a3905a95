"""Due dates in words."""

from datetime import date

import pytest

from reviews.reads.deadlines import deadline

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("on", "text", "state"),
    [
        (date(2026, 12, 3), "due in 12 days", "soon"),
        (date(2026, 12, 5), "due in 14 days", "soon"),
        (date(2026, 12, 6), "due in 15 days", "later"),
        (date(2026, 11, 22), "due in 1 day", "soon"),
        (date(2026, 11, 21), "due today", "soon"),
        (date(2026, 11, 20), "overdue by 1 day", "overdue"),
        (date(2026, 11, 18), "overdue by 3 days", "overdue"),
        (None, "backlog", "backlog"),
    ],
)
def test_a_due_date_is_said_in_words(on, text, state):
    found = deadline(on, TODAY)
    assert (found.text, found.state) == (text, state)
