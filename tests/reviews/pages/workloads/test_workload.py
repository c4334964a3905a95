"""The page of a workload and attaching lenses, in the browser."""

from __future__ import annotations

from django.urls import reverse

from reviews.models import Review
from reviews.services import milestones
from tests.builders import answer_all, start_review


def page_of(client, workload, name="workload-detail"):
    return client.get(reverse(name, args=[workload.pk]))


def test_reviews_risks_and_properties_are_shown(client_of, cast, actors, workload, review):
    answer_all(actors.ada, review, best=False)
    milestones.record(actors.ada, workload.pk, name="First look")
    text = page_of(client_of(cast.vic), workload).content.decode()
    for shown in ("Small lens", "3 of 3 questions answered", "How do you lock the doors?",
                  "due in 30 days", "First look", "Production"):  # fmt: skip
        assert shown in text, shown


def test_without_a_lens_the_page_says_what_to_do(client_of, cast, workload):
    address = reverse("review-attach", args=[workload.pk])
    assert address in page_of(client_of(cast.ben), workload).content.decode()
    assert address not in page_of(client_of(cast.vic), workload).content.decode()


def test_buttons_are_there_only_for_those_who_may(client_of, cast, workload, review):
    for name, may in (("workload-edit", "ben"), ("workload-archive", "ben")):
        address = reverse(name, args=[workload.pk])
        for person in ("ada", "ben", "cleo", "vic"):
            text = page_of(client_of(getattr(cast, person)), workload).content.decode()
            assert (address in text) is (person in ("ada", may)), (name, person)


def test_a_lens_is_attached_with_one_button(client_of, cast, workload, small_lens):
    client = client_of(cast.ben)
    assert "Small lens" in page_of(client, workload, "review-attach").content.decode()
    address = reverse("review-attach", args=[workload.pk])
    answer = client.post(address, {"lenses": str(small_lens.lens_id)})
    review = Review.objects.get()
    assert answer["Location"] == reverse("review-detail", args=[review.pk])
    assert "Small lens" not in page_of(client, workload, "review-attach").content.decode()


def test_a_lens_that_is_not_offered_is_refused(client_of, cast, workload, review):
    address = reverse("review-attach", args=[workload.pk])
    for lens in (str(review.lens_id), "nonsense", ""):
        assert client_of(cast.ben).post(address, {"lenses": lens}).status_code == 422
    assert Review.objects.count() == 1


def test_the_plan_shows_what_is_missing_and_links_to_the_question(
    client_of, cast, actors, workload, review
):
    answer_all(actors.ada, review, best=False)
    text = page_of(client_of(cast.vic), workload, "plan").content.decode()
    assert reverse("question-detail", args=[review.pk, "locks"]) in text
    for shown in ("HRI", "Buy a lock.", "3 practices are missing", "due in 30 days"):
        assert shown in text, shown


def test_the_plan_narrows_to_a_review(client_of, cast, workload, review):
    client = client_of(cast.vic)
    address = reverse("plan", args=[workload.pk])
    assert client.get(f"{address}?review={review.pk}").status_code == 200
    assert client.get(f"{address}?review=nonsense").status_code == 404
    assert client.get(f"{address}?review={workload.pk}").status_code == 404


def test_the_queries_do_not_grow_with_reviews_and_milestones(
    client_of, cast, actors, workload, review, framework, django_assert_num_queries
):
    client = client_of(cast.ada)
    page_of(client, workload)
    with django_assert_num_queries(13):  # user, membership, and eleven of the page
        page_of(client, workload)
    start_review(actors.ada, workload, "wellarchitected")
    answer_all(actors.ada, review, best=False)
    for name in ("First", "Second"):
        milestones.record(actors.ada, workload.pk, name=name)
    page_of(client, workload)
    with django_assert_num_queries(13):
        page_of(client, workload)
