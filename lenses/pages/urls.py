"""URLs of the lens pages. Words come before ids, which may be anything but a slash."""

from django.urls import include, path

from lenses.pages import publishing, reading, sharing, sources, versions
from lenses.pages.editor import new

urlpatterns = [
    path("", reading.lens_list, name="lens-list"),
    path("search/", reading.search_lenses, name="lens-search"),
    path("new/", new.new, name="lens-new"),
    path("new/template/<str:format>/", new.template, name="lens-template"),
    path("import/", new.import_lens, name="lens-import"),
    path("sources/", sources.source_list, name="lens-source-list"),
    path("sources/<uuid:source_id>/", sources.source, name="lens-source"),
    path("sources/<uuid:source_id>/do/", sources.act, name="lens-source-act"),
    path("<slug:alias>/", reading.lens_detail, name="lens-detail"),
    path("<slug:alias>/", include("lenses.pages.trial_urls")),
    path("<slug:alias>/", include("lenses.pages.editor.urls")),
    path("<slug:alias>/publish/", publishing.publish, name="lens-publish"),
    path("<slug:alias>/compare/", versions.compare, name="lens-compare"),
    path("<slug:alias>/versions/retire/", versions.retire, name="lens-retire"),
    path("<slug:alias>/delete/", versions.delete, name="lens-delete"),
    path("<slug:alias>/sharing/", sharing.people, name="lens-sharing"),
    path("<slug:alias>/sharing/<uuid:lens_share_id>/", sharing.share, name="lens-share"),
    path("<slug:alias>/export/", reading.export_to_aws, name="lens-export-aws"),
    path("<slug:alias>/export/<str:format>/", reading.export, name="lens-export"),
    path("<slug:alias>/anti-patterns/", reading.anti_patterns, name="lens-anti-patterns"),
    path("<slug:alias>/questions/<str:question>/", reading.question, name="lens-question"),
    path("<slug:alias>/<str:pillar>/", reading.pillar, name="lens-pillar"),
]
