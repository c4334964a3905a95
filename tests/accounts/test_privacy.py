"""A person takes their data along, and goes: what of them stays anywhere, and what does not."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from lenses.models import Lens, LensVersion
from lenses.services import imports
from reviews import snapshot
from reviews.models import (
    Answer,
    AnswerChange,
    Comment,
    Evidence,
    Finding,
    Milestone,
    Report,
    Review,
    ReviewSession,
    Visit,
    Workload,
)
from reviews.services import (
    evidence,
    milestones,
    visits,
    workloads,
)
from tests.accounts.conftest import ADDRESS, NAME, SECOND
from tests.builders import SMALL_LENS, publish_lens, select, start_review, start_workload
from tests.conftest import PASSWORD
from wellarch import clock
from wellarch.accounts.credentials import access_keys, tokens
from wellarch.accounts.models import (
    Membership,
    Organization,
    Share,
    Token,
    User,
)
from wellarch.accounts.persons import erasure, privacy, tours
from wellarch.accounts.roles import ShareKind, Via
from wellarch.accounts.sign_in import sessions
from wellarch.errors import Conflict, Invalid
from wellarch.events.models import Event
from wellarch.live.source import Seen

DATA, DELETE = "/account/data/", "/account/delete/"


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return list(connection.introspection.table_names(cursor))


def places_of(*words: str) -> list[str]:
    """Every table and column in which one of the words is written, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = value if isinstance(value, str) else json.dumps(value, default=str)
                    if any(word.lower() in text.lower() for word in words):
                        found.append(f"{table}.{column}")
    for session in Session.objects.all():
        if any(word in json.dumps(session.get_decoded(), default=str) for word in words):
            found.append("django_session decoded")
    return sorted(set(found))


def erase(user: User, **more: Any) -> None:
    erasure.erase(User.objects.get(pk=user.pk), **{"confirmation": user.email} | more)


def test_nothing_of_the_name_or_an_address_is_left_in_any_table(cast, busy):
    before = places_of(NAME, ADDRESS, SECOND)
    assert len(before) > 15, before  # the scan sees what is to be gone
    erase(cast.ben)
    assert places_of(NAME, ADDRESS, SECOND) == []


def test_history_says_former_member_and_only_of_who_left(cast, busy, client_of):
    erase(cast.ben)
    assert str(User.objects.get(pk=cast.ben.pk)) == "Former member"
    for rows, column in (
        (AnswerChange.objects.filter(user=cast.ben), "actor_name"),
        (Answer.objects.filter(question_key="locks"), "changed_by"),
        (Finding.objects.all(), "changed_by"),
        (Review.objects.all(), "completed_by"),
        (Milestone.objects.all(), "recorded_by"),
        (Report.objects.all(), "requested_by"),
        (LensVersion.objects.filter(lens__alias="small"), "published_by"),
        (Workload.objects.all(), "review_owner"),
    ):
        assert set(rows.values_list(column, flat=True)) == {"Former member"}, (rows.model, column)
    keys = Answer.objects.get(question_key="keys")
    assert (keys.changed_by, keys.assignee, keys.due_on) == ("Ada Example", None, None)
    assert keys.is_confirmed
    assert str(keys.confirmed_by) == "Former member"
    assert str(Evidence.objects.get().added_by) == "Former member"
    meeting = ReviewSession.objects.get()
    assert str(meeting.facilitator) == "Former member"
    assert not meeting.invited.exists()
    assert meeting.agenda[0]["people"] == "Operations, Former member, Former member"
    said, asked = Comment.objects.order_by("created_at")
    assert (str(said.author), said.text) == ("Former member", "Dogs bark.")
    assert asked.text == f"@{{{cast.ben.pk}}}, really?"
    browser = client_of(cast.ada)
    history = f"/reviews/{busy['review'].pk}/questions/locks/history/"
    page = browser.get(history)
    assert page.status_code != 200 or "Former member" in page.text
    assert Event.objects.get(verb="person.erased").who == "Former member"


def test_a_page_left_open_does_not_bring_who_left_back_into_the_room(cast, busy):
    erase(cast.ben)
    assert not Visit.objects.exists()
    visits.keep([Seen(busy["review"].pk, cast.ben.pk, "locks", clock.now())])
    assert not Visit.objects.exists()
    assert User.objects.get(pk=cast.ben.pk).tours == []


def test_milestones_forget_the_name_and_keep_their_digest(cast, busy):
    first = Milestone.objects.get()
    assert NAME in json.dumps(first.content)
    erase(cast.ben)
    after = Milestone.objects.get()
    assert after.digest == first.digest == snapshot.digest(after.content, after.previous_digest)
    questions = {
        question["id"]: question["changed_by"]
        for pillar in after.content["reviews"][0]["pillars"]
        for question in pillar["questions"]
    }
    assert questions["locks"] == "Former member"
    assert questions["keys"] == "Ada Example"
    assert after.content["properties"]["review_owner"] == "Former member"


def _as_of_format_1(milestone: Milestone, previous: str) -> str:
    milestone.content["format"], milestone.previous_digest = 1, previous
    milestone.digest = snapshot.digest(milestone.content, previous)
    milestone.save()
    return milestone.digest


def test_nobody_takes_a_colleague_out_of_history_by_taking_their_name(
    cast, actors, workload, review
):
    workloads.edit(actors.ada, workload.pk, values={"review_owner": "Ada Example"})
    frozen = milestones.record(actors.ada, workload.pk, name="Go-live")
    User.objects.filter(pk=cast.vic.pk).update(name="ADA Example")
    erase(cast.vic)
    frozen.refresh_from_db()
    workload.refresh_from_db()
    assert frozen.content["properties"]["review_owner"] == "Ada Example"
    assert workload.review_owner == "Ada Example"


def test_digests_that_cover_names_are_made_anew_and_the_log_keeps_both(cast, actors, busy):
    second = milestones.record(actors.ada, busy["workload"].pk, name="Second")
    first = Milestone.objects.get(number=1)
    old = _as_of_format_1(first, "")
    _as_of_format_1(second, old)
    erase(cast.ben)
    one, two = Milestone.objects.order_by("number")
    assert one.digest != old
    assert (one.previous_digest, two.previous_digest) == ("", one.digest)
    for row in (one, two):
        assert row.digest == snapshot.digest(row.content, row.previous_digest)
    told = Event.objects.filter(verb="milestone.names_removed").order_by("pk")
    assert [event.changes["digest"]["after"] for event in told] == [one.digest, two.digest]


def test_a_milestone_that_was_tampered_with_still_shows_it(cast, busy):
    first = Milestone.objects.get()
    first.content["reviews"][0]["notes"] = "All is well."
    _as_of_format_1(first, "")
    Milestone.objects.update(digest="0" * 64)
    erase(cast.ben)
    after = Milestone.objects.get()
    assert after.digest == "0" * 64
    assert NAME not in json.dumps(after.content)


def test_nobody_gets_in_any_more_and_the_address_is_free_for_somebody_new(cast, busy):
    erase(cast.ben)
    assert tokens.actor_for(busy["clear"], Via.API) is None
    assert access_keys.secret_for(busy["key"].key_id) is None
    assert busy["browser"].get("/account/").status_code == 302
    browser = Client()
    browser.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    assert browser.get("/account/").status_code == 302
    browser.post(
        "/accounts/signup/", {"name": "Ben Again", "email": ADDRESS, "password1": PASSWORD}
    )
    new = User.objects.get(email=ADDRESS)
    assert new.pk != cast.ben.pk
    assert not Membership.objects.filter(user=new).exists()


def test_the_log_is_whole_afterwards(cast, busy):
    count = Event.objects.count()
    erase(cast.ben)
    assert Event.objects.count() == count + 1
    assert Event.objects.filter(user=cast.ben).exists()


def test_the_only_admin_of_others_hands_over_first(cast, client_of):
    with pytest.raises(Conflict) as caught:
        erase(cast.ada)
    assert caught.value.code == "last-admin"
    page = client_of(cast.ada).get(DELETE).text
    assert "Northwind needs another admin first" in page
    assert "/organization/members/" in page
    assert 'name="confirmation"' not in page
    Membership.objects.filter(user=cast.ben).update(role="admin")
    erase(cast.ada)
    assert Membership.objects.filter(organization=cast.northwind).count() == 3


def test_an_admin_who_cannot_sign_in_is_no_other_admin(cast):
    Membership.objects.filter(user=cast.ben).update(role="admin")
    User.objects.filter(pk=cast.ben.pk).update(is_active=False)
    with pytest.raises(Conflict) as caught:
        erase(cast.ada)
    assert caught.value.code == "last-admin"


def test_an_organization_of_nobody_else_ends_only_by_choice_and_takes_everything_with_it(
    cast, actors, client_of, settings, tmp_path, django_capture_on_commit_callbacks
):
    lens = publish_lens(actors.oda).lens
    workload = start_workload(actors.oda, "Odas")
    review = start_review(actors.oda, workload, lens)
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("plan.txt", b"A plan.")
    kept = evidence.add_file(actors.oda, review.pk, "locks", file=file).file
    assert kept.storage.exists(kept.name)
    browser = client_of(cast.oda)
    assert "Delete Elsewhere with its 1 workload" in browser.get(DELETE).text
    refused = browser.post(DELETE, {"confirmation": cast.oda.email})
    assert refused.status_code == 422
    assert "Nobody else is in Elsewhere" in refused.text
    with pytest.raises(Invalid):
        erase(cast.oda, ending=[cast.northwind.pk])
    with django_capture_on_commit_callbacks(execute=True):
        done = browser.post(
            DELETE, {"confirmation": "ODA@example.com ", "ending": [str(cast.elsewhere.pk)]}
        )
    assert not kept.storage.exists(kept.name)
    assert done["Location"] == "/accounts/login/"
    assert not Organization.objects.filter(pk=cast.elsewhere.pk).exists()
    assert not Workload.objects.filter(pk=workload.pk).exists()
    assert not Lens.objects.filter(pk=lens.pk).exists()
    assert not Event.objects.filter(organization_id=cast.elsewhere.pk).exists()
    assert Organization.objects.filter(pk=cast.northwind.pk).exists()


def test_a_lens_others_review_with_goes_to_them(cast, actors):
    lens = publish_lens(actors.oda).lens
    Share.objects.create(
        organization=cast.elsewhere, kind=ShareKind.LENS, subject_id=lens.pk, status="accepted",
        target_organization=cast.northwind, expires_at=clock.now(),
    )  # fmt: skip
    publish_lens(actors.ada)  # of the same alias
    review = start_review(actors.ada, start_workload(actors.ada), lens)
    imports.import_document(actors.oda, data={**SMALL_LENS, "description": "Not yet."})
    assert lens.versions.filter(status="draft").exists()
    erase(cast.oda, ending=[cast.elsewhere.pk])
    lens.refresh_from_db()
    assert not lens.versions.filter(status="draft").exists()  # nobody else has ever seen it
    assert (lens.organization_id, lens.alias) == (cast.northwind.pk, "small-1")
    assert Review.objects.filter(pk=review.pk, lens=lens).exists()


def test_the_word_of_the_person_is_their_address(cast, client_of):
    browser = client_of(cast.vic)
    assert browser.post(DELETE, {"confirmation": "Vic"}).status_code == 422
    cast.vic.refresh_from_db()
    assert cast.vic.erased_at is None
    session = browser.session
    session[sessions.STARTED] = int(time.time()) - 3600
    session.save()
    for method, url in (("post", DELETE), ("get", DELETE), ("post", "/account/data/export/")):
        answer = getattr(browser, method)(url, {"confirmation": cast.vic.email})
        assert answer["Location"].startswith("/accounts/reauthenticate/")
    cast.vic.refresh_from_db()
    assert cast.vic.erased_at is None


def test_who_belongs_to_no_organization_may_go_as_well(db, client_of):
    nora = User.objects.create_user("nora@example.com", PASSWORD, name="Nora")
    browser = client_of(nora)
    assert browser.get(DATA).status_code == 200
    browser.post(DELETE, {"confirmation": "nora@example.com"})
    assert places_of("nora@example.com") == []


def exported(user: User, client_of: Any) -> dict[str, Any]:
    answer = client_of(user).post("/account/data/export/")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer.streaming
    data: dict[str, Any] = json.loads(b"".join(answer.streaming_content))
    return data


def test_the_export_has_everything_of_the_person_and_no_secret(cast, busy, client_of):
    found = exported(cast.ben, client_of)
    assert found["profile"]["email"] == ADDRESS
    assert {row["email"] for row in found["addresses"]} == {ADDRESS, SECOND}
    assert [row["organization"] for row in found["memberships"]] == ["Northwind"]
    assert found["teams"][0]["organization"] == "Northwind"
    assert found["second_factors"][0]["type"] == "totp"
    assert found["tokens"][0]["name"] == "Ben Example's laptop"
    assert found["access_keys"][0]["key_id"] == busy["key"].key_id
    assert found["answers_changed"][0]["question"] == "locks"
    assert found["answers_changed"][0]["workload"] == busy["workload"].name
    assert found["milestones_recorded"][0]["name"] == "First"
    assert [row["text"] for row in found["comments"]] == ["Dogs bark."]
    assert found["evidence_added"][0]["url"] == "https://example.com/dog"
    assert found["sessions"]
    assert found["profile"]["tours"] == [tours.ROOM]
    assert found["questions_assigned"][0]["question"] == "keys"
    assert found["answers_confirmed"][0]["question"] == "keys"
    assert found["sessions_held"][0]["started_at"]
    assert found["sessions_invited_to"][0]["workload"] == busy["workload"].name
    assert found["reviews_visited"][0]["question"] == "locks"
    assert {"workload.created", "answer.changed", "token.created"} <= {
        row["verb"] for row in found["events"]
    }
    text = json.dumps(found)
    token = Token.objects.get(user=cast.ben)
    for secret in (busy["clear"], token.digest, cast.ben.password, busy["key"].secret):
        assert secret not in text


def test_the_export_has_nothing_of_others(cast, busy, client_of):
    text = json.dumps(exported(cast.ben, client_of))
    for person in (cast.ada, cast.cleo, cast.vic, cast.oda):
        assert person.name not in text
        assert person.email not in text
    assert "keys_safe" not in text, "Ada's answer"


def test_data_of_organizations_one_has_left_is_exported_too(cast, busy, client_of):
    Membership.objects.filter(user=cast.ben).delete()
    found = exported(cast.ben, client_of)
    assert found["memberships"] == []
    assert found["answers_changed"]
    assert {row["organization"] for row in found["events"]} == {"Northwind"}


def test_a_large_export_is_read_in_pieces(cast, actors, workload, review):
    for number in range(30):
        select(actors.ben, review, "locks", "locks_dog" if number % 2 else "locks_bolt")
    pieces = privacy.export(cast.ben)
    assert next(pieces).startswith("{")
    assert len(list(pieces)) > 30
