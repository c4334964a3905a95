"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.exchange import exporting, importing

_of = "workloads/<uuid:workload_id>/improvements"

urlpatterns: list[URLPattern] = [
    path("improvements/export/", exporting.everywhere, name="improvement-export-all"),
    path(f"{_of}/export/", exporting.of_workload, name="improvement-export"),
    path(f"{_of}/import/", importing.file, name="improvement-import"),
    path(f"{_of}/import/apply/", importing.apply, name="improvement-import-apply"),
]
