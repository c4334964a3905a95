"""URLs of the lenses' REST door, under /api/v1/."""

from django.urls import path

from lenses.api import views

urlpatterns = [
    path("lenses/", views.Lenses.as_view(), name="api-lens-list"),
    path("lenses/<str:lens>/", views.LensEndpoint.as_view(), name="api-lens"),
    path("lenses/<str:lens>/versions/", views.Versions.as_view(), name="api-lens-versions"),
    path(
        "lenses/<str:lens>/versions/<int:number>/",
        views.Version.as_view(),
        name="api-lens-version",
    ),
    path("lenses/<str:lens>/publish/", views.Publish.as_view(), name="api-lens-publish"),
    path("lenses/<str:lens>/export/", views.Export.as_view(), name="api-lens-export"),
]
