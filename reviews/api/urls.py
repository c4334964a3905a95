"""URLs of the reviews' REST door, under /api/v1/."""

from django.urls import include, path

from reviews.api import answers, findings, milestones, plan, reports, reviews, workloads

_workload = [
    path("", workloads.WorkloadEndpoint.as_view(), name="api-workload"),
    path("archive/", workloads.Archive.as_view(), name="api-workload-archive"),
    path("restore/", workloads.Restore.as_view(), name="api-workload-restore"),
    path("reviews/", reviews.Reviews.as_view(), name="api-review-list"),
    path("plan/", plan.Plan.as_view(), name="api-plan"),
    path("milestones/", milestones.Milestones.as_view(), name="api-milestone-list"),
    path("milestones/<int:number>/", milestones.MilestoneEndpoint.as_view(), name="api-milestone"),
    path("milestones/<int:number>/compare/", milestones.Compare.as_view(), name="api-compare"),
    path("reports/", reports.Reports.as_view(), name="api-report-list"),
]
_review = [
    path("", reviews.ReviewEndpoint.as_view(), name="api-review"),
    path("complete/", reviews.Complete.as_view(), name="api-review-complete"),
    path("reopen/", reviews.Reopen.as_view(), name="api-review-reopen"),
    path("answers/", answers.Answers.as_view(), name="api-answer-list"),
    path("answers/<str:question>/", answers.AnswerEndpoint.as_view(), name="api-answer"),
    path("answers/<str:question>/history/", answers.History.as_view(), name="api-history"),
    path("findings/", findings.Findings.as_view(), name="api-finding-list"),
    path("findings/<str:pillar>/", findings.FindingEndpoint.as_view(), name="api-finding"),
]
_report = [
    path("", reports.ReportEndpoint.as_view(), name="api-report"),
    path("retry/", reports.Retry.as_view(), name="api-report-retry"),
    path("file/", reports.File.as_view(), name="api-report-file"),
]

urlpatterns = [
    path("workloads/", workloads.Workloads.as_view(), name="api-workload-list"),
    path("workloads/<uuid:workload_id>/", include(_workload)),
    path("reviews/<uuid:review_id>/", include(_review)),
    path("reports/<uuid:report_id>/", include(_report)),
]
