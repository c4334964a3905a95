"""Admins read what happened in words, filter it, and take it along as CSV."""

from __future__ import annotations

import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.utils import timezone

from reviews.services import findings, workloads
from tests.builders import select
from wellarch import clock
from wellarch.accounts.roles import Role
from wellarch.accounts.tenancy import members
from wellarch.events import log
from wellarch.events.auditing import reading as audit
from wellarch.events.auditing import sealing
from wellarch.events.auditing.reading import Filters
from wellarch.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def sentences(actors):
    """What the log says, newest first, under these filters."""

    def told(**filters) -> list[str]:
        return [row.sentence for row in audit.page(actors.ada, Filters(**filters)).rows]

    return told


@pytest.fixture
def page(cast, client_of):
    """The text of the page for Ada."""

    def text(query: str = "") -> str:
        return client_of(cast.ada).get(f"/organization/audit/{query}").content.decode()

    return text


def test_one_change_is_one_sentence_with_before_and_after(actors, workload, sentences):
    workloads.edit(actors.ben, workload.pk, values={"environment": "preproduction"})
    [told] = sentences(verb="workload.changed")
    assert told.startswith("Ben Example changed the environment of Checkout from ")
    assert "production" in told.lower()


def test_several_changes_stand_below_and_notes_are_not_told(actors, workload, page):
    values = {"notes": "swordfish", "description": "A shop", "review_owner": "Dana"}
    workloads.edit(actors.ben, workload.pk, values=values)
    text = page()
    assert "changed 3 properties of" in text
    assert "A shop" in text
    assert "changed (not kept here)" in text
    assert "swordfish" not in text


def test_an_answer_tells_its_risk_and_choices_but_no_note(actors, review, page, sentences):
    select(actors.cleo, review, "locks", "locks_dog", notes="swordfish")
    assert sentences(verb="answer.changed") == [
        "Cleo Example answered How do you lock the doors? in Checkout"
    ]
    text = page()
    assert "not in place" in text
    assert "Unanswered" in text
    assert "swordfish" not in text + str(list(Event.objects.values_list("changes", "data")))


def test_a_finding_is_named_without_its_text(actors, review):
    findings.write(actors.ben, review.pk, "doors", values={"gaps": "swordfish"})
    event = Event.objects.get(verb="finding.changed")
    assert event.changes == {"gaps": {"hidden": True}}
    assert event.data == {"pillar": "doors"}


def test_roles_are_told_in_words(actors, cast, sentences):
    members.change_role(actors.ada, user_id=cast.vic.pk, role=Role.CONTRIBUTOR)
    assert sentences(group="people")[0] == (
        "Ada Example changed the role of Vic Example from Viewer to Contributor"
    )


def test_a_thing_is_a_link_only_while_it_is_there(actors, workload, page):
    assert f'href="/workloads/{workload.pk}/"' not in page("?q=deleted")
    workloads.edit(actors.ben, workload.pk, values={"name": "Till"})
    assert f'href="/workloads/{workload.pk}/">Till</a>' in page()
    workloads.delete(actors.ben, workload.pk)
    text = page()
    assert f"/workloads/{workload.pk}/" not in text
    assert "a workload that is gone" in text


def test_filters_are_in_the_address(actors, cast, workload, page):
    workloads.archive(actors.ben, workload.pk)
    with clock.at(timezone.now() - timedelta(days=40)):
        workloads.archive(actors.ben, workload.pk, archived=False)
    today = timezone.localdate()
    for query, archived, restored in (
        ("?q=archived", True, False),
        (f"?person={cast.ben.pk}", True, True),
        (f"?person={cast.ada.pk}", False, False),
        ("?group=reviews", True, True),
        ("?group=lenses", False, False),
        ("?via=browser", True, True),
        ("?via=api", False, False),
        (f"?workload={workload.pk}", True, True),
        (f"?workload={uuid4()}", True, True),  # a value nobody offers filters nothing
        (f"?since={today}&until={today}", True, False),
        (f"?until={today - timedelta(days=1)}", False, True),
        ("?person=x&via=y&since=z&before=w", True, True),
    ):
        text = page(query)
        assert ("> archived <" in text, "back from the archive" in text) == (archived, restored)


def test_pages_lead_to_the_oldest_without_repeating(actors, cast, monkeypatch):
    monkeypatch.setattr(audit, "PAGE", 3)
    moment = timezone.now()
    with clock.at(moment):  # the same moment: the id decides
        for number in range(8):
            log.record(actors.ada, "audit.exported", cast.northwind, data={"n": number})
    seen, cursor = [], ""
    while True:
        part = audit.page(actors.ada, Filters(), cursor=cursor)
        seen += [row.event.pk for row in part.rows]
        cursor = part.older
        if not cursor:
            break
    wanted = Event.objects.filter(organization=cast.northwind).order_by("-at", "-pk")
    assert seen == list(wanted.values_list("pk", flat=True))


def test_the_queries_do_not_grow_with_the_log(
    actors, cast, client_of, review, django_assert_max_num_queries
):
    client = client_of(cast.ada)
    client.get("/organization/audit/")
    for number in range(30):
        select(actors.ben, review, "locks", "locks_dog", notes=str(number))
    sealing.seal()
    with django_assert_max_num_queries(20):
        client.get("/organization/audit/")


def test_the_head_to_keep_stands_on_the_page(cast, actors, page):
    assert "Not sealed yet" in page()
    sealing.seal()
    state = audit.state(actors.ada)
    assert state.number == 1
    assert state.head in page()


def test_a_guest_is_named_with_their_organization(actors, cast, workload, sentences):
    log.record(actors.oda, "workload.archived", workload, workload_id=workload.pk)
    assert sentences()[0] == "Oda Example (Elsewhere) archived Checkout"


def test_other_organizations_and_other_roles_see_nothing(cast, client_of, workload):
    assert b"Checkout" not in client_of(cast.oda).get("/organization/audit/").content
    for person in (cast.ben, cast.cleo, cast.vic):
        assert client_of(person).get("/organization/audit/").status_code == 403
        assert client_of(person).post("/organization/audit/export/").status_code == 403


def test_the_export_has_what_the_filters_want_and_is_logged_itself(cast, actors, client_of):
    workloads.create(actors.ben, values={"name": '=HYPERLINK("http://x")'})
    response = client_of(cast.ada).post("/organization/audit/export/?group=reviews")
    text = b"".join(response.streaming_content).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["verb"] for row in rows] == ["workload.created"]
    assert rows[0]["what"].startswith("Ben Example created the workload =HYPER")
    assert rows[0]["ip"] == ""
    assert 'filename="audit-northwind-' in response["Content-Disposition"]
    event = Event.objects.get(verb="audit.exported")
    assert (event.user, event.data) == (cast.ada, {"group": "reviews"})


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_the_export_is_a_formula(start, cast, actors):
    cast.ben.name = f"{start}1+1"
    cast.ben.save(update_fields=["name"])
    log.record(actors.ben, "audit.exported", cast.northwind)
    lines = list(audit.export(actors.ada, Filters(person=cast.ben.pk)))
    assert f"'{start}1+1" in "".join(lines)
    assert not [
        cell for row in csv.reader(StringIO("".join(lines))) for cell in row if cell[:1] == start
    ]


def test_the_api_lists_and_filters_and_gives_the_head(cast, actors, workload, api_of):
    api = api_of(cast.ada, scope="admin")
    rows = api.get("/api/v1/audit/?group=reviews").json()["results"]
    assert [row["verb"] for row in rows] == ["workload.created"]
    assert rows[0]["who"] == "Ada Example"
    assert api.get("/api/v1/audit/?text=workload+created").json()["results"] == rows
    assert api.get("/api/v1/audit/?via=pigeon").status_code == 422
    first = api.get("/api/v1/audit/?page_size=1").json()
    assert len(first["results"]) == 1
    assert api.get(first["next"]).json()["results"] != first["results"]
    sealing.seal()
    chain = api.get("/api/v1/audit/chain/").json()
    assert chain["head"].startswith(f"{chain['number']}:")
    assert chain["is_sound_end"] is True
    assert (
        api_of(cast.oda, scope="admin").get("/api/v1/audit/?group=reviews").json()["results"] == []
    )


def test_a_token_without_the_scope_does_not_read_the_log(cast, api_of):
    assert api_of(cast.ada, scope="write").get("/api/v1/audit/").status_code == 403
