"""Who may do what: each operation that changes something, tried by every role."""

from __future__ import annotations

import pytest

from reviews.models import Workload
from reviews.services import milestones, reports

# operation, path, body → who may (everybody else in the organization gets 403)
TEAM = ("cleo", "ben", "ada")
ARCHITECTS = ("ben", "ada")
CHANGES = {
    "create a workload": ("post", "workloads/", {"name": "Another"}, ARCHITECTS),
    "change a workload": ("patch", "workloads/{w}/", {"team": "Payments"}, ARCHITECTS),
    "archive a workload": ("post", "workloads/{w}/archive/", None, ARCHITECTS),
    "restore a workload": ("post", "workloads/{w}/restore/", None, ARCHITECTS),
    "delete a workload": ("delete", "workloads/{w}/", None, ARCHITECTS),
    "attach a lens": ("post", "workloads/{w}/reviews/", {"lens": "review-checklist"}, ARCHITECTS),
    "remove a lens": ("delete", "reviews/{r}/", None, ARCHITECTS),
    "write notes": ("patch", "reviews/{r}/", {"notes": "Seen."}, TEAM),
    "answer": ("patch", "reviews/{r}/answers/keys/", {"notes": "Seen."}, TEAM),
    "write a finding": ("patch", "reviews/{r}/findings/doors/", {"gaps": "Rust."}, TEAM),
    "reopen a review": ("post", "reviews/{r}/reopen/", None, ARCHITECTS),
    "record a milestone": ("post", "workloads/{w}/milestones/", {"name": "Launch"}, ARCHITECTS),
    "ask for a report": ("post", "workloads/{w}/reports/", {}, ARCHITECTS),
    "retry a report": ("post", "reports/{p}/retry/", None, ARCHITECTS),
}
READS = (
    "workloads/", "workloads/{w}/", "workloads/{w}/reviews/", "workloads/{w}/plan/",
    "workloads/{w}/milestones/", "workloads/{w}/milestones/1/",
    "workloads/{w}/milestones/1/compare/", "workloads/{w}/reports/", "reviews/{r}/",
    "reviews/{r}/answers/", "reviews/{r}/answers/keys/", "reviews/{r}/answers/keys/history/",
    "reviews/{r}/findings/", "reviews/{r}/findings/doors/", "reports/{p}/",
)  # fmt: skip


@pytest.fixture
def url_of(actors, workload: Workload, review, framework):
    milestones.record(actors.ada, workload.pk, name="First")
    report = reports.request(actors.ada, workload.pk)

    def fill(path: str) -> str:
        return "/api/v1/" + path.format(w=workload.pk, r=review.pk, p=report.pk)

    return fill


@pytest.mark.parametrize("name", ["ada", "ben", "cleo", "vic"])
@pytest.mark.parametrize("operation", CHANGES)
def test_a_role_may_what_the_policy_says(api_of, cast, url_of, operation, name):
    method, path, body, allowed = CHANGES[operation]
    response = getattr(api_of(getattr(cast, name)), method)(url_of(path), body)
    if name in allowed:
        assert response.status_code in (200, 201, 202, 204), response.content
    else:
        assert (response.status_code, response.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", READS)
def test_a_viewer_with_a_read_token_reads_everything(api_of, cast, url_of, path):
    assert api_of(cast.vic, "read").get(url_of(path)).status_code == 200


@pytest.mark.parametrize("operation", CHANGES)
def test_a_read_token_of_an_admin_changes_nothing(api_of, cast, url_of, operation):
    method, path, body, _allowed = CHANGES[operation]
    response = getattr(api_of(cast.ada, "read"), method)(url_of(path), body)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize("path", READS)
def test_nobody_reads_anything(client, url_of, path):
    assert client.get(url_of(path)).status_code == 401


@pytest.mark.parametrize("operation", CHANGES)
def test_nobody_changes_anything(client, url_of, operation):
    method, path, body, _allowed = CHANGES[operation]
    response = getattr(client, method)(url_of(path), body, content_type="application/json")
    assert response.status_code == 401
