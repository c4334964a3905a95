"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.profiles import mapping, profiles, use

urlpatterns: list[URLPattern] = [
    path("profiles/", profiles.listing, name="profile-list"),
    path("profiles/new/", profiles.create, name="profile-create"),
    path("profiles/mapping/", mapping.read, name="profile-mapping"),
    path("profiles/mapping/edit/", mapping.edit, name="profile-mapping-edit"),
    path("profiles/mapping/reset/", mapping.reset, name="profile-mapping-reset"),
    path("profiles/<uuid:profile_id>/", profiles.detail, name="profile-detail"),
    path("profiles/<uuid:profile_id>/edit/", profiles.edit, name="profile-edit"),
    path("profiles/<uuid:profile_id>/delete/", profiles.delete, name="profile-delete"),
    path("workloads/<uuid:workload_id>/profile/", use.profile, name="workload-profile"),
]
