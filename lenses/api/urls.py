"""URLs of the lenses' REST door, under /api/v1/."""

from django.urls import path

from lenses.api import documents, drafts, reading, rules, sharing, sources, trial, versions, views

urlpatterns = [
    path("lens-sources/", sources.Sources.as_view(), name="api-lens-source-list"),
    path("lens-sources/<uuid:source_id>/", sources.Source.as_view(), name="api-lens-source"),
    path(
        "lens-sources/<uuid:source_id>/pull/", sources.Pull.as_view(), name="api-lens-source-pull"
    ),
    path(
        "lens-sources/<uuid:source_id>/take/", sources.Take.as_view(), name="api-lens-source-take"
    ),
    path(
        "lens-sources/<uuid:source_id>/keep/", sources.Keep.as_view(), name="api-lens-source-keep"
    ),
    path("lenses/rules/check/", rules.RuleCheck.as_view(), name="api-lens-rules-check"),
    path(
        "lenses/documents/check/",
        documents.CheckDocument.as_view(),
        name="api-lens-document-check",
    ),
    path("lenses/documents/starter/", documents.Starter.as_view(), name="api-lens-starter"),
    path("lenses/search/", reading.SearchLenses.as_view(), name="api-lens-search"),
    path("lenses/", views.Lenses.as_view(), name="api-lens-list"),
    path("lenses/<str:lens>/", views.LensEndpoint.as_view(), name="api-lens"),
    path("lenses/<str:lens>/versions/", views.Versions.as_view(), name="api-lens-versions"),
    path(
        "lenses/<str:lens>/versions/<int:number>/",
        views.Version.as_view(),
        name="api-lens-version",
    ),
    path(
        "lenses/<str:lens>/versions/<int:number>/differences/",
        versions.Differences.as_view(),
        name="api-lens-differences",
    ),
    path(
        "lenses/<str:lens>/versions/<int:number>/retire/",
        versions.Retire.as_view(),
        name="api-lens-retire",
    ),
    path("lenses/<str:lens>/draft/", drafts.Draft.as_view(), name="api-lens-draft"),
    path("lenses/<str:lens>/draft/undo/", drafts.Undo.as_view(), name="api-lens-draft-undo"),
    path("lenses/<str:lens>/draft/redo/", drafts.Redo.as_view(), name="api-lens-draft-redo"),
    path("lenses/<str:lens>/try/", trial.Trial.as_view(), name="api-lens-try"),
    path("lenses/<str:lens>/uses/", reading.Uses.as_view(), name="api-lens-uses"),
    path(
        "lenses/<str:lens>/anti-patterns/",
        reading.AntiPatterns.as_view(),
        name="api-lens-anti-patterns",
    ),
    path(
        "lenses/<str:lens>/questions/<str:question>/",
        reading.LensQuestion.as_view(),
        name="api-lens-question",
    ),
    path("lenses/<str:lens>/copy/", drafts.Copy.as_view(), name="api-lens-copy"),
    path("lenses/<str:lens>/publish/", views.Publish.as_view(), name="api-lens-publish"),
    path("lenses/<str:lens>/shares/", sharing.Shares.as_view(), name="api-lens-share-list"),
    path(
        "lenses/<str:lens>/shares/<uuid:lens_share_id>/",
        sharing.OneShare.as_view(),
        name="api-lens-share",
    ),
    path(
        "lenses/<str:lens>/shares/<uuid:lens_share_id>/resend/",
        sharing.Resend.as_view(),
        name="api-lens-share-resend",
    ),
    path(
        "lenses/<str:lens>/export/notes/",
        reading.ExportNotes.as_view(),
        name="api-lens-export-notes",
    ),
    path("lenses/<str:lens>/export/", views.Export.as_view(), name="api-lens-export"),
]
