"""Reports in the browser: asked for, followed, downloaded."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from reviews.models import Report, ReportStatus
from reviews.services import milestones, reports, sharing
from tests.builders import SMALL_LENS, publish_lens, start_review
from wellarch.accounts.sharing import offers
from wellarch.accounts.sharing.targets import Target

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def address(workload):
    return reverse("report-list", args=[workload.pk])


@pytest.fixture
def report(actors, workload, review):
    return reports.request(actors.ada, workload.pk)


@pytest.fixture
def ready(report):
    report.file.save("r.pdf", ContentFile(b"%PDF-1.7 nothing"), save=False)
    report.status, report.pages, report.size = ReportStatus.READY, 3, 16
    report.digest = "d1" * 32
    report.save()
    yield report
    report.file.delete(save=False)


def row(client, report):
    return client.get(reverse("report-detail", args=[report.pk]), **HTMX).content.decode()


def test_a_report_of_everything_is_asked_for(client_of, cast, address, workload, review):
    answer = client_of(cast.ben).post(address, {"subject": "workload"})
    made = Report.objects.get()
    assert answer["Location"] == reverse("report-detail", args=[made.pk])
    assert (made.user, made.review, made.milestone) == (cast.ben, None, None)
    assert made.status == ReportStatus.QUEUED


def test_a_report_can_be_about_one_review_or_a_milestone(
    client_of, cast, actors, address, workload, review
):
    other = publish_lens(actors.ada, {**SMALL_LENS, "alias": "second", "name": "Second lens"})
    second = start_review(actors.ada, workload, other.lens)
    frozen = milestones.record(actors.ada, workload.pk, name="First")
    client = client_of(cast.ben)
    text = client.get(address).content.decode()
    assert "Second lens" in text
    assert "1 · First" in text
    client.post(address, {"subject": f"review:{second.pk}"})
    client.post(address, {"subject": "milestone:1"})
    made = set(Report.objects.values_list("review", "milestone"))
    assert made == {(second.pk, None), (None, frozen.pk)}


def test_what_is_not_offered_is_refused(client_of, cast, address, workload, review):
    for subject in ("", "milestone:1", f"review:{workload.pk}", "moon"):
        assert client_of(cast.ben).post(address, {"subject": subject}).status_code == 422
    assert not Report.objects.exists()


def test_those_who_may_not_ask_are_refused(client_of, cast, address, report):
    for person in (cast.cleo, cast.vic):
        client = client_of(person)
        assert 'name="subject"' not in client.get(address).content.decode()
        assert client.post(address, {"subject": "workload"}).status_code == 403
        for deed in ("report-retry", "report-cancel", "report-delete"):
            assert client.post(reverse(deed, args=[report.pk])).status_code == 403
    assert client_of(cast.oda).post(address, {"subject": "workload"}).status_code == 404


def test_an_unfinished_report_asks_for_itself_every_second(client_of, cast, report):
    client = client_of(cast.vic)
    assert 'hx-trigger="every 1s"' in row(client, report)
    Report.objects.update(status=ReportStatus.RENDERING, progress=40, step="Drawing charts")
    text = row(client, report)
    assert 'hx-trigger="every 1s"' in text
    assert "Drawing charts" in text
    assert 'value="40"' in text


def test_a_finished_report_stops_asking_and_says_so(client_of, cast, ready):
    text = row(client_of(cast.vic), ready)
    assert "hx-trigger" not in text
    assert reverse("report-file", args=[ready.pk]) in text
    assert 'hx-swap-oob="beforeend:#messages"' in text


def test_without_javascript_there_is_a_link_to_refresh(client_of, cast, address, report):
    client = client_of(cast.vic)
    assert "<noscript>" in client.get(address).content.decode()
    page = client.get(reverse("report-detail", args=[report.pk])).content.decode()
    assert "<noscript>" in page
    assert "<h1>" in page


def test_a_failed_report_tells_why_and_can_be_tried_again(client_of, cast, address, report):
    Report.objects.update(status=ReportStatus.FAILED, error="The disk is full.")
    retry = reverse("report-retry", args=[report.pk])
    text = client_of(cast.ben).get(address).content.decode()
    assert "The disk is full." in text
    assert retry in text
    assert retry not in client_of(cast.vic).get(address).content.decode()
    assert client_of(cast.ben).post(retry).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.error) == (ReportStatus.QUEUED, "")


def test_the_file_is_sent_with_safe_headers(client_of, cast, ready):
    address = reverse("report-file", args=[ready.pk])
    answer = client_of(cast.vic).get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 nothing"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"  # asked for again each time
    assert answer["Content-Disposition"].startswith('inline; filename="checkout-')
    saved = client_of(cast.vic).get(address + "?save=1")
    assert b"".join(saved.streaming_content)  # read to its end, so that the file is closed
    assert saved["Content-Disposition"].startswith('attachment; filename="checkout-')


def test_who_has_the_file_is_not_sent_it_again(client_of, cast, ready):
    address = reverse("report-file", args=[ready.pk])
    client = client_of(cast.vic)
    first = client.get(address)
    assert b"".join(first.streaming_content)
    again = client.get(address, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == f'"{ready.digest}"'


@pytest.mark.parametrize(
    ("format", "type", "disposition"),
    [
        ("html", "text/html; charset=utf-8", "inline"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("csv", "text/csv; charset=utf-8", "attachment"),
        ("json", "application/json", "attachment"),
        ("md", "text/markdown; charset=utf-8", "attachment"),
    ],
)
def test_each_format_has_its_type_and_none_can_act_as_a_page_of_ours(
    format, type, disposition, client_of, cast, ready
):
    Report.objects.update(format=format)
    answer = client_of(cast.vic).get(reverse("report-file", args=[ready.pk]))
    assert b"".join(answer.streaming_content)
    assert answer["Content-Type"] == type
    assert answer["Content-Disposition"].startswith(disposition)
    assert f".{format}" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_report_is_cancelled_and_made_after_all(client_of, cast, report):
    client = client_of(cast.ben)
    page = reverse("report-detail", args=[report.pk])
    cancel = reverse("report-cancel", args=[report.pk])
    assert cancel in client.get(page).content.decode()
    assert cancel not in client_of(cast.vic).get(page).content.decode()
    assert client.post(cancel)["Location"] == page
    text = client.get(page).content.decode()
    assert "Cancelled" in text
    assert "hx-trigger" not in text
    client.post(reverse("report-retry", args=[report.pk]))
    report.refresh_from_db()
    assert report.status == ReportStatus.QUEUED


def test_cancelling_what_is_finished_says_so(client_of, cast, ready):
    answer = client_of(cast.ben).post(reverse("report-cancel", args=[ready.pk]), follow=True)
    assert "It was finished before it could be cancelled." in answer.content.decode()


def test_the_page_of_a_report_asks_for_its_state_alone(client_of, cast, report):
    Report.objects.update(status=ReportStatus.RENDERING, progress=40, step="Improvement plan")
    client = client_of(cast.vic)
    page = reverse("report-detail", args=[report.pk])
    assert f'hx-get="{page}?part=state"' in client.get(page).content.decode()
    state = client.get(f"{page}?part=state", **HTMX).content.decode()
    assert "<html" not in state
    assert "Improvement plan" in state
    assert 'aria-label="Improvement plan"' in state


def test_an_expired_report_keeps_its_digest_and_has_no_file(client_of, cast, ready):
    Report.objects.update(status=ReportStatus.EXPIRED, file="")
    client = client_of(cast.vic)
    text = client.get(reverse("report-detail", args=[ready.pk])).content.decode()
    assert ready.digest in text
    assert "Its file was deleted after its time" in text
    assert client.get(reverse("report-file", args=[ready.pk])).status_code == 409


def test_a_deleted_report_is_gone(client_of, cast, address, ready):
    answer = client_of(cast.ben).post(reverse("report-delete", args=[ready.pk]))
    assert answer["Location"] == address
    assert not Report.objects.exists()


def test_a_report_is_unreachable_once_sharing_ended(client_of, cast, actors, workload, ready):
    number = cast.elsewhere.number
    share = sharing.offer(actors.ada, workload.pk, Target(organization=number), permission="read")
    offers.accept(actors.oda, share.pk)
    client = client_of(cast.oda)
    file = client.get(reverse("report-file", args=[ready.pk]))
    assert b"".join(file.streaming_content)
    sharing.revoke(actors.ada, workload.pk, share.pk)
    assert client.get(reverse("report-detail", args=[ready.pk])).status_code == 404
    again = client.get(reverse("report-file", args=[ready.pk]), HTTP_IF_NONE_MATCH=file["ETag"])
    assert again.status_code == 404


def test_an_unfinished_report_has_no_file(client_of, cast, report):
    address = reverse("report-file", args=[report.pk])
    assert client_of(cast.vic).get(address).status_code == 409


def test_a_file_that_is_gone_is_not_found(client_of, cast, ready):
    ready.file.storage.delete(ready.file.name)
    address = reverse("report-file", args=[ready.pk])
    assert client_of(cast.vic).get(address).status_code == 404


def test_outsiders_find_no_report(client_of, cast, ready):
    client = client_of(cast.oda)
    for name in ("report-detail", "report-file"):
        assert client.get(reverse(name, args=[ready.pk])).status_code == 404
    for name in ("report-retry", "report-cancel", "report-delete"):
        assert client.post(reverse(name, args=[ready.pk])).status_code == 404


def test_the_queries_do_not_grow_with_reports(
    client_of, cast, actors, address, report, django_assert_num_queries
):
    client = client_of(cast.vic)
    client.get(address)
    with django_assert_num_queries(8):  # user, membership, and six of the page
        client.get(address)
    for _n in range(5):
        reports.request(actors.ada, report.workload_id)
    with django_assert_num_queries(8):
        client.get(address)
