"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.trackers import hooks, issues, settings

_issues = "workloads/<uuid:workload_id>/improvements/<int:number>/issues"

urlpatterns: list[URLPattern] = [
    path("organization/trackers/", settings.tracker_list, name="tracker-list"),
    path("organization/trackers/new/", settings.create, name="tracker-create"),
    path("organization/trackers/<uuid:tracker_id>/", settings.detail, name="tracker-detail"),
    path("organization/trackers/<uuid:tracker_id>/act/", settings.act, name="tracker-act"),
    path(f"{_issues}/", issues.push, name="improvement-push"),
    path(f"{_issues}/<uuid:link_id>/", issues.act, name="improvement-issue"),
    path("hooks/trackers/<uuid:tracker_id>/", hooks.hear, name="tracker-hook"),
]
