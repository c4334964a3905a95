"""Moving the other way: an organization copied into an account of the AWS API.

The account is an empty organization of the same installation, behind the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lenses.models import LensVersion
from reviews.copying.documents import account_digest
from reviews.models import Milestone, Workload
from reviews.services import aws_pulls, aws_pushes, workloads
from tests.aws import moving_stage
from tests.aws.test_moving import READING, Counting, counts
from tests.conftest import Actors, Cast
from wellarch.accounts.actor import Actor
from wellarch.errors import Forbidden


@pytest.fixture
def shop(actors: Actors, framework: LensVersion) -> Workload:
    return moving_stage.fill(actors.ben)


@pytest.fixture
def there(aws_of: Callable[..., Any], cast: Cast) -> Any:
    return aws_of(cast.oda)


def _fitted_digest(actor: Actor, there: Any) -> str:
    return account_digest(aws_pushes.fitted(actor, there), times=False)


def test_a_dry_run_says_what_would_be_done_there_and_writes_nothing(
    actors: Actors, shop: Workload, there: Any
) -> None:
    before = counts()
    client = Counting(there)
    report = aws_pushes.push(actors.ben, client)
    assert counts() == before
    assert all(name.startswith(READING) for name in client.called)
    deeds = {(row["kind"], row["name"]): row["deed"] for row in report.steps}
    assert deeds["workload", "Shop"] == "create"
    assert deeds["lens", "Small lens"] == "create"


def test_a_push_gives_the_same_content_in_its_versions(
    actors: Actors, shop: Workload, there: Any
) -> None:
    report = aws_pushes.push(actors.ben, there, apply=True)
    assert [row["problem"] for row in report.steps if row["problem"]] == []
    assert [row["differences"] for row in report.steps if row["differences"]] == []
    assert _fitted_digest(actors.oda, there) == _fitted_digest(actors.ben, there)
    copied = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    found = list(Milestone.objects.filter(workload=copied).order_by("number"))
    assert [row.name for row in found] == ["As it began", "Before the new lens"]
    assert "2 milestones get the time at which they are recorded there" in report.lost
    assert any("Cellar: the API wants a region" in line for line in report.lost)


def test_a_second_push_has_nothing_to_do(actors: Actors, shop: Workload, there: Any) -> None:
    aws_pushes.push(actors.ben, there, apply=True)
    before = counts()
    client = Counting(there)
    report = aws_pushes.push(actors.ben, client, apply=True)
    assert {row["deed"] for row in report.steps} == {"same"}
    assert all(name.startswith(READING) for name in client.called)
    assert counts() == before


def test_an_interrupted_push_goes_on_and_makes_nothing_twice(
    actors: Actors, shop: Workload, there: Any
) -> None:
    with pytest.raises(KeyboardInterrupt):
        aws_pushes.push(actors.ben, Counting(there, breaks_at="upgrade_lens_review"), apply=True)
    assert Workload.objects.filter(organization=actors.oda.organization).count() == 1
    report = aws_pushes.push(actors.ben, there, apply=True)
    assert [row["differences"] for row in report.steps if row["differences"]] == []
    assert _fitted_digest(actors.oda, there) == _fitted_digest(actors.ben, there)


def test_only_what_changed_here_is_sent_again(actors: Actors, shop: Workload, there: Any) -> None:
    aws_pushes.push(actors.ben, there, apply=True)
    workloads.edit(actors.ben, shop.pk, values={"notes": "Moved in summer."})
    client = Counting(there)
    report = aws_pushes.push(actors.ben, client, apply=True)
    assert [row["name"] for row in report.steps if row["deed"] == "change"] == ["Shop"]
    writes = [name for name in client.called if not name.startswith(READING)]
    assert writes == ["update_workload"]


def test_what_was_changed_there_since_is_kept(actors: Actors, shop: Workload, there: Any) -> None:
    aws_pushes.push(actors.ben, there, apply=True)
    copied = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    workloads.edit(actors.oda, copied.pk, values={"notes": "Theirs now."})
    report = aws_pushes.push(actors.ben, there, apply=True)
    assert [row["deed"] for row in report.steps if row["name"] == "Shop"] == ["keep"]


def test_a_contributor_may_not_push(actors: Actors, shop: Workload, there: Any) -> None:
    client = Counting(there)
    with pytest.raises(Forbidden):
        aws_pushes.push(actors.cleo, client, apply=True)
    assert client.called == []


def test_what_was_pulled_knows_its_original_when_it_is_pushed_back(
    actors: Actors, cast: Cast, shop: Workload, aws_of: Callable[..., Any]
) -> None:
    original = aws_of(cast.ben)
    aws_pulls.pull(actors.oda, original, apply=True)
    mine = Workload.objects.get(organization=actors.oda.organization, name="Shop")
    workloads.edit(actors.oda, mine.pk, values={"name": "Shop of Oda"})
    report = aws_pushes.push(actors.oda, original)
    [row] = [row for row in report.steps if row["name"] == "Shop of Oda"]
    assert row["deed"] == "change"
    assert row["there"].endswith(shop.pk.hex)
    assert row["differences"][0]["path"] == "/now/properties/name"
