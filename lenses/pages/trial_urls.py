"""URLs of trying a lens out, below its address: the rules of a draft, and the preview."""

from django.urls import path

from lenses.pages import preview
from lenses.pages.editor import rules

urlpatterns = [
    path("edit/questions/<str:question>/rules/", rules.rules, name="lens-edit-rules"),
    path("preview/", preview.overview, name="lens-preview"),
    path("preview/<str:question>/", preview.question, name="lens-preview-question"),
]
