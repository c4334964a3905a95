"""A report is brought back through the browser and over REST."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile

from reviews.documents import writing
from reviews.documents.writing import Options, WorkloadSubject
from reviews.models import Workload
from reviews.reads import snapshots
from tests.builders import select
from wellarch import clock


def report_of(workload: Workload) -> SimpleUploadedFile:
    out = io.BytesIO()
    subject = WorkloadSubject(
        snapshots.take(workload), workload.organization, None, None, clock.now()
    )
    writing.write(subject, "json", out, options=Options(), progress=lambda percent, step: None)
    return SimpleUploadedFile("review.json", out.getvalue())


def test_a_report_becomes_a_workload_in_the_browser(client_of, cast, actors, workload, review):
    select(actors.ada, review, "locks", "locks_key")
    browser = client_of(cast.ben)
    assert b"Import a review" in browser.get("/workloads/import/").content
    sent = browser.post("/workloads/import/", {"file": report_of(workload), "name": "Again"})
    made = Workload.objects.get(name="Again")
    assert sent.headers["Location"] == f"/workloads/{made.pk}/"
    assert made.reviews.get().answers.get(question_key="locks").risk == "medium"


def test_what_is_wrong_is_said_at_its_field(client_of, cast, workload, review):
    browser = client_of(cast.ada)
    taken = browser.post("/workloads/import/", {"file": report_of(workload)})
    assert taken.status_code == 422
    assert "There is a workload of this name already." in taken.content.decode()
    wrong = browser.post("/workloads/import/", {"file": SimpleUploadedFile("a.json", b"{}")})
    assert "This is no report of WellArch as JSON." in wrong.content.decode()


def test_a_missing_lens_is_named(client_of, cast, workload, review):
    sent = client_of(cast.oda).post("/workloads/import/", {"file": report_of(workload)})
    assert sent.status_code == 422
    assert "Small lens (small) is not here in version 1" in sent.content.decode()


def test_a_report_becomes_a_workload_over_rest(api_of, cast, workload, review):
    api = api_of(cast.ada)
    body = {"file": report_of(workload), "name": "Again"}
    made = api.post("/api/v1/workloads/import/", body, format="multipart")
    assert made.status_code == 201
    assert made.json()["name"] == "Again"
    assert made.headers["Location"].endswith(f"/workloads/{made.json()['id']}/")
    again = api.post(
        "/api/v1/workloads/import/", {"file": report_of(workload), "name": "Again"},
        format="multipart",
    )  # fmt: skip
    assert again.status_code == 422
