"""URLs of the lens pages. Words come before ids, which may be anything but a slash."""

from django.urls import path

from lenses.pages import desk, reading

urlpatterns = [
    path("", reading.lens_list, name="lens-list"),
    path("search/", reading.search_lenses, name="lens-search"),
    path("import/", desk.import_lens, name="lens-import"),
    path("<slug:alias>/", reading.lens_detail, name="lens-detail"),
    path("<slug:alias>/publish/", desk.publish, name="lens-publish"),
    path("<slug:alias>/export/", reading.export_to_aws, name="lens-export-aws"),
    path("<slug:alias>/export/<str:format>/", reading.export, name="lens-export"),
    path("<slug:alias>/anti-patterns/", reading.anti_patterns, name="lens-anti-patterns"),
    path("<slug:alias>/questions/<str:question>/", reading.question, name="lens-question"),
    path("<slug:alias>/<str:pillar>/", reading.pillar, name="lens-pillar"),
]
