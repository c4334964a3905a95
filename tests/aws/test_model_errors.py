"""Every error the model lists, of every operation: provoked for real where it can be for all
operations alike, and else at least translated from the core's refusal."""

from __future__ import annotations

import pytest

from reviews.aws import engine, model
from tests.aws import constraints, fuzzing
from wellarch import errors
from wellarch.accounts.models import Organization

NAMES = sorted(model.operations())
# The core's refusals, and what they are called here.
REFUSALS = {
    "AccessDeniedException": errors.Forbidden("No."),
    "ConflictException": errors.Stale("Somebody was faster."),
    "ResourceNotFoundException": errors.NotFound("There is none."),
    "ValidationException": errors.Invalid(fields={"Name": ["Too blue.", "Too long."]}),
}
# Operations that find what they look for, or refuse before they look.
FINDS_OR_REFUSES = {
    "GetProfileTemplate": None,  # there is one template, and it is always there
    "ImportLens": "ValidationException",  # the document is read before the lens it would replace
}


def modelled(code):
    return [
        name
        for name, operation in sorted(model.operations().items())
        if code in {shape.name for shape in operation.error_shapes}
    ]


def call(bridge, name):
    sent = constraints.request_for(name, constraints.right(name))
    return bridge.send(*sent, operation=name).headers.get("x-amzn-ErrorType")


def test_the_server_may_break_in_any_operation(bridge_of, cast, monkeypatch):
    def broken(call):
        raise RuntimeError("broken")

    bridge = bridge_of(cast.ada, "admin", raising=False)
    for name in NAMES:
        monkeypatch.setitem(engine.HANDLERS, name, broken)
        assert call(bridge, name) == "InternalServerException", name


def test_any_operation_may_be_called_too_often(bridge_of, cast, settings):
    settings.WELLARCH_AWS_RATE = 1
    bridge = bridge_of(cast.ada, "admin")
    call(bridge, "ListLenses")
    for name in NAMES:
        # A minute may begin in between: then this is its first call, and the next one too many.
        codes = {call(bridge, name), call(bridge, name)}
        assert "ThrottlingException" in codes, name


def test_no_operation_is_open_without_the_second_factor_that_is_asked_for(bridge_of, cast):
    bridge = bridge_of(cast.ada, "admin")
    Organization.objects.filter(pk=cast.northwind.pk).update(second_factor_required=True)
    for name in NAMES:
        assert call(bridge, name) == "AccessDeniedException", name


@pytest.mark.parametrize("who", ["a key that only reads", "a viewer"])
def test_who_may_only_read_changes_nothing(bridge_of, cast, who):
    admin, other = bridge_of(cast.ada, "admin"), bridge_of(cast.oda, "admin")
    numbers = cast.northwind.number, cast.elsewhere.number
    pools = fuzzing.stage(admin.client(), other.client(), *numbers)
    known = constraints.FITTING | {name: values[0] for name, values in pools.items()}
    known["LensAlias"] = pools["LensArn"][0]
    bridge = (
        bridge_of(cast.ada, "read") if who.startswith("a key") else bridge_of(cast.vic, "write")
    )
    codes = {}
    for name in NAMES:
        if not name.startswith(("Get", "List", "Export")):
            given = constraints.right(name, known)
            sent = constraints.request_for(name, given)
            codes[name] = bridge.send(*sent, operation=name).headers.get("x-amzn-ErrorType")
    assert {name: c for name, c in codes.items() if c != "AccessDeniedException"} == {}


def test_what_is_not_there_is_not_found(bridge_of, cast):
    bridge = bridge_of(cast.ada, "admin")
    others = {}
    for name in modelled("ResourceNotFoundException"):
        code = call(bridge, name)
        if code != "ResourceNotFoundException":
            others[name] = code
    assert others == FINDS_OR_REFUSES


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_what_the_core_refuses_is_said_in_the_words_of_the_model(
    bridge_of, cast, monkeypatch, code
):
    def refused(call):
        raise REFUSALS[code]

    bridge = bridge_of(cast.ada, "admin")
    for name in NAMES:
        monkeypatch.setitem(engine.HANDLERS, name, refused)
        assert call(bridge, name) == code, name


def test_a_token_used_for_something_else_is_a_conflict(bridge_of, cast, monkeypatch):
    bridge, tried = bridge_of(cast.ada, "admin"), 0
    for name in NAMES:
        token = model.idempotency_member(name)
        members = constraints.right(name)
        rest = [key for key in members if key != token and key not in ("Tags",)]
        if token is None:
            continue
        monkeypatch.setitem(engine.HANDLERS, name, lambda call: {})
        other = members | {rest[0]: other_than(members[rest[0]])}
        first, second = (constraints.request_for(name, given) for given in (members, other))
        answers = [bridge.send(*first), bridge.send(*first), bridge.send(*second, operation=name)]
        codes = [answer.headers.get("x-amzn-ErrorType") for answer in answers]
        assert codes == [None, None, "ConflictException"], name
        tried += 1
    assert tried == 20


def other_than(value):
    """Another value of the same kind that the model allows as well."""
    if isinstance(value, str):
        return value[:-1] + ("b" if value[-1] != "b" else "c")
    return value + 1
