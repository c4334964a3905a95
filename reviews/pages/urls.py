"""URLs of the browser door."""

from django.urls import include, path

urlpatterns = [
    path("", include("reviews.pages.importing.urls")),
    path("", include("reviews.pages.workloads.urls")),
    path("", include("reviews.pages.portfolio.urls")),
    path("", include("reviews.pages.exchange.urls")),
    path("", include("reviews.pages.improvements.urls")),
    path("", include("reviews.pages.calendars")),
    path("", include("reviews.pages.reports.urls")),
    path("", include("reviews.pages.review_plan.urls")),
    path("", include("reviews.pages.trackers.urls")),
    path("", include("reviews.pages.tradeoffs.urls")),
    path("", include("reviews.pages.worksheets.urls")),
    path("", include("reviews.pages.game_days.urls")),
    path("", include("reviews.pages.room.urls")),
    path("", include("reviews.pages.profiles.urls")),
    path("", include("reviews.pages.templates.urls")),
    path("", include("reviews.pages.sharing.urls")),
]
