"""URLs of the REST door, version 1. The apps bring their own."""

from django.urls import include, path

from wellarch.rest import organizations, views

urlpatterns = [
    path("", views.Index.as_view(), name="api-index"),
    path("me/", views.Me.as_view(), name="api-me"),
    path("organization/", organizations.OrganizationEndpoint.as_view(), name="api-organization"),
    path("members/", organizations.Members.as_view(), name="api-member-list"),
    path("members/<int:user_id>/", organizations.Member.as_view(), name="api-member"),
    path("schema/", views.schema, name="api-schema"),
    path("docs/", views.docs, name="api-docs"),
    path("", include("lenses.api.urls")),
    path("", include("reviews.api.urls")),
]
