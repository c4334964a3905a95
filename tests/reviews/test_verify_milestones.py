"""`manage.py verify_milestones` finds what was done to milestones behind WellArch's back."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from reviews import sealing
from reviews.models import Improvement, Milestone
from reviews.services import frozen_names, milestones
from tests.builders import select


@pytest.fixture
def three(actors, workload, review):
    """A workload with the milestones One, Two and Three, each of another state."""
    for name, choice in (("One", "locks_dog"), ("Two", "locks_key"), ("Three", "locks_bolt")):
        select(actors.cleo, review, "locks", choice, notes=name)
        milestones.record(actors.ben, workload.pk, name=name)
    return workload


def verify(*arguments: str) -> tuple[int, list[str]]:
    """Exit code and lines of the command."""
    out = StringIO()
    try:
        call_command("verify_milestones", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def of(workload, number):
    return Milestone.objects.get(workload=workload, number=number)


def told(workload, lines):
    """What was said, without who it was said of."""
    head = f"{workload.organization.slug}: {workload.name} ({workload.pk}): milestone "
    return [line.removeprefix(head) for line in lines[:-1]]


def test_sound_chains_end_with_0(three):
    code, lines = verify()
    assert code == 0
    assert len(lines) == 1
    assert lines[0].startswith("3 milestones checked in ")
    assert lines[0].endswith(" 0 breaks.")


def test_content_that_was_tampered_with_is_named(three):
    two = of(three, 2)
    two.content["reviews"][0]["pillars"][0]["questions"][0]["notes"] = "All was well."
    two.save()
    code, lines = verify()
    assert code == 1
    assert told(three, lines) == ["2 Two: its content is not what its digest was made of"]


def test_who_makes_the_digest_anew_is_found_by_the_next_one_and_the_log(three):
    two = of(three, 2)
    two.content["reviews"][0]["pillars"][0]["questions"][0]["notes"] = "All was well."
    two.digest = sealing.digest(two.content, two.previous_digest)
    two.save()
    assert told(three, verify()[1]) == [
        "2 Two: its digest is not the one in the log of changes",
        "3 Three: does not follow the milestone before it",
    ]


def test_a_milestone_that_was_removed_is_named_as_the_log_knows_it(three):
    of(three, 2).delete()
    assert told(three, verify()[1]) == [
        "2 Two: is missing",
        "3 Three: does not follow the milestone before it",
    ]


def test_the_last_one_removed_is_missed_too(three):
    of(three, 3).delete()
    assert told(three, verify()[1]) == ["3 Three: is missing"]
    Milestone.objects.all().delete()
    assert len(told(three, verify()[1])) == 3


def test_two_that_were_swapped_are_named(three):
    Milestone.objects.filter(number=2).update(number=9)
    Milestone.objects.filter(number=3).update(number=2)
    Milestone.objects.filter(number=9).update(number=3)
    assert told(three, verify()[1]) == [
        "2 Three: does not follow the milestone before it",
        "2 Three: its digest is not the one in the log of changes",
        "3 Two: does not follow the milestone before it",
        "3 Two: its digest is not the one in the log of changes",
    ]


def test_one_that_was_inserted_is_named_however_well_it_is_made(three):
    Milestone.objects.filter(number=3).update(number=F("number") + 1)
    two, last = of(three, 2), of(three, 4)
    forged = Milestone.objects.get(pk=two.pk)
    forged.pk, forged.number, forged.name = None, 3, "Forged"
    forged.normalized_name, forged.previous_digest = "forged", two.digest
    forged.digest = sealing.digest(forged.content, two.digest)
    forged.save()
    last.previous_digest = forged.digest
    last.digest = sealing.digest(last.content, forged.digest)
    last.save()
    assert told(three, verify()[1]) == [
        "3 Forged: its digest is not the one in the log of changes",
        "4 Three: the log of changes does not know it",
    ]


def test_numbers_and_counts_have_to_follow_from_the_content(three):
    Milestone.objects.filter(number=1).update(counts={"high": 0})
    Milestone.objects.filter(number=3).update(numbers={})
    assert told(three, verify()[1]) == [
        "1 One: its counts do not follow from its content",
        "3 Three: its numbers do not follow from its content",
    ]


def test_content_that_is_none_is_named_and_the_rest_still_checked(three):
    Milestone.objects.filter(number=1).update(content={"format": 2})
    first, *_others = told(three, verify()[1])
    assert first == "1 One: its content is not what its digest was made of"


def test_a_person_who_was_forgotten_breaks_no_chain(three, cast):
    frozen_names.forget(cast.cleo, "Former member", [three.organization_id])
    assert of(three, 1).content["reviews"][0]["pillars"][0]["questions"][0]["changed_by"] == (
        "Former member"
    )
    assert verify()[0] == 0


def test_who_owned_an_improvement_is_forgotten_too(three, cast, actors):
    made = Improvement.objects.create(
        organization=three.organization, workload=three, number=1, title="Fit a bolt",
        owner=cast.cleo,
    )  # fmt: skip
    milestones.record(actors.ben, three.pk, name="Four")
    made.delete()
    assert of(three, 4).numbers["people"] == [cast.cleo.pk]
    frozen_names.forget(cast.cleo, "Former member", [three.organization_id])
    (kept,) = of(three, 4).content["improvements"]
    assert (kept["owner_name"], kept["owner_id"]) == ("Former member", 0)
    assert of(three, 4).numbers["people"] == []
    assert verify()[0] == 0


def test_one_organization_is_checked_alone(three, actors):
    Milestone.objects.filter(number=2).update(counts={})
    assert verify("--organization", three.organization.slug)[0] == 1
    assert verify("--organization", actors.oda.organization.slug)[0] == 0
    with pytest.raises(CommandError):
        verify("--organization", "nowhere")
