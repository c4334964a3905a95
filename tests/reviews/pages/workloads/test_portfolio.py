"""The portfolio through the browser door."""

from __future__ import annotations

from django.urls import reverse

from reviews.services import summaries
from tests.builders import answer_all, start_review, start_workload

HTMX = {"HTTP_HX_REQUEST": "true"}


def test_members_see_their_workloads(client_of, cast, actors, workload, review):
    answer_all(actors.ada, review, best=False)
    summaries.compute(workload.pk)
    page = client_of(cast.vic).get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Checkout" in text
    assert 'title="Doors: 2 high risks, 0 medium risks"' in text


def test_people_who_are_not_signed_in_are_sent_to_sign_in(client, db):
    assert client.get("/").status_code == 302


def test_outsiders_do_not_see_it(client_of, cast, workload):
    assert "Checkout" not in client_of(cast.oda).get("/").content.decode()


def test_without_workloads_the_page_says_what_to_do(client_of, cast):
    for person, link in ((cast.ben, True), (cast.vic, False)):
        text = client_of(person).get("/").content.decode()
        assert "No workloads yet" in text
        assert (reverse("workload-create") in text) is link


def test_a_filter_without_results_offers_the_way_back(client_of, cast, workload):
    text = client_of(cast.ada).get("/?q=nothing").content.decode()
    assert "No workload matches" in text
    assert 'value="nothing"' in text


def test_htmx_gets_the_results_alone(client_of, cast, workload):
    page = client_of(cast.ada).get("/?q=check", **HTMX)
    assert page.content.decode().lstrip().startswith('<div class="results"')


def test_while_counts_are_behind_the_results_ask_again(client_of, cast, workload, review):
    client = client_of(cast.ada)
    assert 'hx-trigger="load delay:2s"' in client.get("/").content.decode()
    summaries.compute(workload.pk)
    assert 'hx-trigger="load delay:2s"' not in client.get("/").content.decode()


def test_the_button_for_new_workloads_is_there_for_those_who_may(client_of, cast, workload):
    address = reverse("workload-create")
    assert address in client_of(cast.ben).get("/").content.decode()
    assert address not in client_of(cast.cleo).get("/").content.decode()


def test_many_workloads_come_in_pages_that_keep_the_filter(client_of, cast, actors):
    for n in range(51):
        start_workload(actors.ada, f"Workload {n:02}")
    text = client_of(cast.ada).get("/?sort=name&q=work").content.decode()
    assert "1 to 50 of 51" in text
    assert "sort=name&amp;q=work&amp;page=2" in text
    assert "Workload 50" in client_of(cast.ada).get("/?sort=name&page=2").content.decode()


def test_the_queries_are_the_same_for_one_workload_and_for_twelve(
    client_of, cast, actors, small_lens, django_assert_num_queries
):
    client = client_of(cast.ada)

    def fill(n):
        workload = start_workload(actors.ada, f"Workload {n}")
        start_review(actors.ada, workload, small_lens.lens)
        summaries.compute(workload.pk)

    fill(0)
    client.get("/")
    with django_assert_num_queries(13):  # user, membership, offers, views, two choices, seven sums
        client.get("/")
    for n in range(1, 12):
        fill(n)
    with django_assert_num_queries(13):
        client.get("/")
