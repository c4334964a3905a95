"""URLs of the reviews' REST door, under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path

from reviews.api import (
    answers,
    attention,
    bulk,
    discussion,
    evidence,
    exchange,
    findings,
    game_day_runs,
    game_days,
    guidance,
    importing,
    improvements,
    jobs,
    library_sharing,
    maturity,
    milestones,
    plan,
    portfolio,
    profiles,
    report_schedules,
    reports,
    review_plan,
    reviews,
    sessions,
    sharing,
    template_uses,
    templates,
    trackers,
    tradeoffs,
    trends,
    upgrade,
    workloads,
    worksheet_decisions,
    worksheet_evidence,
    worksheet_improvements,
    worksheet_readings,
    worksheet_rows,
    worksheets,
)

_improvement: list[URLPattern | URLResolver] = [
    path("", improvements.ImprovementEndpoint.as_view(), name="api-improvement"),
    path("move/", improvements.Move.as_view(), name="api-improvement-move"),
    path("accept/", improvements.Accept.as_view(), name="api-improvement-accept"),
    path("proposal/", improvements.Proposal.as_view(), name="api-improvement-proposal"),
    path("history/", improvements.ImprovementHistory.as_view(), name="api-improvement-history"),
]

_improvements: list[URLPattern | URLResolver] = [
    path("", improvements.Improvements.as_view(), name="api-improvement-list"),
    path(
        "from-questions/",
        improvements.MakeFromQuestions.as_view(),
        name="api-improvement-from-questions",
    ),
    path("burndown/", improvements.Burndown.as_view(), name="api-improvement-burndown"),
    path("<int:number>/", include(_improvement)),
]

_tradeoffs: list[URLPattern | URLResolver] = [
    path("", tradeoffs.TradeOffs.as_view(), name="api-tradeoff-list"),
    path("<int:number>/", tradeoffs.TradeOffEndpoint.as_view(), name="api-tradeoff"),
    path("<int:number>/decide/", tradeoffs.Decide.as_view(), name="api-tradeoff-decide"),
    path("<int:number>/take-back/", tradeoffs.TakeBack.as_view(), name="api-tradeoff-take-back"),
]

_game_day: list[URLPattern | URLResolver] = [
    path("", game_days.GameDayEndpoint.as_view(), name="api-game-day"),
    path("call-off/", game_days.CallOff.as_view(), name="api-game-day-call-off"),
    path("again/", game_days.Again.as_view(), name="api-game-day-again"),
    path("start/", game_day_runs.Start.as_view(), name="api-game-day-start"),
    path("end/", game_day_runs.End.as_view(), name="api-game-day-end"),
    path("entries/", game_day_runs.Entries.as_view(), name="api-game-day-entry-list"),
    path("entries/<int:entry_id>/", game_day_runs.Entry.as_view(), name="api-game-day-entry"),
    path("learn/", game_day_runs.Learn.as_view(), name="api-game-day-learn"),
    path("tested/", game_day_runs.Tested.as_view(), name="api-game-day-tested"),
    path("findings/", game_day_runs.Findings.as_view(), name="api-game-day-finding-list"),
    path("findings/<int:finding>/", game_day_runs.Finding.as_view(), name="api-game-day-finding"),
    path(
        "findings/<int:finding>/improvement/",
        game_day_runs.MakeImprovement.as_view(),
        name="api-game-day-improve",
    ),
]

_game_days: list[URLPattern | URLResolver] = [
    path("", game_days.GameDays.as_view(), name="api-game-day-list"),
    path("scenarios/", game_days.Scenarios.as_view(), name="api-game-day-scenarios"),
    path("<int:number>/", include(_game_day)),
]

_review_plan: list[URLPattern | URLResolver] = [
    path("", review_plan.ReviewPlan.as_view(), name="api-planned-review-list"),
    path("proposals/", review_plan.ReviewProposals.as_view(), name="api-review-proposals"),
    path("<int:number>/", review_plan.PlannedReviewEndpoint.as_view(), name="api-planned-review"),
    path(
        "<int:number>/record/",
        review_plan.RecordPlanned.as_view(),
        name="api-planned-review-record",
    ),
]

_worksheet_row: list[URLPattern | URLResolver] = [
    path("", worksheet_rows.WorksheetRowEndpoint.as_view(), name="api-worksheet-row"),
    path("move/", worksheet_rows.WorksheetRowMove.as_view(), name="api-worksheet-row-move"),
    path(
        "improvement/",
        worksheet_improvements.MakeFromRow.as_view(),
        name="api-worksheet-row-improvement",
    ),
    path(
        "readings/",
        worksheet_readings.WorksheetReadings.as_view(),
        name="api-worksheet-reading-list",
    ),
    path(
        "readings/<str:moment>/",
        worksheet_readings.WorksheetReading.as_view(),
        name="api-worksheet-reading",
    ),
]

_worksheets: list[URLPattern | URLResolver] = [
    path("", worksheets.Worksheets.as_view(), name="api-worksheet-list"),
    path("<str:kind>/", worksheets.WorksheetEndpoint.as_view(), name="api-worksheet"),
    path(
        "<str:kind>/history/", worksheets.WorksheetHistory.as_view(), name="api-worksheet-history"
    ),
    path("<str:kind>/rows/", worksheet_rows.WorksheetRows.as_view(), name="api-worksheet-row-list"),
    path(
        "cost/rows/<int:number>/tradeoff/",
        worksheet_decisions.DecideOption.as_view(),
        name="api-worksheet-row-tradeoff",
    ),
    path("<str:kind>/rows/<int:number>/", include(_worksheet_row)),
]

_workload: list[URLPattern | URLResolver] = [
    path("", workloads.WorkloadEndpoint.as_view(), name="api-workload"),
    path("archive/", workloads.Archive.as_view(), name="api-workload-archive"),
    path("restore/", workloads.Restore.as_view(), name="api-workload-restore"),
    path("reviews/", reviews.Reviews.as_view(), name="api-review-list"),
    path("plan/", plan.Plan.as_view(), name="api-plan"),
    path("improvements/", include(_improvements)),
    path("tradeoffs/", include(_tradeoffs)),
    path("game-days/", include(_game_days)),
    path("review-plan/", include(_review_plan)),
    path("worksheets/", include(_worksheets)),
    path("profile/", profiles.ProfileOfWorkload.as_view(), name="api-workload-profile"),
    path("profile/upgrade/", profiles.TakeOver.as_view(), name="api-workload-profile-upgrade"),
    path("shares/", sharing.Shares.as_view(), name="api-share-list"),
    path("shares/<uuid:share_id>/", sharing.OneShare.as_view(), name="api-share"),
    path("shares/<uuid:share_id>/resend/", sharing.Resend.as_view(), name="api-share-resend"),
    path("access/", sharing.Access.as_view(), name="api-access-list"),
    path("milestones/", milestones.Milestones.as_view(), name="api-milestone-list"),
    path("milestones/<int:number>/", milestones.MilestoneEndpoint.as_view(), name="api-milestone"),
    path("milestones/<int:number>/compare/", milestones.Compare.as_view(), name="api-compare"),
    path("trends/", trends.Trends.as_view(), name="api-trends"),
    path("scores/", trends.Scores.as_view(), name="api-scores"),
    path("reports/", reports.Reports.as_view(), name="api-report-list"),
    path("apply-template/", template_uses.ApplyTemplate.as_view(), name="api-workload-template"),
    path(
        "templates/", template_uses.WorkloadTemplates.as_view(), name="api-workload-template-list"
    ),
    path("templates/<int:use_id>/", template_uses.Proposal.as_view(), name="api-proposal"),
    path(
        "templates/<int:use_id>/accept/",
        template_uses.AcceptProposal.as_view(),
        name="api-proposal-accept",
    ),
    path(
        "templates/<int:use_id>/decline/",
        template_uses.DeclineProposal.as_view(),
        name="api-proposal-decline",
    ),
]
_issues = [
    path("", trackers.Issues.as_view(), name="api-improvement-issue-list"),
    path("<uuid:link_id>/", trackers.IssueEndpoint.as_view(), name="api-improvement-issue"),
    path(
        "<uuid:link_id>/retry/",
        trackers.IssueRetry.as_view(),
        name="api-improvement-issue-retry",
    ),
]
_tracker = [
    path("", trackers.TrackerEndpoint.as_view(), name="api-tracker"),
    path("test/", trackers.TrackerTest.as_view(), name="api-tracker-test"),
    path("webhook-secret/", trackers.TrackerWebhook.as_view(), name="api-tracker-webhook"),
]
_template_lens = [
    path("", templates.TemplateLens.as_view(), name="api-template-lens"),
    path("upgrade/", templates.TemplateUpgrade.as_view(), name="api-template-lens-upgrade"),
    path("answers/", templates.TemplateAnswers.as_view(), name="api-template-answer-list"),
    path(
        "answers/<str:question>/",
        templates.TemplateAnswerEndpoint.as_view(),
        name="api-template-answer",
    ),
]
_template: list[URLPattern | URLResolver] = [
    path("", templates.TemplateEndpoint.as_view(), name="api-template"),
    path("copy/", templates.TemplateCopy.as_view(), name="api-template-copy"),
    path("uses/", template_uses.TemplateUses.as_view(), name="api-template-use-list"),
    path("propose/", template_uses.Propose.as_view(), name="api-template-propose"),
    path("lenses/", templates.TemplateLenses.as_view(), name="api-template-lens-list"),
    path("lenses/<str:template_lens>/", include(_template_lens)),
]
_session = [
    path("", sessions.SessionEndpoint.as_view(), name="api-session"),
    path("start/", sessions.Start.as_view(), name="api-session-start"),
    path("end/", sessions.End.as_view(), name="api-session-end"),
    path("spent/", sessions.SessionSpent.as_view(), name="api-session-spent"),
    path("calendar/", sessions.SessionCalendar.as_view(), name="api-session-calendar"),
    path("minutes/", sessions.SessionMinutes.as_view(), name="api-session-minutes"),
    path("minutes/text/", sessions.SessionMinutesText.as_view(), name="api-session-minutes-text"),
]
_review: list[URLPattern | URLResolver] = [
    path("", reviews.ReviewEndpoint.as_view(), name="api-review"),
    path("complete/", reviews.Complete.as_view(), name="api-review-complete"),
    path("upgrade/", upgrade.Upgrade.as_view(), name="api-review-upgrade"),
    path("reopen/", reviews.Reopen.as_view(), name="api-review-reopen"),
    path("answers/", answers.Answers.as_view(), name="api-answer-list"),
    path("answers/<str:question>/", answers.AnswerEndpoint.as_view(), name="api-answer"),
    path("answers/<str:question>/history/", answers.History.as_view(), name="api-history"),
    path("answers/<str:question>/restore/", answers.Restore.as_view(), name="api-answer-restore"),
    path(
        "answers/<str:question>/worksheets/",
        worksheet_evidence.QuestionWorksheets.as_view(),
        name="api-answer-worksheets",
    ),
    *(
        path(f"answers/<str:question>/{rest}/", view.as_view(), name=name)
        for rest, view, name in (
            ("attention", attention.Attention, "api-answer-attention"),
            ("guidance", guidance.Guidance, "api-answer-guidance"),
            ("elsewhere", bulk.Elsewhere, "api-answer-elsewhere"),
            ("comments", discussion.Comments, "api-comment-list"),
            ("comments/<uuid:comment_id>", discussion.CommentEndpoint, "api-comment"),
            ("evidence", evidence.EvidenceOfQuestion, "api-evidence-list"),
            ("evidence/<uuid:evidence_id>", evidence.EvidenceEndpoint, "api-evidence"),
            ("evidence/<uuid:evidence_id>/file", evidence.File, "api-evidence-file"),
        )
    ),
    path("copy-answers/", bulk.CopyAnswers.as_view(), name="api-answer-copy"),
    path(
        "pillars/<str:pillar>/not-applicable/",
        bulk.NotApplicable.as_view(),
        name="api-pillar-not-applicable",
    ),
    path("answers/<str:question>/park/", attention.Park.as_view(), name="api-park"),
    path("answers/<str:question>/assign/", attention.Assign.as_view(), name="api-assign"),
    path("answers/<str:question>/confirm/", attention.Confirm.as_view(), name="api-confirm"),
    path("parked/", attention.Parked.as_view(), name="api-parked-list"),
    path("assigned/", attention.Assigned.as_view(), name="api-assigned-list"),
    path("sessions/", sessions.Sessions.as_view(), name="api-session-list"),
    path("sessions/<uuid:meeting_id>/", include(_session)),
    path("maturity/", maturity.MaturityOfReview.as_view(), name="api-maturity-list"),
    path("maturity/<str:pillar>/", maturity.MaturityEndpoint.as_view(), name="api-maturity"),
    path("findings/", findings.Findings.as_view(), name="api-finding-list"),
    path("findings/<str:pillar>/", findings.FindingEndpoint.as_view(), name="api-finding"),
]
_report = [
    path("", reports.ReportEndpoint.as_view(), name="api-report"),
    path("retry/", reports.Retry.as_view(), name="api-report-retry"),
    path("cancel/", reports.Cancel.as_view(), name="api-report-cancel"),
    path("file/", reports.File.as_view(), name="api-report-file"),
]

_template_shares = [
    path("", library_sharing.TemplateShares.as_view(), name="api-template-share-list"),
    path(
        "<uuid:template_share_id>/",
        library_sharing.TemplateShare.as_view(),
        name="api-template-share",
    ),
    path(
        "<uuid:template_share_id>/resend/",
        library_sharing.TemplateShareResend.as_view(),
        name="api-template-share-resend",
    ),
]
_profile_shares = [
    path("", library_sharing.ProfileShares.as_view(), name="api-profile-share-list"),
    path(
        "<uuid:profile_share_id>/",
        library_sharing.ProfileShare.as_view(),
        name="api-profile-share",
    ),
    path(
        "<uuid:profile_share_id>/resend/",
        library_sharing.ProfileShareResend.as_view(),
        name="api-profile-share-resend",
    ),
]

_profile = [
    path("", profiles.ProfileEndpoint.as_view(), name="api-profile"),
    path("versions/", profiles.ProfileVersions.as_view(), name="api-profile-versions"),
]

urlpatterns = [
    path("", include("reviews.api.personal_urls")),
    path("worksheet-kinds/", worksheets.WorksheetKinds.as_view(), name="api-worksheet-kinds"),
    path("profiles/", profiles.Profiles.as_view(), name="api-profile-list"),
    path("profiles/<uuid:profile_id>/", include(_profile)),
    path("profile-mapping/", profiles.Mapping.as_view(), name="api-profile-mapping"),
    path("templates/<uuid:template_id>/shares/", include(_template_shares)),
    path("profiles/<uuid:profile_id>/shares/", include(_profile_shares)),
    path(
        "improvements/", improvements.ImprovementsOfAll.as_view(), name="api-improvement-list-all"
    ),
    path("portfolio/", portfolio.Portfolio.as_view(), name="api-portfolio"),
    path("portfolio/gaps/", portfolio.Gaps.as_view(), name="api-portfolio-gaps"),
    path("portfolio/trend/", portfolio.TrendOfPortfolio.as_view(), name="api-portfolio-trend"),
    path("portfolio/compare/", portfolio.CompareGroups.as_view(), name="api-portfolio-compare"),
    path("views/", portfolio.Views.as_view(), name="api-view-list"),
    path("views/<uuid:view_id>/", portfolio.ViewEndpoint.as_view(), name="api-view"),
    path("workloads/", workloads.Workloads.as_view(), name="api-workload-list"),
    path("workloads/import/", importing.ImportReport.as_view(), name="api-workload-import"),
    path("workloads/<uuid:workload_id>/", include(_workload)),
    path(
        "workloads/<uuid:workload_id>/improvements/<int:number>/issues/",
        include(_issues),
    ),
    path(
        "workloads/<uuid:workload_id>/improvements/export/",
        exchange.ExportOfWorkload.as_view(),
        name="api-improvement-export",
    ),
    path(
        "workloads/<uuid:workload_id>/improvements/import/",
        exchange.Import.as_view(),
        name="api-improvement-import",
    ),
    path("improvements/export/", exchange.ExportOfAll.as_view(), name="api-improvement-export-all"),
    path("trackers/", trackers.Trackers.as_view(), name="api-tracker-list"),
    path("trackers/<uuid:tracker_id>/", include(_tracker)),
    path("reviews/<uuid:review_id>/", include(_review)),
    path("jobs/", jobs.Jobs.as_view(), name="api-job-list"),
    path("jobs/<uuid:job_id>/", jobs.JobEndpoint.as_view(), name="api-job"),
    path("reports/", reports.MyReports.as_view(), name="api-report-mine"),
    path("reports/<uuid:report_id>/", include(_report)),
    path("report-schedules/", report_schedules.Schedules.as_view(), name="api-schedule-list"),
    path(
        "report-schedules/<uuid:schedule_id>/",
        report_schedules.ScheduleEndpoint.as_view(),
        name="api-report-schedule",
    ),
    path("templates/", templates.Templates.as_view(), name="api-template-list"),
    path("templates/<uuid:template_id>/", include(_template)),
]
