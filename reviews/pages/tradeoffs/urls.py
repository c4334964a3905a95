"""URLs of trade-offs and of maturity."""

from django.urls import URLPattern, path

from reviews.pages.tradeoffs import maturity, tradeoffs

_of = "workloads/<uuid:workload_id>/tradeoffs"
_one = f"{_of}/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{_of}/", tradeoffs.listing, name="tradeoff-list"),
    path(f"{_of}/new/", tradeoffs.create, name="tradeoff-create"),
    path(f"{_one}/", tradeoffs.detail, name="tradeoff-detail"),
    path(f"{_one}/edit/", tradeoffs.edit, name="tradeoff-edit"),
    path(f"{_one}/decide/", tradeoffs.decide, name="tradeoff-decide"),
    path(f"{_one}/take-back/", tradeoffs.take_back, name="tradeoff-take-back"),
    path(f"{_one}/delete/", tradeoffs.delete, name="tradeoff-delete"),
    path("reviews/<uuid:review_id>/maturity/", maturity.review_maturity, name="review-maturity"),
]
