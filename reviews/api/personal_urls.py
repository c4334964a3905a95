"""URLs of what is one's own, and of choices for reports, under /api/v1/."""

from django.urls import path

from reviews.api import personal, profiles, report_choices

urlpatterns = [
    path("me/todo/", personal.MyWork.as_view(), name="api-my-work"),
    path("me/calendar/", personal.MyCalendar.as_view(), name="api-my-calendar"),
    path("me/demo/", personal.Demo.as_view(), name="api-demo"),
    path(
        "profile-mapping/preview/",
        profiles.MappingPreview.as_view(),
        name="api-profile-mapping-preview",
    ),
    path(
        "workloads/<uuid:workload_id>/calendar/",
        personal.WorkloadCalendar.as_view(),
        name="api-workload-calendar",
    ),
    path(
        "workloads/<uuid:workload_id>/reports/choices/",
        report_choices.ChoicesOfWorkload.as_view(),
        name="api-report-choices",
    ),
    path(
        "reports/choices/",
        report_choices.ChoicesOfPortfolio.as_view(),
        name="api-report-mine-choices",
    ),
]
