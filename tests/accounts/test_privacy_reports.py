"""What a person had reported is told to them, and goes with them where nobody else sees it."""

from __future__ import annotations

from django.core.files.base import ContentFile

from reviews.models import Report, ReportSchedule, ReportStatus
from reviews.services import personal, report_schedules, reports
from wellarch.accounts.models import User
from wellarch.accounts.persons import erasure


def test_reports_and_schedules_are_exported(cast, actors, review):
    reports.request(actors.ben, review.workload_id, format="csv")
    reports.request_portfolio(actors.ben)
    report_schedules.set_up(actors.ben, rhythm="weekly")
    told = {name: list(rows) for name, rows in personal.export(cast.ben)}
    kinds = {(row["kind"], row["workload"]) for row in told["reports_requested"]}
    assert kinds == {("workload", "Checkout"), ("portfolio", None)}
    assert [row["rhythm"] for row in told["report_schedules"]] == ["weekly"]


def test_what_only_they_could_open_goes_with_them(
    cast, actors, review, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    kept = reports.request(actors.ben, review.workload_id)
    alone = reports.request_portfolio(actors.ben)
    alone.file.save("p.pdf", ContentFile(b"%PDF"), save=False)
    alone.status = ReportStatus.READY
    alone.save()
    report_schedules.set_up(actors.ben, rhythm="weekly")
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(User.objects.get(pk=cast.ben.pk), confirmation=cast.ben.email)
    assert list(Report.objects.values_list("pk", "requested_by")) == [(kept.pk, "Former member")]
    assert not ReportSchedule.objects.exists()
    assert list(tmp_path.rglob("*.pdf")) == []
