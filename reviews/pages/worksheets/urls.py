"""URLs of worksheets."""

from django.urls import URLPattern, path

from reviews.pages.worksheets import history, readings, rows, sheets

_of = "workloads/<uuid:workload_id>/worksheets"
_one = f"{_of}/<slug:kind>"
_row = f"{_one}/rows/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{_of}/", sheets.listing, name="worksheet-list"),
    path(f"{_one}/", sheets.detail, name="worksheet-detail"),
    path(f"{_one}/start/", sheets.start, name="worksheet-start"),
    path(f"{_one}/settings/", sheets.set_settings, name="worksheet-settings"),
    path(f"{_one}/delete/", sheets.delete, name="worksheet-delete"),
    path(f"{_one}/history/", history.listing, name="worksheet-history"),
    path(f"{_one}/rows/", rows.add, name="worksheet-row-add"),
    path(f"{_row}/", rows.change, name="worksheet-row"),
    path(f"{_row}/move/", rows.move, name="worksheet-row-move"),
    path(f"{_row}/delete/", rows.delete, name="worksheet-row-delete"),
    path(f"{_row}/values/", readings.listing, name="worksheet-readings"),
    path(f"{_row}/values/paste/", readings.paste, name="worksheet-readings-paste"),
    path(f"{_row}/values/delete/", readings.delete, name="worksheet-reading-delete"),
]
