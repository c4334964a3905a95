"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.workloads import access, milestones, plan, portfolio, trends, tryout, workloads

urlpatterns: list[URLPattern] = [
    path("", portfolio.portfolio, name="portfolio"),
    path("demo/", tryout.demo_begin, name="demo-begin"),
    path("workloads/new/", workloads.create, name="workload-create"),
    path("workloads/<uuid:workload_id>/", workloads.detail, name="workload-detail"),
    path("workloads/<uuid:workload_id>/edit/", workloads.edit, name="workload-edit"),
    path("workloads/<uuid:workload_id>/archive/", workloads.archive, name="workload-archive"),
    path("workloads/<uuid:workload_id>/delete/", workloads.delete, name="workload-delete"),
    path("workloads/<uuid:workload_id>/lenses/", workloads.attach, name="review-attach"),
    path("workloads/<uuid:workload_id>/access/", access.people, name="workload-access"),
    path(
        "workloads/<uuid:workload_id>/access/<uuid:share_id>/",
        access.share,
        name="workload-share",
    ),
    path("workloads/<uuid:workload_id>/plan/", plan.plan, name="plan"),
    path("workloads/<uuid:workload_id>/milestones/", milestones.timeline, name="milestone-list"),
    path("workloads/<uuid:workload_id>/trends/", trends.workload_trends, name="workload-trends"),
    path(
        "workloads/<uuid:workload_id>/milestones/compare/",
        milestones.compare_any,
        name="milestone-versus",
    ),
    path(
        "workloads/<uuid:workload_id>/milestones/<int:number>/",
        milestones.detail,
        name="milestone-detail",
    ),
    path(
        "workloads/<uuid:workload_id>/milestones/<int:number>/compare/",
        milestones.compare,
        name="milestone-compare",
    ),
]
