"""URLs of the editor, below /lenses/<alias>/. Addresses of elements come last."""

from django.urls import path

from lenses.pages.editor import elements, source, structure

urlpatterns = [
    path("edit/", elements.element, name="lens-edit"),
    path("edit/begin/", structure.begin, name="lens-edit-begin"),
    path("edit/change/", structure.change, name="lens-edit-change"),
    path("edit/undo/", structure.undo, name="lens-edit-undo"),
    path("edit/redo/", structure.redo, name="lens-edit-redo"),
    path("edit/discard/", structure.discard, name="lens-edit-discard"),
    path("edit/source/", source.source, name="lens-edit-source"),
    path("edit/<path:at>/", elements.element, name="lens-edit-element"),
]
