"""The published schema describes what read() accepts."""

import json

import pytest
from jsonschema import Draft202012Validator

from lenses.document import LIMITS, read_folder, schema, to_dict
from lenses.document.yaml_source import parse_yaml
from lenses.management.counting import builtin
from tests.lenses.document.cases import FIXTURES, document, good
from tests.lenses.document.test_read import ODDITIES, REFUSED

VALIDATOR = Draft202012Validator(schema())


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(schema())


def test_every_caller_gets_a_schema_of_its_own():
    schema()["properties"].clear()
    assert schema()["properties"]


@pytest.mark.parametrize("name", ODDITIES)
def test_what_reads_without_errors_is_valid_when_written(name):
    VALIDATOR.validate(to_dict(good(name)))


@pytest.mark.parametrize("name", sorted(set(ODDITIES) - {"bare-nan.json", "everything.yaml"}))
def test_what_reads_without_errors_is_valid_as_it_came(name):
    VALIDATOR.validate(json.loads((FIXTURES / name).read_text(encoding="utf-8")))


def test_a_yaml_document_is_valid_too():
    text = (FIXTURES / "everything.yaml").read_text(encoding="utf-8")
    data = parse_yaml(text, LIMITS, [], {})
    data["version"] = "1.10"  # read() takes the number as a text
    VALIDATOR.validate(data)


@pytest.mark.parametrize("folder", builtin(), ids=lambda path: path.name)
def test_the_built_in_lenses_are_valid(folder):
    VALIDATOR.validate(to_dict(read_folder(folder).lens))


@pytest.mark.parametrize(
    "name",
    sorted(
        set(REFUSED)
        - {  # what a schema cannot say
            "bad-choice-id-repeated.json",
            "bad-condition.json",
            "bad-no-questions.json",
            "bad-question-id-repeated.json",
            "bad-unknown-choice.json",
        }
    ),
)
def test_what_is_refused_is_not_valid(name):
    data = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize("word", ["HIGH_RISK", "MEDIUM", "no_risk", " NONE ", "LOW_RISK"])
def test_the_words_of_risks_are_those_of_the_rules(word):
    VALIDATOR.validate(document(("default", word)))


def test_every_property_is_described_or_refers_to_one_that_is():
    def undescribed(node, path=""):
        for key, value in node.get("properties", {}).items():
            if not ({"description", "$ref"} & set(value)) and "type" not in value:
                yield f"{path}/{key}"
            yield from undescribed(value, f"{path}/{key}")

    assert list(undescribed(schema())) == []
