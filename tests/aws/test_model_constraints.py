"""Every constraint of every input of the API, broken alone, is refused with the modelled error."""

from __future__ import annotations

import json

import pytest

from reviews.aws import model, validation
from reviews.aws.errors import NotValid
from tests.aws import constraints, shapes
from tests.aws.constraints import Broken

NAMES = sorted(model.operations())


def test_the_model_says_as_much_as_it_did():
    kinds = [broken.constraint for name in NAMES for broken in constraints.all_of(name)]
    found = {kind.rstrip("0123456789") for kind in kinds}
    assert found >= {"required", "short", "long", "low", "high", "enum", "pattern", "type"}
    assert len(kinds) > 2500


@pytest.mark.parametrize("name", NAMES)
def test_what_is_right_by_the_model_is_let_in(name):
    if shape := model.operations()[name].input_shape:
        validation.require(shape, constraints.valid(shape))


@pytest.mark.parametrize("name", NAMES)
def test_every_broken_constraint_is_refused(name):
    shape = model.operations()[name].input_shape
    for broken in constraints.all_of(name):
        with pytest.raises(NotValid) as refusal:
            validation.require(shape, broken.given)
        members = refusal.value.members
        wanted = "CANNOT_PARSE" if "type" in broken.constraint else "FIELD_VALIDATION_FAILED"
        assert members["Reason"] == wanted, str(broken)
        top = broken.member.split(".")[0]
        assert {field["Name"].split(".")[0] for field in members["Fields"]} == {top}, str(broken)
        data = json.loads(json.dumps({"Message": refusal.value.message, **members}))
        assert not shapes.problems(model.errors()["ValidationException"], data, str(broken))


def sample() -> list[Broken]:
    """One constraint of each operation that can be broken in a request, each kind several times."""
    found = []
    for n, name in enumerate(NAMES):
        possible = [broken for broken in constraints.all_of(name) if can_travel(broken)]
        if possible:
            found.append(possible[(n * 37) % len(possible)])
            found.append(possible[(n * 61 + 7) % len(possible)])
    return found


def can_travel(broken: Broken) -> bool:
    """Whether a path or query can say it: there all is text, and an empty label is no label."""
    top = broken.member.split(".")[0]
    location = constraints.shape_of(broken.operation).members[top].serialization.get("location")
    if location == "uri":
        return broken.constraint in ("pattern", "long", "low", "high")
    return location is None or broken.constraint in ("enum", "low", "high", "long")


def test_a_sample_of_each_operation_is_refused_through_the_door_too(bridge_of, cast):
    bridge, broken_ones = bridge_of(cast.ada, "admin"), sample()
    assert len({broken.operation for broken in broken_ones}) > 60
    for broken in broken_ones:
        sent = constraints.request_for(broken.operation, broken.given)
        response = bridge.send(*sent, operation=broken.operation)
        assert response.headers.get("x-amzn-ErrorType") == "ValidationException", str(broken)
        assert response.status_code == 400


LETTERS = r"[\p{L}\p{N}\p{Z}_.:/=+@-]+"
ADDRESS = r"(|(https?|ftp):\/\/[^\s/$.?#].[^\s]*)"


@pytest.mark.parametrize(
    ("java", "fits", "does_not"),
    [
        (LETTERS, ["Größe 7", "名前", "a\u00a0b", "²"], ["a\tb", "a!", "\u0301"]),
        (r"[0-9]{12}", ["123456789012"], ["12345678901२", "123456789012\n"]),
        (ADDRESS, ["", "https://a.b"], ["https:///", "javascript:1"]),
    ],
)
def test_javas_patterns_mean_the_same_here(java, fits, does_not):
    pattern = validation.pattern(java)
    assert all(map(pattern.fullmatch, fits))
    assert not any(map(pattern.fullmatch, does_not))


def test_an_unknown_class_of_characters_is_noticed():
    with pytest.raises(NotImplementedError):
        validation.pattern(r"\p{Lu}+")


def test_a_long_value_is_not_repeated_in_full():
    with pytest.raises(NotValid) as refusal:
        validation.require(
            model.operations()["CreateWorkload"].input_shape,
            {"WorkloadName": "a" * 5000, "Lenses": ["a" * 5000] * 500},
        )
    assert len(refusal.value.message) < 60_000
    assert len(refusal.value.members["Fields"]) == 100
