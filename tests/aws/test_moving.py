"""Moving: an account of the AWS API copied into an organization, through a real boto3 client.

The account is another organization of the same installation, behind the door."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from lenses.models import Lens, LensVersion
from reviews.management import aws_copying
from reviews.models import Answer, AwsCopy, Milestone, Profile, Template, Workload
from reviews.reads import aws_copy
from reviews.services import aws_pulls, workloads
from tests.aws import moving_stage
from tests.builders import select
from tests.conftest import Actors, Cast
from wellarch.errors import Forbidden

READING = ("list_", "get_", "export_")


class Counting:
    """A client that counts what is asked, and can break at a call."""

    def __init__(self, client: Any, *, breaks_at: str = "") -> None:
        self.client, self.meta, self.breaks_at = client, client.meta, breaks_at
        self.called: list[str] = []

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.client, name)

        def call(**given: Any) -> Any:
            self.called.append(name)
            if name == self.breaks_at:
                raise KeyboardInterrupt
            return method(**given)

        return call


@pytest.fixture
def shop(actors: Actors, framework: LensVersion) -> Workload:
    return moving_stage.fill(actors.ben)


@pytest.fixture
def there(aws_of: Callable[..., Any], cast: Cast) -> Any:
    return aws_of(cast.ben)


def counts() -> tuple[int, ...]:
    models = (Lens, LensVersion, Profile, Template, Workload, Milestone, AwsCopy)
    return tuple(model.objects.count() for model in models)


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(
    actors: Actors, shop: Workload, there: Any
) -> None:
    before = counts()
    client = Counting(there)
    report = aws_pulls.pull(actors.oda, client)
    assert counts() == before
    assert all(name.startswith(READING) for name in client.called)
    deeds = {(row["kind"], row["name"]): row["deed"] for row in report.steps}
    assert deeds["workload", "Shop"] == "create"
    assert deeds["lens", "Small lens"] == "create"
    assert deeds["profile", "Shop window"] == "create"
    assert deeds["template", "House rules"] == "create"
    assert not report.is_done


def test_a_pull_gives_an_identical_copy(
    actors: Actors, cast: Cast, shop: Workload, there: Any, aws_of: Callable[..., Any]
) -> None:
    report = aws_pulls.pull(actors.oda, there, apply=True)
    assert [row["problem"] for row in report.steps if row["problem"]] == []
    assert [row["differences"] for row in report.steps if row["differences"]] == []
    assert report.risks == []
    original = aws_pulls.digest_there(actors.oda, there)
    copied = aws_pulls.digest_there(actors.oda, aws_of(cast.oda))
    assert copied["counts"] == original["counts"]
    assert copied["digest"] == original["digest"]
    assert copied["counts"]["milestones"] == 2
    assert aws_pulls.digest_here(actors.ben)["digest"] == original["digest"]
    assert aws_pulls.digest_here(actors.oda)["digest"] == original["digest"]


def test_the_digest_sees_a_single_note(actors: Actors, shop: Workload, there: Any) -> None:
    before = aws_pulls.digest_there(actors.oda, there)["digest"]
    review = shop.reviews.get(lens__alias="small")
    select(actors.ben, review, "keys", notes="Found.")
    assert aws_pulls.digest_there(actors.oda, there)["digest"] != before


def test_milestones_keep_their_names_times_and_answers(
    actors: Actors, shop: Workload, there: Any
) -> None:
    aws_pulls.pull(actors.oda, there, apply=True)
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    theirs = list(Milestone.objects.filter(workload=shop).order_by("number"))
    found = list(Milestone.objects.filter(workload=mine).order_by("number"))
    assert [row.name for row in found] == ["As it began", "Before the new lens"]
    assert [row.recorded_at for row in found] == [row.recorded_at for row in theirs]
    assert [row.counts for row in found] == [row.counts | _low(row) for row in theirs]
    for one, other in zip(theirs, found, strict=True):
        assert aws_copy.frozen(actors.ben, one) == aws_copy.frozen(actors.oda, other)
    small = [
        review["lens_version"]
        for row in found
        for review in row.content["reviews"]
        if review["lens_name"] == "Small lens"
    ]
    assert small == ["1", "1"]


def _low(row: Milestone) -> dict[str, int]:
    assert row.counts.get("low", 0) == 0
    return {}


def test_a_second_pull_has_nothing_to_do_and_reads_no_milestone_again(
    actors: Actors, shop: Workload, there: Any
) -> None:
    first = Counting(there)
    aws_pulls.pull(actors.oda, first, apply=True)
    before = counts()
    client = Counting(there)
    report = aws_pulls.pull(actors.oda, client, apply=True)
    assert {row["deed"] for row in report.steps} == {"same"}
    assert report.is_done
    assert counts() == before
    assert "get_milestone" not in client.called
    assert len(client.called) < len(first.called)


def test_an_interrupted_pull_goes_on_and_makes_nothing_twice(
    actors: Actors, cast: Cast, shop: Workload, there: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    frozen = aws_pulls.Writer._milestone
    done: list[int] = []

    def stops(self: Any, workload: Workload, wanted: Any, one: Any) -> None:
        if one.number == 2 and not done:
            done.append(1)
            raise KeyboardInterrupt
        frozen(self, workload, wanted, one)

    monkeypatch.setattr(aws_pulls.Writer, "_milestone", stops)
    with pytest.raises(KeyboardInterrupt):
        aws_pulls.pull(actors.oda, there, apply=True)
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    assert Milestone.objects.filter(workload=mine).count() == 1
    report = aws_pulls.pull(actors.oda, there, apply=True)
    assert report.is_done
    assert Milestone.objects.filter(workload=mine).count() == 2
    assert Workload.objects.filter(organization=actors.oda.organization).count() == 2
    original = aws_pulls.digest_there(actors.oda, there)["digest"]
    assert aws_pulls.digest_here(actors.oda)["digest"] == original


def test_what_changed_there_is_named_and_copied(actors: Actors, shop: Workload, there: Any) -> None:
    aws_pulls.pull(actors.oda, there, apply=True)
    workloads.edit(actors.ben, shop.pk, values={"description": "Where people buy more."})
    report = aws_pulls.pull(actors.oda, there)
    [row] = [row for row in report.steps if row["deed"] == "change"]
    assert [one["path"] for one in row["differences"]] == ["/now/properties/description"]
    assert aws_pulls.pull(actors.oda, there, apply=True).is_done
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    assert mine.description == "Where people buy more."


def test_what_was_changed_here_since_is_kept_unless_told_otherwise(
    actors: Actors, shop: Workload, there: Any
) -> None:
    aws_pulls.pull(actors.oda, there, apply=True)
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    workloads.edit(actors.oda, mine.pk, values={"notes": "Ours now."})
    report = aws_pulls.pull(actors.oda, there, apply=True)
    assert [row["deed"] for row in report.steps if row["name"] == "Shop"] == ["keep"]
    mine.refresh_from_db()
    assert mine.notes == "Ours now."
    aws_pulls.pull(actors.oda, there, apply=True, overwrite=True)
    mine.refresh_from_db()
    assert mine.notes == "Moved in spring."


def test_a_contributor_may_not_pull(actors: Actors, shop: Workload, there: Any) -> None:
    client = Counting(there)
    for actor in (actors.cleo, actors.vic):
        with pytest.raises(Forbidden):
            aws_pulls.pull(actor, client, apply=True)
    assert client.called == []


def test_shares_are_offered_to_organizations_that_are_here_and_named_otherwise(
    actors: Actors, cast: Cast, shop: Workload, there: Any
) -> None:
    there.create_workload_share(
        WorkloadId=shop.pk.hex,
        SharedWith=cast.elsewhere.number,
        PermissionType="CONTRIBUTOR",
        ClientRequestToken="one",
    )
    report = aws_pulls.pull(actors.oda, there)
    [row] = report.shares
    assert (row["kind"], row["name"], row["permission"]) == ("workload", "Shop", "contribute")
    assert row["why_not"] == ""


class Framework:
    """A client whose framework asks a question WellArch's does not know, answered in the shop."""

    def __init__(self, client: Any) -> None:
        self.client, self.meta = client, client.meta

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.client, name)

        def call(**given: Any) -> Any:
            found = method(**given)
            if name in ("list_answers", "get_answer"):
                text = json.dumps(found, default=str)
                found = json.loads(text.replace("ops_priorities_ext_cust_needs", "ops_older"))
            return found

        return call


def test_answers_wellarch_does_not_know_come_with_a_lens_of_their_own(
    actors: Actors, shop: Workload, there: Any
) -> None:
    report = aws_pulls.pull(actors.oda, Framework(there), apply=True)
    assert [row["problem"] for row in report.steps if row["problem"]] == []
    assert any("does not know priorities/ops_older" in line for line in report.lost)
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    review = mine.reviews.attached().get(lens__name__endswith="(as pulled)")
    answer = Answer.objects.get(review=review, question_key="priorities")
    original = Answer.objects.get(review__workload=shop, question_key="priorities")
    assert answer.choices == {"ops_older": {"status": "selected"}}
    assert answer.risk == original.risk
    assert review.answers.count() == 57
    other = Workload.objects.get(organization=actors.oda.organization, name="Cellar")
    assert [row.lens.alias for row in other.reviews.all()] == ["wellarchitected"]
    again = aws_pulls.pull(actors.oda, Framework(there), apply=True)
    assert {row["deed"] for row in again.steps} == {"same"}


def test_the_command_prints_the_plan_and_leaves_with_three(
    actors: Actors, shop: Workload, there: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aws_copying, "client_of", lambda options: there)
    who = ("--organization", "elsewhere", "--as", "oda@example.com")
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("aws_pull", *who, stdout=out)
    assert left.value.code == 3
    assert "would create   workload  Shop" in out.getvalue()
    assert "Nothing was written" in out.getvalue()
    call_command("aws_pull", *who, "--apply", stdout=StringIO(), stderr=StringIO())
    out = StringIO()
    call_command("aws_pull", *who, "--format", "json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["nothing_left"] is True
    assert {row["deed"] for row in told["steps"]} == {"same"}


def test_the_command_wants_a_member(actors: Actors) -> None:
    with pytest.raises(CommandError, match="is no member"):
        call_command("aws_pull", "--organization", "elsewhere", "--as", "ben@example.com")
