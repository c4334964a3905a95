"""`manage.py verify_audit`, keys that rotate, and sealing that keeps up."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.events import tampering
from wellarch import tasks
from wellarch.accounts.tenancy import organizations
from wellarch.events.auditing import sealing
from wellarch.events.models import Event, Seal

pytestmark = pytest.mark.django_db


def verify(*arguments: str) -> tuple[int, str]:
    """Exit code and output of the command."""
    out = StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_a_sound_log_ends_with_0_and_prints_the_heads(cast, workload):
    code, output = verify()
    last = Seal.objects.filter(organization=cast.northwind).latest("number")
    assert code == 0
    assert f"northwind: sound; head {last.number}:{last.digest}" in output
    assert f"{Event.objects.count()} events checked in" in output


def test_a_fault_ends_with_1_and_names_organization_row_verb_and_time(cast, workload):
    sealing.seal()
    event = Event.objects.get(verb="workload.created")
    tampering.change(event.pk, verb="workload.deleted")
    code, output = verify()
    assert code == 1
    assert f"northwind: changed: Number 2 was changed: event {event.pk}, workload.deleted" in output
    assert f"{event.at:%Y-%m-%d %H:%M:%S} UTC" in output
    assert "1 faults." in output
    assert verify("--organization", "elsewhere")[0] == 0


def test_a_head_that_was_kept_is_compared(cast, actors):
    sealing.seal()
    seal = Seal.objects.get(organization=cast.northwind, number=1)
    assert verify("--organization", "northwind", "--head", f"1:{seal.digest}")[0] == 0
    organizations.edit(actors.ada, changes={"name": "Later"})
    assert verify("--organization", "northwind", "--head", f"1:{seal.digest}")[0] == 0
    code, output = verify("--organization", "northwind", "--head", f"1:{'0' * 64}")
    assert code == 1
    assert seal.digest in output


@pytest.mark.parametrize(
    "arguments",
    [
        ("--organization", "nobody"),
        ("--head", "1:" + "0" * 64),
        ("--organization", "northwind", "--head", "one"),
    ],
)
def test_what_makes_no_sense_is_refused(arguments, cast):
    with pytest.raises(CommandError):
        verify(*arguments)


def test_a_chain_goes_on_over_a_new_key_and_is_checked_with_both(cast, actors, settings):
    first, second = "first-secret-of-this-place", "second-secret-of-this-place"
    settings.WELLARCH_KEYS = [first, settings.SECRET_KEY]
    organizations.edit(actors.ada, changes={"name": "Old key"})
    tasks.seal_events()
    settings.WELLARCH_KEYS = [second, first, settings.SECRET_KEY]
    organizations.edit(actors.ada, changes={"name": "New key"})
    code, output = verify("--organization", "northwind")
    assert (code, Seal.objects.values("key").distinct().count()) == (0, 2)
    settings.WELLARCH_KEYS = [second]
    code, output = verify("--organization", "northwind")
    assert code == 1
    assert "is not configured: what it sealed cannot be checked, from number 1 on" in output


def test_sealing_twice_changes_nothing(cast, workload):
    assert sealing.seal() > 0
    before = list(Seal.objects.values_list("event_id", "number", "digest"))
    assert sealing.seal() == sealing.seal(everything=True) == 0
    assert list(Seal.objects.values_list("event_id", "number", "digest")) == before


def test_an_event_that_comes_to_light_late_is_sealed_after_the_others(cast, actors):
    event = Event.objects.get(organization=cast.northwind, verb="organization.created")
    for name in ("One", "Two"):
        organizations.edit(actors.ada, changes={"name": name})
    late = Event.objects.filter(organization=cast.northwind).earliest("pk")
    hidden = Event.objects.values().get(pk=late.pk)
    tampering.delete(late.pk)
    assert sealing.seal(cast.northwind.pk) == 2
    Event.objects.create(**hidden)  # its transaction commits now
    assert sealing.seal() > 0
    assert Seal.objects.get(event=event).number == 3
    assert verify()[0] == 0


def test_batches_link_as_one_chain(cast, actors, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 3)
    for number in range(10):
        organizations.edit(actors.ada, changes={"name": f"Name {number}"})
    assert sealing.seal(cast.northwind.pk) == 11
    assert verify()[0] == 0


def test_a_deleted_organization_takes_its_log_along(cast, actors):
    sealing.seal()
    cast.elsewhere.delete()
    assert verify()[0] == 0
    assert not Seal.objects.filter(organization_id=actors.oda.organization.pk).exists()
