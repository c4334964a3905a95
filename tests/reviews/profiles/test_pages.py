"""Pages of profiles: listed, made with a preview, edited, applied, taken over; the mapping."""

import pytest

from reviews import profiling
from reviews.models import Profile, ProfileMapping, Workload
from reviews.services import profile_mappings, profiles, workloads

NEW = {"name": "Our bank", "description": "", "a.business": "healthcare-finance"}


def test_built_in_own_and_shared_profiles_are_listed(client_of, cast, shop, iot):
    text = client_of(cast.vic).get("/profiles/").content.decode()
    assert "Profiles of Northwind" in text
    assert text.index("Our shop") < text.index("Built in") < text.index("IoT or industrial")
    assert "Make a profile" not in text
    assert "Our shop" not in client_of(cast.oda).get("/profiles/").content.decode()


def test_what_follows_is_shown_before_anything_is_made(client_of, cast):
    page = client_of(cast.ben).post("/profiles/new/", {**NEW, "name": "", "preview": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Regulators ask about the protection of data first." in text
    assert "19 of 57 questions first" in text
    assert not Profile.objects.exclude(organization=None).exists()


def test_a_profile_is_made_and_read_by_everybody(client_of, cast):
    made = client_of(cast.ben).post("/profiles/new/", {**NEW, "a.data": ["personal", "regulated"]})
    profile = Profile.objects.get(name="Our bank")
    assert made.url == f"/profiles/{profile.pk}/"
    text = client_of(cast.vic).get(made.url).content.decode()
    assert "Personal data, Payment, health or other regulated data" in text
    assert "SEC 2" in text
    assert "Edit" not in text.partition("<main")[2]


def test_what_is_wrong_stands_beside_what_was_typed(client_of, cast, shop):
    page = client_of(cast.ben).post("/profiles/new/", {**NEW, "name": "our SHOP"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "There is a profile of this name already." in text
    assert 'value="healthcare-finance" checked' in text
    nothing = client_of(cast.ben).post("/profiles/new/", {"name": "Empty"})
    assert "Answer at least one question." in nothing.content.decode()


def test_a_copy_begins_with_the_answers_of_another(client_of, cast, iot):
    text = client_of(cast.ben).get(f"/profiles/new/?from={iot.pk}").content.decode()
    assert 'value="IoT or industrial, ours"' in text
    assert 'value="iot-industrial" checked' in text


def test_an_edit_is_a_new_version_and_the_older_one_can_be_read(client_of, cast, shop):
    client = client_of(cast.ben)
    sent = {"name": "Our shop", "a.business": "media-content", "base": "1"}
    client.post(f"/profiles/{shop.pk}/edit/", sent)
    assert "version 2" in client.get(f"/profiles/{shop.pk}/").content.decode()
    old = client.get(f"/profiles/{shop.pk}/?version=1").content.decode()
    assert "This is an older version. Version 2 holds now." in old
    assert "E-commerce" in old
    assert client.get(f"/profiles/{shop.pk}/?version=9").status_code == 404


def test_who_was_faster_is_not_overwritten_and_nothing_typed_is_lost(client_of, cast, actors, shop):
    profiles.edit(actors.ada, shop.pk, values={"answers": {"business": ["media-content"]}})
    sent = {"name": "Our shop", "a.business": "startup-mvp", "base": "1"}
    page = client_of(cast.ben).post(f"/profiles/{shop.pk}/edit/", sent)
    assert page.status_code == 409
    assert 'value="startup-mvp" checked' in page.content.decode()
    assert shop.versions.count() == 2


def test_a_profile_is_deleted(client_of, cast, shop):
    client_of(cast.ben).post(f"/profiles/{shop.pk}/delete/")
    assert client_of(cast.vic).get(f"/profiles/{shop.pk}/").status_code == 404


@pytest.fixture
def used(actors, workload, reviewed, shop):
    workloads.edit(actors.ben, workload.pk, values={"profile": str(shop.pk)})
    profiles.edit(actors.ben, shop.pk, values={"answers": {"business": ["media-content"]}})
    return workload


def test_taking_a_version_over_shows_what_changes_first(client_of, cast, used):
    client, address = client_of(cast.ben), f"/workloads/{used.pk}/profile/"
    text = client.get(address).content.decode()
    assert "Our shop has a newer version" in text
    assert "Pillars would come in this order:" in text
    assert "COST 8" in text
    done = client.post(address, {"do": "upgrade", "milestone": "Before"})
    assert done.status_code == 302
    assert Workload.objects.get().profile_version.number == 2
    assert used.milestones.get().name == "Before"


def test_a_milestone_that_cannot_be_is_refused_with_its_reason(client_of, cast, used):
    address = f"/workloads/{used.pk}/profile/"
    page = client_of(cast.ben).post(address, {"do": "upgrade", "milestone": "x"})
    assert page.status_code == 422
    assert "Use 3 to 100 characters." in page.content.decode()
    assert 'value="x"' in page.content.decode()


def test_a_profile_is_applied_and_removed_on_its_page(client_of, cast, workload, iot):
    client, address = client_of(cast.ben), f"/workloads/{workload.pk}/profile/"
    assert "Choose a profile" in client.get(address).content.decode()
    client.post(address, {"do": "apply", "profile": str(iot.pk)})
    assert Workload.objects.get().profile_version.profile == iot
    client.post(address, {"do": "remove"})
    assert Workload.objects.get().profile_version is None


def test_everybody_reads_what_answers_mean(client_of, cast):
    text = client_of(cast.vic).get("/profiles/mapping/").content.decode()
    assert "SEC 2, SEC 3" in text
    assert "Auditors ask who can reach records and money, and how you know." in text
    assert "Edit" not in text.partition("<main")[2]


def test_an_admin_tries_a_mapping_before_saving_it(client_of, cast, shop):
    client, address = client_of(cast.ada), "/profiles/mapping/edit/"
    text = profiling.write(profiling.builtin()).replace("at_most: 19", "at_most: 5")
    tried = client.post(address, {"text": text, "base": "0", "try": "1"}).content.decode()
    assert "This would make a new version of 1 profile." in tried
    assert not ProfileMapping.objects.exists()
    client.post(address, {"text": text, "base": "0"})
    assert shop.versions.count() == 2
    page = client.get("/profiles/mapping/").content.decode()
    assert "as Northwind has it" in page
    client.post("/profiles/mapping/reset/")
    assert not ProfileMapping.objects.exists()
    assert shop.versions.count() == 3


def test_errors_of_a_mapping_are_named_with_their_lines(client_of, cast):
    text = profiling.write(profiling.builtin()).replace("weight: 9", "weight: heavy", 1)
    page = client_of(cast.ada).post("/profiles/mapping/edit/", {"text": text, "base": "0"})
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "heavy" in row)
    assert page.status_code == 422
    assert f"Line {line}" in page.content.decode()


def test_questions_no_lens_asks_are_named(client_of, cast, actors):
    document = profiling.as_data(profiling.builtin())
    document["questions"][0]["options"][0]["priorities"][0]["questions"] = ["no-such-question"]
    profile_mappings.replace(actors.ada, document=document)
    text = client_of(cast.vic).get("/profiles/mapping/").content.decode()
    assert "No published lens asks these questions: no-such-question." in text
