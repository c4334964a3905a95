"""Whatever is done to the log behind WellArch's back is found, and the row is named."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.events import tampering
from tests.events.tampering import faults
from wellarch.accounts.credentials.keyring import Key
from wellarch.accounts.tenancy import organizations
from wellarch.events import log
from wellarch.events.auditing import chain, sealing
from wellarch.events.auditing.verification import Fault
from wellarch.events.models import ChainHead, Event, Seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(cast, actors, workload) -> list[Event]:
    """A sealed log of eight events of Northwind, oldest first."""
    for name in ("One", "Two", "Three", "Four", "Five"):
        organizations.edit(actors.ada, changes={"name": name})
    log.record(
        actors.ben, "workload.changed", workload, workload_id=workload.pk,
        changes={"environment": ("pre_production", "production"), "notes": ("a", "b")},
        hidden=("notes",), data={"n": 1.5, "list": [1, 2.0, None, "ü"]},
    )  # fmt: skip
    sealing.seal()
    return list(Event.objects.filter(organization=cast.northwind).order_by("pk"))


def test_an_untouched_log_is_sound(cast, events):
    assert faults(cast.northwind) == []
    assert Seal.objects.filter(organization=cast.northwind).count() == len(events) == 8


def test_the_database_refuses_to_change_an_event(events):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=events[2].pk).update(verb="other")
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET data = '{}'")


def test_a_changed_row_is_named_with_its_number_id_verb_and_time(cast, events):
    target = events[3]
    tampering.change(target.pk, data={"name": "Nothing happened"})
    [found] = faults(cast.northwind)
    assert (found.fault, found.number, found.event_id) == (Fault.CHANGED, 4, target.pk)
    for part in (str(target.pk), target.verb, f"{target.at:%Y-%m-%d %H:%M:%S}"):
        assert part in found.message


OTHER = {
    "at": lambda event: event.at + timedelta(microseconds=1),
    "user_id": lambda event: None,
    "organization_id": None,  # filled in by the test
    "actor_name": lambda event: event.actor_name + "x",
    "guest_of": lambda event: "Elsewhere",
    "via": lambda event: "api",
    "credential": lambda event: "wa_123",
    "ip": lambda event: "10.0.0.9",
    "verb": lambda event: event.verb + "x",
    "subject_type": lambda event: "lens",
    "subject_id": lambda event: event.subject_id[:-1] + "z",
    "workload_id": lambda event: uuid.uuid4(),
    "changes": lambda event: {**event.changes, "x": {"before": 1, "after": 2}},
    "data": lambda event: {**event.data, "x": 1},
    "stamp": lambda event: bytes(event.stamp)[:-1] + b"?",
}


def test_there_is_a_change_to_try_for_every_column():
    columns = {field.attname for field in Event._meta.concrete_fields}
    assert columns == {*OTHER, "id"} == set(chain.COLUMNS)


@pytest.mark.parametrize("column", OTHER)
def test_a_change_of_any_column_is_found(column, cast, events):
    target = events[5]
    make = OTHER[column] or (lambda _event: cast.elsewhere.pk)
    tampering.change(target.pk, **{column: make(target)})
    assert [(f.fault, f.event_id) for f in faults(cast.northwind)] == [(Fault.CHANGED, target.pk)]


def test_a_row_that_took_another_id_is_found(cast, events):
    with tampering.without_trigger():
        Event.objects.filter(pk=events[3].pk).update(id=events[-1].pk + 1000)
    [found] = faults(cast.northwind)
    assert (found.fault, found.number, found.event_id) == (Fault.MISSING, 4, events[3].pk)


def test_a_row_deleted_in_the_middle_is_missed_by_its_number(cast, events):
    tampering.delete(events[3].pk)
    [found] = faults(cast.northwind)
    assert (found.fault, found.number, found.event_id) == (Fault.MISSING, 4, events[3].pk)


def test_a_row_deleted_with_its_seal_is_missed_as_well(cast, events):
    tampering.delete(events[3].pk, with_seal=True)
    [found] = faults(cast.northwind)
    assert (found.fault, found.number) == (Fault.MISSING, 4)


def test_a_cut_off_end_is_found(cast, events):
    for event in events[-2:]:
        tampering.delete(event.pk, with_seal=True)
    [found] = faults(cast.northwind)
    assert (found.fault, found.number) == (Fault.CUT_OFF, 7)
    assert "7 to 8" in found.message


def test_a_head_moved_back_over_a_cut_off_end_is_found_and_stays_found(cast, actors, events):
    tampering.delete(events[-1].pk, with_seal=True)
    last = Seal.objects.get(organization=cast.northwind, number=7)
    ChainHead.objects.filter(organization=cast.northwind).update(number=7, digest=last.digest)
    assert [found.fault for found in faults(cast.northwind)] == [Fault.HEAD]
    organizations.edit(actors.ada, changes={"name": "Later"})
    [found] = faults(cast.northwind)
    assert (found.fault, found.number) == (Fault.MISSING, 8)


def test_a_deleted_head_is_found_and_stays_found(cast, actors, events):
    ChainHead.objects.filter(organization=cast.northwind).delete()
    assert [found.fault for found in faults(cast.northwind)] == [Fault.HEAD]
    organizations.edit(actors.ada, changes={"name": "Later"})
    assert [found.fault for found in faults(cast.northwind)] == [Fault.MISSING]


def test_an_inserted_row_is_never_sealed_and_named(cast, events):
    forged = tampering.copy_of(events[3].pk, verb="member.removed")
    bare = tampering.copy_of(events[3].pk, stamp=None)
    replayed = tampering.copy_of(events[3].pk)
    sealing.seal(everything=True)
    found = faults(cast.northwind)
    assert [each.fault for each in found] == [Fault.INSERTED] * 3
    assert [each.event_id for each in found] == [forged.pk, bare.pk, replayed.pk]


def test_a_row_inserted_with_a_forged_seal_is_found(cast, events):
    forged = tampering.copy_of(events[3].pk, verb="member.removed")
    Seal.objects.create(
        event=forged, organization=cast.northwind, number=9, key=_key_id(), digest="0" * 64
    )
    assert Fault.CHANGED in {found.fault for found in faults(cast.northwind)}


def test_two_rows_that_changed_places_are_found(cast, events):
    one, two = Seal.objects.get(event=events[2]), Seal.objects.get(event=events[4])
    Seal.objects.filter(event=events[2]).update(number=1000)
    Seal.objects.filter(event=events[4]).update(number=one.number)
    Seal.objects.filter(event=events[2]).update(number=two.number)
    found = faults(cast.northwind)
    assert {each.event_id for each in found if each.fault == Fault.LINK} >= {
        events[2].pk,
        events[4].pk,
    }


def test_a_chain_made_anew_without_the_key_is_found_row_by_row(cast, events):
    tampering.change(events[2].pk, data={"name": "Never"})
    key, before = Key(_key_id(), b"guessed" * 5), ""
    for number, event in enumerate(events, 1):
        row = Event.objects.filter(pk=event.pk).values(*chain.COLUMNS).get()
        before = chain.link(key, number, before, row)
        Seal.objects.filter(event=event).update(digest=before)
    ChainHead.objects.filter(organization=cast.northwind).update(
        digest=chain.end(key, cast.northwind.pk, 8, before)
    )
    found = faults(cast.northwind)
    assert [each.event_id for each in found if each.fault == Fault.CHANGED] == [events[2].pk]
    assert {each.number for each in found} == set(range(1, 9))
    assert found[-1].fault == Fault.HEAD


def test_a_chain_started_over_is_found_by_the_head_that_was_kept(cast, events):
    number, digest = 8, Seal.objects.get(organization=cast.northwind, number=8).digest
    assert faults(cast.northwind, (number, digest)) == []
    tampering.delete(events[-1].pk)
    Seal.objects.filter(organization=cast.northwind).delete()
    ChainHead.objects.filter(organization=cast.northwind).delete()
    assert faults(cast.northwind) == []  # by itself it looks like a younger log
    [found] = faults(cast.northwind, (number, digest))
    assert found.fault == Fault.CUT_OFF


def test_another_organization_is_not_blamed(cast, events):
    tampering.change(events[3].pk, verb="x")
    assert faults(cast.elsewhere) == []


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | TEXTS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.dictionaries(TEXTS, VALUES, max_size=4), before=VALUES, after=VALUES)
def test_whatever_json_an_event_holds_it_is_read_back_as_it_was_stamped(
    cast, actors, data, before, after
):
    changes = {"field": (before, after)}
    event = log.record(actors.ada, "x.done", cast.northwind, data=data, changes=changes)
    row = Event.objects.filter(pk=event.pk).values(*chain.COLUMNS).get()
    assert chain.is_stamped(row, chain.Keys())


@settings(max_examples=200)
@given(one=VALUES, other=VALUES)
def test_different_values_have_different_bytes(one, other):
    same = chain.canonical({"data": one}) == chain.canonical({"data": other})
    assert same == (_typed(one) == _typed(other))


def _typed(value):
    """The value with its type, in which 1 and 1.0 are the same and 1 and True are not."""
    if isinstance(value, dict):
        return {key: _typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_typed(each) for each in value]
    return (isinstance(value, bool), value)


def _key_id() -> str:
    return Seal.objects.values_list("key", flat=True).first() or ""
