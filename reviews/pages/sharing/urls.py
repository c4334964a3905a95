"""URLs of sharing templates and profiles."""

from django.urls import path

from reviews.pages.sharing import library

urlpatterns = [
    path("templates/<uuid:template_id>/sharing/", library.template, name="template-sharing"),
    path(
        "templates/<uuid:template_id>/sharing/<uuid:template_share_id>/",
        library.template_share,
        name="template-share",
    ),
    path("profiles/<uuid:profile_id>/sharing/", library.profile, name="profile-sharing"),
    path(
        "profiles/<uuid:profile_id>/sharing/<uuid:profile_share_id>/",
        library.profile_share,
        name="profile-share",
    ),
]
