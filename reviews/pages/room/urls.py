"""URLs of the review room."""

from django.urls import path

from reviews.pages.room import (
    attention,
    bulk,
    discussion,
    evidence,
    holding,
    live,
    open_points,
    overview,
    pillars,
    present,
    questions,
    sessions,
    side,
    supports,
    tour,
    upgrade,
)

_session = "reviews/<uuid:review_id>/sessions/<uuid:meeting_id>"

urlpatterns = [
    path("reviews/notes-preview/", side.notes_preview, name="notes-preview"),
    path("reviews/tour/done/", tour.tour_done, name="tour-done"),
    path("reviews/<uuid:review_id>/", overview.review_detail, name="review-detail"),
    path("reviews/<uuid:review_id>/complete/", overview.review_complete, name="review-complete"),
    path("reviews/<uuid:review_id>/copy/", bulk.review_copy, name="review-copy"),
    path("reviews/<uuid:review_id>/reopen/", overview.review_reopen, name="review-reopen"),
    path("reviews/<uuid:review_id>/live/", live.news, name="review-live"),
    path("reviews/<uuid:review_id>/upgrade/", upgrade.review_upgrade, name="review-upgrade"),
    path("reviews/<uuid:review_id>/remove/", overview.review_remove, name="review-remove"),
    path(
        "reviews/<uuid:review_id>/pillars/<str:pillar>/",
        pillars.pillar_detail,
        name="pillar-detail",
    ),
    path(
        "reviews/<uuid:review_id>/pillars/<str:pillar>/not-applicable/",
        bulk.pillar_not_applicable,
        name="pillar-not-applicable",
    ),
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/",
        questions.question_detail,
        name="question-detail",
    ),
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/changes/",
        questions.answer_change,
        name="answer-change",
    ),
    *(
        path(f"reviews/<uuid:review_id>/questions/<str:question>/{word}/", view, name=name)
        for word, view, name in (
            ("elsewhere", bulk.question_spread, "question-spread"),
            ("park", attention.park, "question-park"),
            ("assign", attention.assign, "question-assign"),
            ("confirm", attention.confirm, "question-confirm"),
            ("restore", questions.restore, "question-restore"),
            ("worksheets", supports.tick, "question-worksheets"),
            ("evidence", evidence.question_evidence, "question-evidence"),
            ("evidence/<uuid:evidence_id>", evidence.evidence_file, "evidence-file"),
            ("evidence/<uuid:evidence_id>/remove", evidence.evidence_remove, "evidence-remove"),
            ("discussion", discussion.question_discussion, "question-discussion"),
            (
                "discussion/<uuid:comment_id>",
                discussion.comment_change,
                "comment-change",
            ),
        )
    ),
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/guidance/",
        side.guidance,
        name="question-guidance",
    ),
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/history/",
        questions.history,
        name="answer-history",
    ),
    path("mine/", open_points.mine, name="mine"),
    path("reviews/<uuid:review_id>/open/", open_points.review_open_points, name="open-points"),
    path("reviews/<uuid:review_id>/scope/", holding.session_scope, name="session-scope"),
    path("reviews/<uuid:review_id>/present/", present.present_scope, name="present-scope"),
    path("reviews/<uuid:review_id>/present/<str:question>/", present.present, name="present"),
    path("reviews/<uuid:review_id>/sessions/", sessions.session_list, name="session-list"),
    path("reviews/<uuid:review_id>/sessions/plan/", sessions.session_plan, name="session-plan"),
    path(f"{_session}/", sessions.session_detail, name="session-detail"),
    path(f"{_session}/edit/", sessions.session_edit, name="session-edit"),
    path(f"{_session}/delete/", sessions.session_delete, name="session-delete"),
    path(f"{_session}/calendar.ics", sessions.session_calendar, name="session-calendar"),
    path(f"{_session}/start/", holding.session_start, name="session-start"),
    path(f"{_session}/end/", holding.session_end, name="session-finish"),
    path(f"{_session}/spent/", holding.session_spent, name="session-spent"),
    path(f"{_session}/notes/", holding.session_notes, name="session-notes"),
    path(f"{_session}/minutes/", holding.minutes, name="session-minutes"),
    path(f"{_session}/minutes.md", holding.minutes_file, name="session-minutes-file"),
]
