"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.reports import asking, one, schedules

urlpatterns: list[URLPattern] = [
    path("workloads/<uuid:workload_id>/reports/", asking.of_workload, name="report-list"),
    path("workloads/<uuid:workload_id>/reports/new/", asking.create, name="report-create"),
    path("reports/", asking.mine, name="report-mine"),
    path("reports/new/", asking.create_portfolio, name="report-portfolio"),
    path("reports/schedules/new/", schedules.create, name="report-schedule-create"),
    path("reports/schedules/<uuid:schedule_id>/", schedules.change, name="report-schedule"),
    path("reports/schedules/<uuid:schedule_id>/stop/", schedules.stop, name="report-schedule-stop"),
    path("reports/<uuid:report_id>/", one.detail, name="report-detail"),
    path("reports/<uuid:report_id>/retry/", one.retry, name="report-retry"),
    path("reports/<uuid:report_id>/cancel/", one.cancel, name="report-cancel"),
    path("reports/<uuid:report_id>/delete/", one.delete, name="report-delete"),
    path("reports/<uuid:report_id>/file/", one.file, name="report-file"),
]
