"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.importing import report

urlpatterns: list[URLPattern] = [
    path("workloads/import/", report.from_report, name="workload-import"),
]
