"""URLs of improvements."""

from django.urls import URLPattern, path

from reviews.pages.improvements import from_row, items, making, moving, overview

_of = "workloads/<uuid:workload_id>/improvements"
_one = f"{_of}/<int:number>"

urlpatterns: list[URLPattern] = [
    path("improvements/", overview.everywhere, name="improvements"),
    path(f"{_of}/", overview.listing, name="improvement-list"),
    path(f"{_of}/together/", overview.bulk, name="improvement-bulk"),
    path(f"{_of}/board/", overview.board, name="improvement-board"),
    path(f"{_of}/quadrant/", overview.quadrant, name="improvement-quadrant"),
    path(f"{_of}/calendar/", overview.calendar, name="improvement-calendar"),
    path(f"{_of}/new/", items.create, name="improvement-create"),
    path(f"{_of}/make/", making.from_plan, name="improvement-make"),
    path(f"{_one}/", items.detail, name="improvement-detail"),
    path(f"{_one}/edit/", items.edit, name="improvement-edit"),
    path(f"{_one}/move/", moving.move, name="improvement-move"),
    path(f"{_one}/accept/", items.accept, name="improvement-accept"),
    path(f"{_one}/tick/", items.tick, name="improvement-tick"),
    path(f"{_one}/delete/", items.delete, name="improvement-delete"),
    path(
        "workloads/<uuid:workload_id>/worksheets/<slug:kind>/rows/<int:number>/improvement/",
        from_row.create,
        name="worksheet-row-improvement",
    ),
    path(
        "reviews/<uuid:review_id>/questions/<str:question>/improvements/",
        making.from_question,
        name="question-improvements",
    ),
]
