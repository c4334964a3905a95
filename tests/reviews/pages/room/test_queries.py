"""How many queries the room needs, counted through the door with session, user and membership.

Statements that only control transactions (BEGIN, SAVEPOINT, RELEASE) are not counted: they
depend on the database and on the test's own transaction. The session itself comes from the
cache (cached_db), as it does in production after its first request.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lenses.access import compiled
from reviews.models import Review
from tests.builders import select, start_review
from tests.reviews.pages.room.doors import change, question_url, stored, submit

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


class Counted(CaptureQueriesContext):
    @property
    def number(self) -> int:
        return len(self.texts)

    @property
    def texts(self) -> list[str]:
        found = [query["sql"] for query in self.captured_queries]
        return [sql for sql in found if not sql.startswith(CONTROL)]


def counted() -> Counted:
    return Counted(connection)


@pytest.fixture
def framework_review(actors, workload, framework) -> Review:
    compiled(framework.pk)  # loaded once per process
    return start_review(actors.ada, workload, "wellarchitected")


def test_a_saved_change_needs_eight_queries_at_most(cast, client_of, review):
    compiled(review.lens_version_id)
    client = client_of(cast.cleo)
    client.get(question_url(review, "locks"))
    with counted() as queries:
        response = change(
            client, review, "locks", shown="unanswered", choices__locks_key__status="selected"
        )
    assert response.status_code == 200
    assert queries.number == 8, "\n".join(queries.texts)


def test_a_change_that_leaves_the_risk_needs_one_less(cast, client_of, review):
    compiled(review.lens_version_id)
    client = client_of(cast.cleo)
    with counted() as queries:
        change(client, review, "locks", shown="unanswered", notes="Words")
    assert queries.number == 7, "\n".join(queries.texts)


@pytest.mark.parametrize("path", ["notes", "choices.locks_key.status"])
def test_merging_with_what_others_changed_needs_no_more_than_eight(
    cast, client_of, review, actors, path
):
    select(actors.ada, review, "locks", "locks_bolt")
    client = client_of(cast.cleo)
    with counted() as queries:
        response = change(client, review, "locks", shown="high", **{path: "selected"})
    assert response.status_code == 200
    assert queries.number == 8, "\n".join(queries.texts)


def test_a_change_of_the_largest_question_costs_no_more(cast, client_of, framework_review):
    client = client_of(cast.cleo)
    lens = compiled(framework_review.lens_version_id)
    first = lens.questions["dev-integ"].practices[0].id
    with counted() as queries:
        change(
            client, framework_review, "dev-integ", shown="unanswered",
            **{f"choices__{first}__status": "selected"},
        )  # fmt: skip
    assert stored(framework_review, "dev-integ").revision == 1
    assert queries.number == 8, "\n".join(queries.texts)


def test_a_whole_form_needs_eight_queries_at_most(cast, client_of, review):
    compiled(review.lens_version_id)
    client = client_of(cast.cleo)
    assert review.lens_version.document  # what the test itself reads to fill in the form
    with counted() as queries:
        assert submit(client, review, "locks", ("locks_key",)).status_code == 302
    assert queries.number == 8, "\n".join(queries.texts)


def test_the_page_needs_as_many_queries_for_57_questions_as_for_three(
    cast, client_of, review, framework_review
):
    client = client_of(cast.cleo)
    compiled(review.lens_version_id)
    pages = (
        [question_url(review, "locks"), question_url(framework_review, "dev-integ")],
        [reverse("review-detail", args=[each.pk]) for each in (review, framework_review)],
        [
            reverse("pillar-detail", args=[review.pk, "doors"]),
            reverse("pillar-detail", args=[framework_review.pk, "security"]),
        ],
    )
    expected = (6, 7, 6)  # the last reads what is in place, for its score
    for (small, large), number in zip(pages, expected, strict=True):
        with counted() as few:
            assert client.get(small).status_code == 200
        with counted() as many:
            assert client.get(large).status_code == 200
        assert few.number == many.number == number, "\n".join(many.texts)


def test_the_page_needs_as_many_queries_after_many_changes(cast, client_of, review, actors):
    client = client_of(cast.cleo)
    client.get(question_url(review, "locks"))
    with counted() as before:
        client.get(question_url(review, "locks"))
    for number in range(12):
        select(actors.ada, review, "locks", notes=f"Version {number}")
    with counted() as after:
        client.get(question_url(review, "locks"))
    assert before.number == after.number
