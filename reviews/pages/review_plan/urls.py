"""URLs of the review plan of a workload."""

from django.urls import URLPattern, path

from reviews.pages.review_plan import plan

_of = "workloads/<uuid:workload_id>/review-plan"
_one = f"{_of}/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{_of}/", plan.show, name="review-plan"),
    path(f"{_of}/propose/", plan.propose, name="review-plan-propose"),
    path(f"{_of}/new/", plan.create, name="planned-review-create"),
    path(f"{_one}/edit/", plan.edit, name="planned-review-edit"),
    path(f"{_one}/record/", plan.record, name="planned-review-record"),
    path(f"{_one}/remove/", plan.remove, name="planned-review-remove"),
]
