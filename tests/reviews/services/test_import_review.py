"""A report's JSON makes the workload again, under new ids."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import pytest

from reviews.documents import data, pdf, writing
from reviews.documents.writing import Options, WorkloadSubject
from reviews.models import (
    Answer,
    Evidence,
    Improvement,
    Maturity,
    Review,
    TradeOff,
    Workload,
)
from reviews.reads import snapshots
from reviews.services import findings, review_import, reviews
from reviews.snapshot import Snapshot, digest, to_content
from tests.builders import publish_lens, select, start_review, start_workload
from wellarch import clock
from wellarch.errors import Conflict, Forbidden, Invalid
from wellarch.events.models import Event


def exported(workload: Workload, options: Options | None = None) -> bytes:
    out = io.BytesIO()
    subject = WorkloadSubject(
        snapshots.take(workload), workload.organization, None, None, clock.now()
    )
    writing.write(
        subject, "json", out, options=options or Options(), progress=lambda percent, step: None
    )
    return out.getvalue()


# Who is named here and when it was becomes the importer and now.
PEOPLE = {"changed_by", "changed_at", "confirmed_by_name", "confirmed_by_id", "confirmed_at"}
PEOPLE |= {"accepted_by_name", "accepted_by_id", "decided_by_name", "decided_by_id"}


def without_ids(snapshot: Snapshot) -> str:
    """The content without people and times, its ids called by their order."""
    kept = nameless(to_content(replace(snapshot, workload_id="")))
    content = json.dumps(kept, sort_keys=True)
    for place, review in enumerate(snapshot.reviews):
        content = content.replace(review.id, f"review-{place}")
    return content


def nameless(value: object) -> object:
    if isinstance(value, dict):
        return {key: nameless(inner) for key, inner in value.items() if key not in PEOPLE}
    return [nameless(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def rich(actors, cast, review, workload) -> Workload:
    """A workload with something of everything a report tells."""
    ada = actors.ada
    select(ada, review, "locks", "locks_key", notes="The *big* one\nis lost.")
    select(ada, review, "keys", is_applicable=False, reason="out_of_scope")
    select(
        ada, review, "glass", "glass_film",
        **{"choices.glass_bars.status": "not_applicable", "choices.glass_bars.note": "No room"},
    )  # fmt: skip
    findings.write(ada, review.pk, "doors", values={"gaps": "No bell", "recommendations": "Buy"})
    reviews.write_notes(ada, review.pk, notes="Held in the hall")
    workload.tags, workload.go_live_on = {"tier": "1"}, date(2027, 1, 2)
    workload.team, workload.pain_points = cast.northwind.teams.get(name="Shop"), "Draughts"
    workload.save()
    answer = Answer.objects.get(review=review, question_key="locks")
    own = {"organization": workload.organization, "workload": workload}
    Answer.objects.filter(pk=answer.pk).update(
        confirmed_by=cast.ben, confirmed_at=clock.now(), confirmed_revision=answer.revision
    )
    Evidence.objects.create(
        organization=workload.organization, answer=answer, kind="link", title="Photo",
        url="https://wiki.example.com/door", choice_key="locks_key",
    )  # fmt: skip
    Improvement.objects.create(
        **own, number=3, review=review, pillar_key="doors", question_key="locks",
        choices=["locks_bolt"], title="Fit a bolt", risk="medium", owner=cast.cleo,
        due_on=date(2026, 12, 1), steps="1. Drill", success_criteria="It holds a kick",
        resources="A drill", links=[{"title": "Plan", "url": "https://wiki.example.com/bolt"}],
    )  # fmt: skip
    Improvement.objects.create(
        **own, number=4, title="Live without a dog", state="accepted",
        accepted_reason="Allergies", accepted_by=cast.ben, accepted_until=date(2027, 1, 1),
    )  # fmt: skip
    tradeoff = TradeOff.objects.create(
        **own, number=1, title="Bars", effects={"doors": {"effect": "improves", "note": "Calm"}},
        savings="-12.50", currency="EUR", state="decided", decided_by=cast.ben,
    )  # fmt: skip
    tradeoff.answers.add(answer)
    Maturity.objects.create(
        organization=workload.organization, review=review, pillar_key="doors", level=2, target=4
    )
    return workload


def test_a_workload_comes_back_as_it_was(actors, rich):
    made = review_import.from_report(actors.ben, exported(rich), name="Checkout again")
    before, after = snapshots.take(rich), snapshots.take(made)
    properties = {**after.properties, "name": "Checkout"}
    assert without_ids(replace(after, properties=properties)) == without_ids(before)
    assert made.pk != rich.pk
    assert before.reviews[0].id != after.reviews[0].id


def test_the_data_inside_a_pdf_does_it_too(actors, rich):
    out = io.BytesIO()
    pdf.render_pdf(
        "<html lang='en'><title>T</title><p>Text</p>",
        out,
        attached=pdf.Attached(data.ATTACHED, exported(rich).decode(), "Data", clock.now()),
    )
    made = review_import.from_report(actors.ben, out.getvalue(), name="From paper")
    assert snapshots.take(made).counts == snapshots.take(rich).counts


def test_history_says_who_brought_it(actors, cast, rich):
    made = review_import.from_report(actors.ben, exported(rich), name="Checkout again")
    answer = Answer.objects.get(review__workload=made, question_key="locks")
    assert answer.changed_by == "Ben Example"
    assert answer.changed_at >= made.created_at
    assert answer.history.get().user == cast.ben
    assert Event.objects.filter(verb="workload.imported", workload_id=made.pk).count() == 1


def test_risks_are_determined_anew(actors, rich):
    document = json.loads(exported(rich))
    question = document["content"]["reviews"][0]["pillars"][0]["questions"][0]
    assert question["risk"] == "medium"
    question["risk"] = "none"
    resealed(document)
    made = review_import.from_report(actors.ada, json.dumps(document).encode(), name="Other")
    assert Answer.objects.get(review__workload=made, question_key="locks").risk == "medium"


def test_a_file_speaks_for_nobody_but_who_brings_it(actors, cast, rich):
    """Ids and names in a file are easily those of another member."""
    made = review_import.from_report(actors.ada, exported(rich), name="Checkout again")
    accepted = made.improvements.get(number=4)
    assert (accepted.accepted_by, accepted.created_by) == (cast.ada, cast.ada)
    assert accepted.accepted_reason == "Allergies\nThe report says that Ben Example accepted it."
    decided = made.tradeoffs.get()
    assert decided.decided_by == cast.ada
    assert decided.context == "The report says that Ben Example decided it."
    answer = Answer.objects.get(review__workload=made, question_key="locks")
    assert answer.changed_by == "Ada Example"
    assert (answer.confirmed_by, answer.confirmed_at) == (None, None)


def test_a_long_reason_leaves_room_for_who_accepted_it(actors, rich):
    rich.improvements.filter(number=4).update(accepted_reason="x" * 2000)
    made = review_import.from_report(actors.ada, exported(rich), name="Checkout again")
    reason = made.improvements.get(number=4).accepted_reason
    assert len(reason) == 2000
    assert reason.endswith("Ben Example accepted it.")


def test_people_of_elsewhere_are_left_out_and_names_stay_words(actors, cast, rich):
    publish_lens(actors.oda)
    made = review_import.from_report(actors.oda, exported(rich))
    assert made.organization == actors.oda.organization
    assert made.team is None
    assert set(made.improvements.values_list("number", "owner", "accepted_by")) == {
        (3, None, None),
        (4, None, cast.oda.pk),
    }
    answer = Answer.objects.get(review__workload=made, question_key="locks")
    assert (answer.confirmed_by, answer.changed_by) == (None, "Oda Example")


def test_a_link_that_would_run_something_is_left_out(actors, rich):
    document = json.loads(exported(rich))
    document["content"]["improvements"][0]["links"][0]["url"] = "javascript:alert(1)"
    resealed(document)
    made = review_import.from_report(actors.ada, json.dumps(document).encode(), name="Other")
    assert made.improvements.get(number=3).links == []


def test_a_lens_that_is_not_here_is_named(actors, rich):
    with pytest.raises(Conflict, match=r"Small lens \(small\) is not here in version 1") as caught:
        review_import.from_report(actors.oda, exported(rich))
    assert caught.value.code == "lens-missing"
    assert not Workload.objects.filter(organization=actors.oda.organization).exists()


def test_a_lens_of_another_content_is_not_taken_for_it(actors, rich):
    lens = Review.objects.get(workload=rich).lens_version.document
    publish_lens(actors.oda, {**lens, "description": "Another one"})
    with pytest.raises(Conflict, match="is not here"):
        review_import.from_report(actors.oda, exported(rich))


def test_a_name_that_is_taken_is_told(actors, rich):
    with pytest.raises(Invalid) as caught:
        review_import.from_report(actors.ada, exported(rich))
    assert "name" in caught.value.fields


def test_who_may_make_no_workload_imports_none(actors, rich):
    with pytest.raises(Forbidden):
        review_import.from_report(actors.cleo, exported(rich), name="Mine")


def test_a_report_of_some_pillars_brings_those(actors, rich):
    content = exported(rich, Options(pillars=("windows",), with_notes=False))
    assert b"Draughts" in content
    assert b"The *big* one" not in content
    made = review_import.from_report(actors.ada, content, name="Windows only")
    rows = dict(Answer.objects.filter(review__workload=made).values_list("question_key", "risk"))
    assert rows == {"locks": "unanswered", "keys": "unanswered", "glass": "none"}
    assert not made.improvements.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no report of WellArch"),
        (b"\xff\xfe", "no report of WellArch"),
        (b"[]", "no report of WellArch"),
        (b"[" * 100_000, "no report of WellArch"),
        (b"%PDF-1.7\nbroken", "carries no data"),
        (b'{"format": "wellarch-report", "version": 2}', "another version"),
        (b'{"format": "wellarch-report", "version": 1, "kind": "portfolio"}', "Only the report"),
        (b'{"format": "wellarch-report", "version": 1, "kind": "review"}', "required property"),
    ],
)
def test_what_is_no_report_is_refused_in_words(actors, content, sentence):
    with pytest.raises(Invalid) as caught:
        review_import.from_report(actors.ada, content)
    assert sentence in " ".join(caught.value.fields["file"])


def test_a_changed_file_is_refused(actors, rich):
    content = exported(rich).replace(b"No room", b"No roof")
    with pytest.raises(Invalid) as caught:
        review_import.from_report(actors.ada, content, name="Other")
    assert "its digest does not fit" in caught.value.fields["file"][0]


def test_a_report_without_answers_is_refused(actors, rich):
    content = exported(rich, Options(sections=("summary", "plan")))
    with pytest.raises(Invalid) as caught:
        review_import.from_report(actors.ada, content, name="Other")
    assert "without its answers" in caught.value.fields["file"][0]


def test_an_answer_that_names_an_unknown_choice_is_refused(actors, rich):
    document = json.loads(exported(rich))
    choices = document["content"]["reviews"][0]["pillars"][0]["questions"][0]["choices"]
    choices[0]["id"] = "locks_dragon"
    resealed(document)
    with pytest.raises(Invalid):
        review_import.from_report(actors.ada, json.dumps(document).encode(), name="Other")
    assert not Workload.objects.filter(name="Other").exists()


def test_the_framework_with_an_empty_workload_comes_back(actors, framework):
    workload = start_workload(actors.ada, "Empty")
    start_review(actors.ada, workload, "wellarchitected")
    made = review_import.from_report(actors.ada, exported(workload), name="Empty again")
    assert snapshots.take(made).counts == snapshots.take(workload).counts


def resealed(document: dict) -> None:
    """The digest as somebody who knows the rule would write it."""
    document["digest"] = digest(document["content"], "")
