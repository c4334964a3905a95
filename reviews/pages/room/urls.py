"""URLs of the review room."""

from django.urls import path

from reviews.pages.room import overview, pillars, questions

urlpatterns = [
    path("reviews/<uuid:review_id>/", overview.review_detail, name="review-detail"),
    path("reviews/<uuid:review_id>/complete/", overview.review_complete, name="review-complete"),
    path("reviews/<uuid:review_id>/reopen/", overview.review_reopen, name="review-reopen"),
    path("reviews/<uuid:review_id>/remove/", overview.review_remove, name="review-remove"),
    path(
        "reviews/<uuid:review_id>/pillars/<str:pillar>/",
        pillars.pillar_detail,
        name="pillar-detail",
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
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/history/",
        questions.history,
        name="answer-history",
    ),
]
