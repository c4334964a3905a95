"""JUnit read back as a pipeline reads it; SARIF held to what its schema demands."""

from __future__ import annotations

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from junitparser import Failure, JUnitXml, Skipped

from reviews.services import improvements
from tests.builders import SMALL_LENS, publish_lens, select, start_review


@pytest.fixture
def risky(actors, review):
    """One high (keys), one medium (locks), one unanswered (glass)."""
    select(actors.ada, review, "keys", "keys_no")
    select(actors.ada, review, "locks", "locks_key")
    return review


def junit(ben, *words):
    done = ben("gate", "checkout", "--format", "junit", *words)
    return JUnitXml.fromstring(done.stdout.encode()), done.exit_code


def results(document):
    return {
        case.name: type(case.result[0]) if case.result else None
        for suite in document
        for case in suite
    }


def test_junit_has_a_suite_for_the_limits_and_one_for_each_review(ben, actors, risky):
    other = publish_lens(actors.ada, {**SMALL_LENS, "alias": "other", "name": "Other lens"})
    start_review(actors.ada, risky.workload, other.lens)
    document, code = junit(ben, "--max-medium", "5")
    assert code == 1
    assert [suite.name for suite in document] == ["Limits", "Small lens", "Other lens"]
    assert [len(list(suite)) for suite in document] == [2, 3, 3]
    assert (document.tests, document.failures, document.errors) == (8, 2, 0)


def test_junit_fails_for_what_is_over_a_limit_and_for_nothing_else(ben, risky):
    document, _code = junit(ben, "--max-medium", "1")
    found = results(document)
    assert found["max-high"] is Failure
    assert found["max-medium"] is None
    assert found["DOO 2 Where are the keys?"] is Failure
    assert found["DOO 1 How do you lock the doors?"] is None


def test_junit_is_green_when_the_gate_is(ben, risky):
    document, code = junit(ben, "--max-high", "1")
    assert (code, document.failures, document.skipped) == (0, 0, 0)


def test_a_failure_carries_the_question_and_its_link(ben, risky):
    document, _code = junit(ben)
    (failure,) = [
        case.result[0] for suite in document for case in suite
        if case.name.startswith("DOO 2")
    ]  # fmt: skip
    assert failure.message == "high risk"
    assert "Where are the keys?" in failure.text
    assert f"/reviews/{risky.pk}/questions/keys/" in failure.text


def accept(actors, review, question):
    made = improvements.make_from_question(actors.ada, review.pk, question)
    until = timezone.localdate() + timedelta(days=30)
    improvements.accept(
        actors.ada, review.workload_id, made.number, reason="The vendor fixes it.", until=until,
        revision=None,
    )  # fmt: skip


def test_an_excused_risk_is_skipped_with_its_reason(ben, actors, risky):
    accept(actors, risky, "keys")
    document, code = junit(ben, "--accepted-ok")
    assert code == 0
    (skipped,) = [case.result[0] for suite in document for case in suite if case.result]
    assert isinstance(skipped, Skipped)
    assert "The vendor fixes it." in skipped.message


# --- SARIF ---------------------------------------------------------------------------------

_REQUIRED = {
    "log": {"version", "runs"},
    "run": {"tool", "results"},
    "driver": {"name", "rules"},
    "rule": {"id", "shortDescription", "helpUri"},
    "result": {"ruleId", "ruleIndex", "level", "message", "locations"},
    "suppression": {"kind"},
}
_KNOWN = {
    "log": {"$schema"},
    "run": {"automationDetails", "columnKind", "properties"},
    "driver": {"informationUri"},
    "rule": {"name", "properties"},
    "result": {"kind", "partialFingerprints", "hostedViewerUri", "properties", "suppressions"},
    "suppression": {"status", "justification"},
}


def held(what, kind):
    """Every required property is there, and none that SARIF does not know."""
    assert _REQUIRED[kind] <= set(what), (kind, set(what))
    assert set(what) <= _REQUIRED[kind] | _KNOWN[kind], (kind, set(what))
    return what


def is_uri(text):
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and " " not in text


def validated(text):
    """A SARIF 2.1.0 log with one run, as its schema describes it."""
    log = held(json.loads(text), "log")
    assert log["version"] == "2.1.0"
    assert is_uri(log["$schema"])
    (run,) = log["runs"]
    held(run, "run")
    assert set(run["tool"]) == {"driver"}
    driver = held(run["tool"]["driver"], "driver")
    assert is_uri(driver["informationUri"])
    ids = [held(rule, "rule")["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert is_uri(rule["helpUri"])
        assert rule["shortDescription"]["text"]
    for result in run["results"]:
        held(result, "result")
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["kind"] == "fail"  # any other wants the level none
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            (logical,) = location["logicalLocations"]
            assert set(logical) == {"name", "fullyQualifiedName", "kind"}
        for each in result.get("suppressions", []):
            assert held(each, "suppression")["kind"] in ("inSource", "external")
            assert each["status"] in ("accepted", "underReview", "rejected")
    return run


def test_sarif_has_a_result_for_each_risk(ben, risky):
    done = ben("gate", "checkout", "--format", "sarif")
    assert done.exit_code == 1
    run = validated(done.stdout)
    assert [(each["ruleId"], each["level"]) for each in run["results"]] == [
        ("small/glass", "note"), ("small/keys", "error"), ("small/locks", "warning"),
    ]  # fmt: skip
    keys = run["results"][1]
    assert "Checkout: high risk. DOO 2 Where are the keys?" in keys["message"]["text"]
    (logical,) = keys["locations"][0]["logicalLocations"]
    assert logical["fullyQualifiedName"] == f"{risky.workload_id}/small/doors/keys"
    assert keys["properties"]["stopsTheGate"] is True
    assert run["properties"]["passed"] is False


def test_two_lenses_with_the_same_question_do_not_mix(ben, actors, risky):
    other = publish_lens(actors.ada, {**SMALL_LENS, "alias": "other", "name": "Other lens"})
    second = start_review(actors.ada, risky.workload, other.lens)
    select(actors.ada, second, "keys", "keys_no")
    run = validated(ben("gate", "checkout", "--format", "sarif").stdout)
    assert {"small/keys", "other/keys"} <= {each["ruleId"] for each in run["results"]}


def test_an_excused_risk_is_suppressed(ben, actors, risky):
    accept(actors, risky, "keys")
    run = validated(ben("gate", "checkout", "--format", "sarif", "--accepted-ok").stdout)
    (suppressed,) = [each for each in run["results"] if "suppressions" in each]
    assert suppressed["ruleId"] == "small/keys"
    assert "The vendor fixes it." in suppressed["suppressions"][0]["justification"]


def test_a_file_is_named_for_services_that_insist_on_one(ben, risky):
    done = ben("gate", "checkout", "--format", "sarif", "--location", "docs/architecture.md")
    for result in validated(done.stdout)["results"]:
        physical = result["locations"][0]["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "docs/architecture.md"
        assert physical["region"] == {"startLine": 1}


def test_no_risk_is_an_empty_list_not_a_missing_one(ben, actors, risky):
    select(actors.ada, risky, "keys", "keys_safe")
    run = validated(
        ben("gate", "checkout", "--format", "sarif", "--pillar", "doors", "--lens", "small").stdout
    )
    assert isinstance(run["results"], list)
