"""Every Action is asked for by some service, and every service asks before it does anything.

The first half plays each Action from every seat, below the doors. The second calls every
function that takes an actor with somebody who may do nothing: who forgets to ask is found.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from lenses.models import LensVersion
from lenses.services import imports
from lenses.services import sources as lens_sources
from reviews import access, profiling
from reviews.models import Review, Template, Workload
from reviews.services import (
    calendar_feeds,
    game_days,
    improvements,
    milestones,
    profile_mappings,
    profiles,
    questions,
    reports,
    reviews,
    sessions,
    templates,
    trackers,
    views,
    workloads,
    worksheets,
)
from reviews.services import sharing as workload_sharing
from tests.builders import SMALL_LENS
from tests.contracts.house import sources
from tests.contracts.permission_stage import SEATS, TOKEN_SEATS, Seat, Stage, expected
from tests.contracts.permission_table import Rule
from wellarch import clock
from wellarch.accounts.actor import Actor
from wellarch.accounts.credentials import tokens
from wellarch.accounts.models import Membership, Token
from wellarch.accounts.policy import TABLE, Action
from wellarch.accounts.roles import Role, Scope, ShareKind
from wellarch.accounts.sharing.shares import Subject
from wellarch.accounts.sharing.targets import Target
from wellarch.accounts.tenancy import members, organizations, teams
from wellarch.errors import DomainError, Forbidden, NotFound
from wellarch.events.auditing import reading as audit
from wellarch.events.webhooks import endpoints

pytestmark = pytest.mark.usefixtures("db")

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def db(stage: Stage) -> None:
    """The stage instead of an empty database."""


# --- Every Action from every seat ----------------------------------------------------------

Deed = Callable[[Actor, dict[str, Any]], Any]
# What is done, and whether it is about one workload or one's own organization.
DEEDS: dict[Action, tuple[bool, Deed]] = {
    Action.READ: (True, lambda a, at: reviews_read(a, at)),
    Action.ANSWER: (True, lambda a, at: reviews.write_notes(a, at["review_id"], notes="n")),
    Action.DISCUSS: (True, lambda a, at: questions.park(a, at["review_id"], "locks")),
    Action.SESSION_WRITE: (
        True,
        lambda a, at: sessions.plan(a, at["review_id"], values={"title": "Another"}),
    ),
    Action.WORKLOAD_CREATE: (False, lambda a, at: workloads.create(a, values={"name": "New"})),
    Action.WORKLOAD_WRITE: (
        True,
        lambda a, at: workloads.edit(a, at["workload_id"], values={"name": "Renamed"}),
    ),
    Action.WORKLOAD_ARCHIVE: (True, lambda a, at: workloads.archive(a, at["workload_id"])),
    Action.WORKLOAD_DELETE: (True, lambda a, at: workloads.delete(a, at["workload_id"])),
    Action.REVIEW_COMPLETE: (True, lambda a, at: reviews.complete(a, at["review_id"])),
    Action.MILESTONE_RECORD: (
        True,
        lambda a, at: milestones.record(a, at["workload_id"], name="Second"),
    ),
    Action.IMPROVEMENT_WRITE: (
        True,
        lambda a, at: improvements.make(a, at["workload_id"], title="Fit a bell"),
    ),
    Action.WORKSHEET_WRITE: (
        True,
        lambda a, at: worksheets.start(a, at["workload_id"], "availability"),
    ),
    Action.GAME_DAY_WRITE: (
        True,
        lambda a, at: game_days.plan(a, at["workload_id"], title="The bell is stolen"),
    ),
    Action.RISK_ACCEPT: (
        True,
        lambda a, at: improvements.accept(
            a, at["workload_id"], 1, reason="So it is", until=date(2199, 1, 1)
        ),
    ),
    Action.VIEW_SHARE: (False, lambda a, at: views.make(a, name="Ours", is_shared=True)),
    Action.VIEW_WRITE: (False, lambda a, at: calendar_feeds.renew(a)),
    Action.REPORT_REQUEST: (True, lambda a, at: reports.request(a, at["workload_id"])),
    Action.LENS_WRITE: (False, lambda a, at: imports.import_document(a, data=SMALL_LENS)),
    Action.SOURCE_WRITE: (False, lambda a, at: lens_sources.add(a, place="standards/new.yaml")),
    Action.TRACKER_WRITE: (
        False,
        lambda a, at: trackers.create(
            a,
            values={
                "name": "New",
                "kind": "github",
                "base_url": "https://github.com",
                "project": "a/b",
                "secret": "s",
            },
        ),
    ),
    Action.WEBHOOK_WRITE: (
        False,
        lambda a, at: endpoints.create(a, values={"url": "https://hooks.example.com/"}),
    ),
    Action.SHARE_WRITE: (
        True,
        lambda a, at: workload_sharing.offer(
            a, at["workload_id"], Target(email="new@example.com"), permission="read"
        ),
    ),
    Action.PROFILE_WRITE: (
        False,
        lambda a, at: profiles.create(a, name="New", answers={"business": ["e-commerce"]}),
    ),
    Action.MAPPING_WRITE: (
        False,
        lambda a, at: profile_mappings.replace(a, document=profiling.as_data(profiling.builtin())),
    ),
    Action.TEMPLATE_WRITE: (
        False,
        lambda a, at: templates.create(a, values={"name": "New template"}),
    ),
    Action.TOKEN_WRITE: (False, lambda a, at: tokens.create(a, name="t")),
    Action.ORGANIZATION_WRITE: (
        False,
        lambda a, at: organizations.edit(a, changes={"industry": "Toys"}),
    ),
    Action.MEMBER_WRITE: (
        False,
        lambda a, at: members.change_role(a, user_id=a.user.pk, role="viewer"),
    ),
    Action.TEAM_WRITE: (False, lambda a, at: teams.create(a, name="New team")),
    Action.AUDIT_READ: (False, lambda a, at: list(audit.events(a, audit.Filters())[:1])),
}
# Planned; whoever builds it takes it away here.
SOON: set[Action] = set()
# They are about an offer, which is not everybody's: tests/accounts plays them.
ABOUT_OFFERS = {Action.SHARE_ANSWER, Action.OFFER_ANSWER}


def reviews_read(actor: Actor, places: dict[str, Any]) -> Any:
    """The least of all: to look."""
    return access.workload_for(actor, places["workload_id"])


def actor_at(stage: Stage, seat: Seat) -> Actor:
    """Who sits there, as services meet them."""
    membership = Membership.objects.select_related("user", "organization").get(
        user=stage.people[seat.person]
    )
    actor = replace(
        stage.actor(seat.person),
        organization=membership.organization,
        scope=seat.scope or Scope.ADMIN,
        lacks_second_factor=seat.lacks_factor,
    )
    others = frozenset({stage.team_places["workload_id"]})
    return replace(actor, workloads=others) if seat.is_restricted else actor


@pytest.mark.parametrize("action", DEEDS, ids=str)
def test_a_service_lets_do_what_the_table_says_and_nothing_else(action, stage):
    is_about_a_workload, deed = DEEDS[action]
    arguments = frozenset({"workload_id"} if is_about_a_workload else ())
    rule = Rule(action, is_own=not is_about_a_workload)
    wrong = {}
    for who, seat in (*SEATS.items(), *TOKEN_SEATS.items()):
        met = 200
        with transaction.atomic():
            try:
                deed(actor_at(stage, seat), stage.places(seat))
            except Forbidden:
                met = 403
            except NotFound:
                met = 404
            except DomainError:
                pass  # it got in; that it does not fit is the business of other tests
            transaction.set_rollback(True)
        if met not in (right := expected(rule, arguments, seat)):
            wrong[who] = f"{met}, should be {sorted(right)}"
    assert not wrong


def test_every_action_is_asked_for_by_the_core():
    named = set()
    for path in sources():
        if path.name == "policy.py" or "pages" in path.parts or "api" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in Action.__members__:
                named.add(Action[node.attr])
    assert SOON & named == set(), "Built: it is no longer planned."
    assert set(Action) - named - SOON == set(), "No service asks for these: nobody is refused them."
    assert set(Action) - set(DEEDS) - ABOUT_OFFERS - SOON == set(), "Play these in DEEDS."


def test_who_is_more_may_all_that_who_is_less_may():
    order = [Role.VIEWER, Role.CONTRIBUTOR, Role.ARCHITECT, Role.ADMIN]
    for less, more in itertools.pairwise(order):
        assert TABLE[less] < TABLE[more]
    assert TABLE[Role.ADMIN] == set(Action)


# --- Every service asks first --------------------------------------------------------------

# Functions that may be called by somebody who may do nothing, and why.
NEED_NOT_ASK = {
    "wellarch.accounts.policy": "is what is asked",
    "wellarch.events.log": "writes down what was done, asked or not",
    "reviews.services.game_day_history": "writes what was asked for and is locked",
    "reviews.services.improvement_history": "writes what was asked for and is locked",
    "reviews.services.improvement_making": "makes what was asked for, in a locked workload",
    "reviews.services.improvement_tidings": "tells of what was done",
    "reviews.services.review_plan_links": "writes what was asked for and is locked",
    "reviews.services.template_notes": "writes into what was asked for and is locked",
    "reviews.services.worksheet_contents": "writes what was asked for and is locked",
    "reviews.services.worksheet_history": "writes what was asked for and is locked",
    "wellarch.accounts.sharing.shares": "knows no subjects: the apps' services ask for theirs",
    "wellarch.accounts.sharing.targets": "only reads what was typed",
}


# … and single functions; what they tell is the own organization's, or was asked for before.
NEED_NOT_ASK_ALONE = {
    "reviews.services.imported_work.bring": "fills a workload that was just made by the actor",
    "reviews.services.imported_sheets.bring": "fills a workload that was just made by the actor",
    "reviews.services.aws_copy_shares.make": "calls the services of sharing, which ask",
    "reviews.services.answers.write": "writes an answer that was asked for and is locked",
    "wellarch.accounts.persons.people.edit_profile": "is about oneself",
    "wellarch.accounts.persons.tours.is_new": "is about oneself",
    "wellarch.accounts.persons.tours.finish": "is about oneself",
    "wellarch.accounts.sharing.offers.waiting": "is a number in the menu",
    "wellarch.accounts.credentials.listing.workloads_for": "are the choices of a form",
    "wellarch.accounts.tenancy.organizations.lens_choices": "are the choices of a form",
    "wellarch.accounts.tenancy.teams.workloads": "is a part of a page about teams",
    "wellarch.accounts.tenancy.invitations.revoke_those_by": "is a part of removing a member",
}


@contextmanager
def no_writes() -> Iterator[list[str]]:
    """The writes that happen meanwhile."""
    seen: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


CORE = (
    "reviews.services", "lenses.services", "wellarch.accounts", "wellarch.events",
    "wellarch.outgoing",
)  # fmt: skip


def services() -> Iterator[Any]:
    """Every public function of the core whose first argument is the actor."""
    for package in CORE:
        path = importlib.import_module(package).__path__
        for found in pkgutil.walk_packages(path, prefix=f"{package}."):
            if found.ispkg or {"pages", "models", "migrations"} & set(found.name.split(".")):
                continue
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if name.startswith("_") or function.__module__ != module.__name__:
                    continue
                full = f"{module.__name__}.{name}"
                is_free = module.__name__ in NEED_NOT_ASK or full in NEED_NOT_ASK_ALONE
                if (
                    next(iter(inspect.signature(function).parameters), "") == "actor"
                    and not is_free
                ):
                    yield pytest.param(function, id=full)


def values(stage: Stage) -> dict[str, Any]:
    """Something for every parameter of a service, real where it names a thing."""
    places = stage.open_places
    subject = Subject(ShareKind.WORKLOAD, places["workload_id"], "Checkout")
    draft = LensVersion.objects.filter(lens__alias="small", status="draft").get()
    return places | {
        "wanted": {}, "changes_wanted": {}, "values": {}, "changes": {}, "filters": audit.Filters(),
        "base_revision": 1, "name": "x", "description": "", "notes": "n", "email": "x@example.com",
        "role": "viewer", "scope": "read", "permission": "read", "expires_at": None, "days": 7,
        "workload_ids": None, "version": draft, "data": SMALL_LENS, "key": "small",
        "operation": {"op": "set", "at": "", "field": "focus", "value": "x"},
        "target": Target(email="x@example.com"), "subject": subject, "kind": Token,
        "file": ContentFile(b"x", "x.txt"), "user": stage.people["cleo"], "which": None,
        "revision": 1, "share_id": places["offer_id"], "lenses": [],
        "text": "t", "url": "https://example.com/", "seconds": 1,
        "what": ShareKind.TEMPLATE, "subject_id": places["template_id"],
        "place": "standards/lens.yaml", "reason": "other",
        "answers": {"business": ["e-commerce"]}, "mapping": profiling.builtin(),
        "document": profiling.as_data(profiling.builtin()),
        "wishes": [], "content": b"", "tags": {"team": "x"}, "names": ["team"],
        "rhythm": "weekly", "options": {}, "at": clock.now(),
        "title": "A title", "question_key": "locks", "fields": {}, "state": "planned",
        "numbers": [1],
        "until": date(2199, 1, 1), "choices": ["locks_key"], "levels": {},
        "table": "metrics", "readings": [],
        "since": clock.now(), "only": "",
        "milestone": "Before", "targets": {places["review_id"]: ""},
        "template_ids": [places["template_id"]], "review_ids": [places["review_id"]],
        "template": Template.objects.get(pk=places["template_id"]), "uses": [places["use_id"]],
        "workload": Workload.objects.get(pk=places["workload_id"]), "questions": {"locks": ""},
        "review": Review.objects.get(pk=places["review_id"]), "selected": [], "with_shared": True,
        "client": None, "recorded_at": clock.now(),
    }  # fmt: skip


@pytest.mark.parametrize("function", list(services()))
def test_a_service_refuses_who_may_do_nothing_before_it_writes(function, stage):
    # Offers are for those they were made to; everything else Ada could do if she might.
    person = "vic" if function.__module__.endswith(".offers") else "ada"
    powerless = replace(stage.actor(person), lacks_second_factor=True)
    known = values(stage)
    wanted = [
        name
        for name, parameter in list(inspect.signature(function).parameters.items())[1:]
        if parameter.default is parameter.empty and parameter.kind != parameter.VAR_KEYWORD
    ]
    missing = [name for name in wanted if name not in known]
    assert not missing, "Say in values() what to call it with."
    arguments = {name: known[name] for name in wanted}
    positional = [
        arguments.pop(name)
        for name in wanted
        if inspect.signature(function).parameters[name].kind
        is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    with no_writes() as written, transaction.atomic():
        try:
            answer = function(powerless, *positional, **arguments)
            if inspect.isgenerator(answer) or hasattr(answer, "query"):
                list(answer)
        except Forbidden as error:
            refused = error.code
        else:
            refused = "nothing"
        transaction.set_rollback(True)
    assert refused == "second-factor-required", "It asks neither policy nor access."
    assert written == []
