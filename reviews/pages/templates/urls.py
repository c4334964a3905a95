"""URLs of review templates."""

from django.urls import path

from reviews.pages.templates import answering, applying, catalogue, lenses, proposals

_lens = "templates/<uuid:template_id>/lenses/<str:template_lens>"
_question = f"{_lens}/questions/<str:question>"

urlpatterns = [
    path("templates/", catalogue.template_list, name="template-list"),
    path("templates/new/", catalogue.create, name="template-create"),
    path("templates/<uuid:template_id>/", catalogue.detail, name="template-detail"),
    path("templates/<uuid:template_id>/edit/", catalogue.edit, name="template-edit"),
    path("templates/<uuid:template_id>/copy/", catalogue.copy, name="template-copy"),
    path("templates/<uuid:template_id>/delete/", catalogue.delete, name="template-delete"),
    path("templates/<uuid:template_id>/propose/", proposals.propose, name="template-propose"),
    path("templates/<uuid:template_id>/lenses/", lenses.add, name="template-lens-add"),
    path(f"{_lens}/", lenses.detail, name="template-lens"),
    path(f"{_lens}/remove/", lenses.remove, name="template-lens-remove"),
    path(f"{_lens}/upgrade/", lenses.upgrade, name="template-lens-upgrade"),
    path(f"{_question}/", answering.question_detail, name="template-question"),
    path(f"{_question}/changes/", answering.change, name="template-answer-change"),
    path("reviews/<uuid:review_id>/template/", catalogue.from_review, name="review-template"),
    path("workloads/<uuid:workload_id>/template/", applying.apply, name="workload-template"),
    path(
        "workloads/<uuid:workload_id>/templates/<int:use_id>/",
        proposals.proposal,
        name="template-proposal",
    ),
    path(
        "workloads/<uuid:workload_id>/templates/<int:use_id>/decline/",
        proposals.decline,
        name="template-decline",
    ),
]
