"""Creating a workload in the browser."""

from __future__ import annotations

from django.urls import reverse

from reviews.models import Profile, Review, Workload

ADDRESS = "/workloads/new/"


def form(**values):
    return {"name": "Checkout", "environment": "production", **values}


def test_a_name_is_enough(client_of, cast):
    answer = client_of(cast.ben).post(ADDRESS, form())
    made = Workload.objects.get()
    assert answer["Location"] == reverse("workload-detail", args=[made.pk])
    assert (made.name, made.organization, made.created_by) == ("Checkout", cast.northwind, cast.ben)


def test_lists_and_tags_are_written_one_per_line(client_of, cast):
    client_of(cast.ben).post(
        ADDRESS,
        form(regions="eu-central-1\r\n\r\n eu-west-1 \r\neu-west-1", tags="tier=1\r\nurl=a=b"),
    )
    made = Workload.objects.get()
    assert made.regions == ["eu-central-1", "eu-west-1"]
    assert made.tags == {"tier": "1", "url": "a=b"}


def test_lenses_are_attached_at_once(client_of, cast, small_lens, framework):
    client_of(cast.ben).post(
        ADDRESS, form(lenses=[str(small_lens.lens_id), str(framework.lens_id)])
    )
    assert Review.objects.count() == 2


def test_the_framework_is_chosen_before_one_chooses(client_of, cast, small_lens, framework):
    text = client_of(cast.ben).get(ADDRESS).content.decode()
    assert f'value="{framework.lens_id}" checked' in text
    assert f'value="{small_lens.lens_id}" checked' not in text


def test_a_profile_is_chosen_with_the_workload(client_of, cast):
    iot = Profile.objects.get(slug="iot-industrial")
    page = client_of(cast.ben).get(ADDRESS).content.decode()
    assert f'<option value="{iot.pk}">IoT or industrial</option>' in page
    client_of(cast.ben).post(ADDRESS, form(profile=str(iot.pk)))
    assert Workload.objects.get().profile_version.profile == iot


def test_the_order_of_pillars_is_kept(client_of, cast):
    client_of(cast.ben).post(
        ADDRESS,
        form(priority_2="security", priority_1="reliability"),
    )
    made = Workload.objects.get()
    assert made.pillar_priorities == ["reliability", "security"]


def test_what_was_typed_stays_when_something_is_wrong(client_of, cast, workload, small_lens):
    answer = client_of(cast.ben).post(
        ADDRESS,
        form(
            name="CHECK out",
            description="Takes payments.",
            tags="no tag",
            priority_1="security",
            priority_2="security",
            lenses=[str(small_lens.lens_id)],
        ),
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    for typed in (
        "CHECK out",
        "Takes payments.",
        "no tag",
        f'value="{small_lens.lens_id}" checked',
    ):
        assert typed in text
    assert set(answer.context["form"].errors) == {"tags", "priority_2"}
    assert Workload.objects.count() == 1


def test_what_the_core_refuses_lands_on_its_field(client_of, cast, workload):
    answer = client_of(cast.ben).post(ADDRESS, form(name="CHECK out", account_ids="not an id!"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "account_ids"}


def test_nothing_is_made_when_a_lens_cannot_be_attached(client_of, cast, small_lens):
    answer = client_of(cast.ben).post(ADDRESS, form(lenses=["not-a-lens"]))
    assert answer.status_code == 422
    assert not Workload.objects.exists()


def test_contributors_and_viewers_may_not(client_of, cast):
    for person in (cast.cleo, cast.vic):
        client = client_of(person)
        assert client.get(ADDRESS).status_code == 403
        assert client.post(ADDRESS, form()).status_code == 403
    assert not Workload.objects.exists()
