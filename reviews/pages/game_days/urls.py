"""URLs of game days."""

from django.urls import URLPattern, path

from reviews.pages.game_days import learning, plans, runs

_of = "workloads/<uuid:workload_id>/game-days"
_one = f"{_of}/<int:number>"
_entries = f"{_one}/entries"
_finding = f"{_one}/findings/<int:finding>"

urlpatterns: list[URLPattern] = [
    path(f"{_of}/", plans.listing, name="game-day-list"),
    path(f"{_of}/library/", plans.scenario_list, name="game-day-library"),
    path(f"{_of}/new/", plans.create, name="game-day-new"),
    path(f"{_one}/", plans.detail, name="game-day-detail"),
    path(f"{_one}/edit/", plans.edit, name="game-day-edit"),
    path(f"{_one}/call-off/", plans.call_off, name="game-day-call-off"),
    path(f"{_one}/again/", plans.again, name="game-day-again"),
    path(f"{_one}/delete/", plans.delete, name="game-day-delete"),
    path(f"{_one}/start/", runs.start, name="game-day-start"),
    path(f"{_one}/run/", runs.run, name="game-day-run"),
    path(f"{_one}/news/", runs.news, name="game-day-news"),
    path(f"{_entries}/", runs.note, name="game-day-note"),
    path(f"{_entries}/<int:entry_id>/", runs.entry, name="game-day-entry"),
    path(f"{_one}/end/", runs.end, name="game-day-end"),
    path(f"{_one}/stop/", runs.stop, name="game-day-stop"),
    path(f"{_one}/learn/", learning.learn, name="game-day-learn"),
    path(f"{_one}/findings/", learning.finding_add, name="game-day-finding-add"),
    path(f"{_finding}/", learning.finding, name="game-day-finding"),
    path(f"{_finding}/remove/", learning.finding_remove, name="game-day-finding-remove"),
    path(f"{_finding}/improvement/", learning.improve, name="game-day-improve"),
    path(f"{_one}/tested/", learning.tested, name="game-day-tested"),
]
