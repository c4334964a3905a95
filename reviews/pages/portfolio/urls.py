"""URLs of these pages."""

from django.urls import URLPattern, path

from reviews.pages.portfolio import compare, views

urlpatterns: list[URLPattern] = [
    path("compare/", compare.compare, name="portfolio-compare"),
    path("views/", views.listing, name="view-list"),
    path("views/<uuid:view_id>/", views.change, name="view-change"),
    path("views/<uuid:view_id>/delete/", views.delete, name="view-delete"),
]
