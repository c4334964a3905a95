"""docs/webhooks.md says what the code does."""

from __future__ import annotations

import json

import pytest

from reviews.models import Report
from reviews.services import improvements, milestones, report_making, reports
from tests.builders import publish_lens, select, start_review, start_workload
from tests.outgoing import webhooks_page
from tests.outgoing.conftest import told
from wellarch.events.auditing.sentences import VERBS
from wellarch.events.webhooks import catalogue, sending, signing


def test_the_page_is_current():
    page = webhooks_page.PAGE.read_text(encoding="utf-8")
    assert webhooks_page.current(page) == page, "python -m tests.outgoing.webhooks_page"


def test_the_page_says_the_numbers_of_the_code():
    page = " ".join(webhooks_page.PAGE.read_text(encoding="utf-8").split())
    assert sending.WAITS == (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
    assert "after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours" in page
    assert sending.MAX_ATTEMPTS == 10
    assert "After ten tries" in page


@pytest.fixture
def sent(actors, hook) -> dict[str, dict]:
    """What is sent of a small life, the last of each type."""
    version = publish_lens(actors.ada, name="2.1")
    workload = start_workload(actors.ben, "Payments")
    review = start_review(actors.ben, workload, version.lens)
    select(actors.ben, review, "locks", "locks_key")
    milestones.record(actors.ben, workload.pk, name="Before the launch")
    made = improvements.make_from_question(actors.ben, review.pk, "locks")
    improvements.move(actors.ben, workload.pk, made.number, state="in_progress")
    report = reports.request(actors.ben, workload.pk)
    report_making.render(report.pk)
    assert Report.objects.get().status == "ready"
    return {each.message.type: json.loads(signing.body(each.message)) for each in told()}


def test_the_examples_look_like_what_is_sent(sent):
    for name in webhooks_page.SAMPLES:
        example, real = webhooks_page.payload(name), sent[name]
        assert set(example) == set(real), name
        assert set(example["data"]) == set(real["data"]), name
        assert set(example["data"]["details"]) == set(real["data"]["details"]), name
        assert set(example["data"]["changes"]) == set(real["data"]["changes"]), name
        assert example["data"]["subject"]["type"] == real["data"]["subject"]["type"], name
        assert (example["data"]["workload"] is None) == (real["data"]["workload"] is None), name
        assert bool(example["data"]["url"]) == bool(real["data"]["url"]), name


def test_every_type_is_of_something_the_log_records():
    from_log = {verb for each in catalogue.TYPES.values() for verb in each.verbs}
    assert from_log <= set(VERBS)
    families = {"workload", "review", "answer", "milestone", "report", "improvement", "lens"}
    assert set(catalogue.families()) == families
