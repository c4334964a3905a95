"""Telling the demo: every row written through the services, as of the time it happened.

Deterministic: what is in place depends on names and maturity only, never on chance or clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from lenses.access import compiled
from lenses.compiled import CompiledQuestion
from lenses.services import catalog
from reviews.demo import company, decisions, filling, serverless, work
from reviews.demo.course import ago, chance, in_place, level
from reviews.models import MilestoneKind, Profile, Review, Workload
from reviews.services import (
    answers,
    builtin_profiles,
    findings,
    maturity,
    milestones,
    profiles,
    reports,
    reviews,
    summaries,
    views,
    workloads,
)
from wellarch import clock
from wellarch.accounts.actor import Actor, member_actor
from wellarch.accounts.models import Membership, Organization, User
from wellarch.accounts.roles import Via
from wellarch.accounts.tenancy import members, organizations, teams
from wellarch.events.models import Delivery, NoticeKind

LEVELS_IN = timedelta(days=270)  # the time a team gives itself for the next level
DATES = ("design_review_on", "go_live_on", "next_review_on")
# Nobody reads the mail of people who do not exist.
_NO_MAIL = {str(kind): str(Delivery.NEVER) for kind in NoticeKind}


def exists() -> bool:
    """True if the demo's organization is there."""
    return Organization.objects.filter(name=company.ORGANIZATION).exists()


def tell() -> list[Workload]:
    """Write the whole demo and return its workloads. Needs an installation without it."""
    catalog.load()
    builtin_profiles.load()
    with transaction.atomic():
        ada, ben, cleo = _people()
        stories = (serverless.STORY, *company.STORIES)
        _teams(ada, {str(story.values["team"]) for story in stories})
        with clock.at(ago(25)):
            own = profiles.create(ben, **company.PROFILE)
        made = [_workload(ben, cleo, _with_profile(story, own)) for story in stories]
    for workload in made:
        summaries.compute(workload.pk)
    for name, query in company.VIEWS.items():
        views.make(ada, name=name, query=query, is_shared=True)
    reports.request(ada, made[1].pk)
    return made


def _people() -> list[Actor]:
    moment = ago(25)
    actors: list[Actor] = []
    with clock.at(moment):
        for email, name, role in company.PEOPLE:
            user = User.objects.filter(email=email).first()
            user = user or User.objects.create_user(
                email, company.PASSWORD, name=name, mail_preferences=_NO_MAIL
            )
            _confirm(user)
            if not actors:
                membership = organizations.found(user, name=company.ORGANIZATION, via=Via.COMMAND)
            else:
                membership = members.admit(actors[0], email=email, role=role)
            row = Membership.objects.select_related("user", "organization").get(pk=membership.pk)
            actors.append(member_actor(row, Via.COMMAND))
    return actors


def _confirm(user: User) -> None:
    """Let somebody of the demo in where addresses must be confirmed: no mail reaches them."""
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _teams(ada: Actor, names: set[str]) -> None:
    """The teams that own the workloads; who is in them goes round the members."""
    with clock.at(ago(25)):
        people = list(members.of(ada).order_by("created_at", "pk"))
        for number, name in enumerate(sorted(names)):
            team = teams.create(ada, name=name)
            for member in (people[1], people[number % len(people)]):
                teams.add_member(ada, team.pk, user_id=member.user_id)


def _with_profile(story: company.Story, own: Profile) -> company.Story:
    """The company's own profile by its id, where the story names it."""
    if story.values.get("profile") != own.name:
        return story
    return replace(story, values={**story.values, "profile": str(own.pk)})


def _workload(ben: Actor, cleo: Actor, story: company.Story) -> Workload:
    months = [months for months, _name, _maturity in story.steps] or [0.2]
    with clock.at(ago(months[0] + 0.2)):
        workload = _start(ben, {"name": story.name, **story.values})
    attached: list[Review] = []
    for place, lens in enumerate(story.lenses):
        with clock.at(ago(months[0] + 0.1) + timedelta(minutes=place)):
            attached.append(reviews.attach(ben, workload.pk, lens=lens))
    if not story.steps:
        return workload
    said: dict[tuple[Any, str], dict[str, Any]] = {}
    todo = work.Work(story, (ben, cleo), workload, attached[0])
    filled = filling.Filling(workload, {"ben": ben, "cleo": cleo})
    since = months[0] + 0.1
    for place, (months_ago, milestone, reached) in enumerate(story.steps):
        with clock.at(ago(months_ago)):
            for review in attached:
                _answer(cleo, review, story, reached, said)
            for pillar, values in story.findings.items():
                findings.write(cleo, attached[0].pk, pillar, values=values)
        todo.go_on(place)
        decisions.weigh(ben, attached[0], story.name, since=since, until=months_ago)
        filled.go_on(since=since, until=months_ago)
        since = months_ago
        with clock.at(ago(months_ago)):
            if story.has_levels:
                _levels(ben, attached[0], story, reached)
            if milestone:
                kind, note = company.MILESTONES.get(milestone, (MilestoneKind.REGULAR, ""))
                milestones.record(ben, workload.pk, name=milestone, kind=kind, note=note)
    filled.go_on(since=since, until=0)
    if story.complete:
        reviews.complete(ben, attached[0].pk)
    if story.archived:
        workloads.archive(ben, workload.pk)
    return workload


def _start(actor: Actor, values: Mapping[str, Any]) -> Workload:
    dated = {k: date.fromisoformat(v) if k in DATES else v for k, v in values.items()}
    return workloads.create(actor, values=dated)


def _levels(actor: Actor, review: Review, story: company.Story, reached: float) -> None:
    """What the team says of its maturity, with the next level as its target."""
    now = {
        pillar.id: level(story, reached, pillar.id)
        for pillar in compiled(review.lens_version_id).pillars
    }
    due = (clock.now() + LEVELS_IN).date()
    maturity.write(
        actor,
        review.pk,
        levels={
            pillar: {"level": at, "target": min(5, at + 1), "target_on": due}
            for pillar, at in now.items()
        },
    )


def _answer(
    actor: Actor,
    review: Review,
    story: company.Story,
    reached: float,
    said: dict[tuple[Any, str], dict[str, Any]],
) -> None:
    for question in compiled(review.lens_version_id):
        if chance(story.name, question.id) >= story.answered:
            continue
        wanted = _wanted(question, story, reached)
        if said.get((review.pk, question.id)) == wanted:
            continue  # nothing new to say since the last review
        said[review.pk, question.id] = wanted
        answers.record(actor, review_id=review.pk, question=question.id, changes_wanted=wanted)


def _wanted(question: CompiledQuestion, story: company.Story, reached: float) -> dict[str, Any]:
    chosen = {
        choice.id: in_place(story, reached, question, choice.id) for choice in question.practices
    }
    aside = {key: why for key, why in story.set_aside.items() if key in chosen}
    wanted: dict[str, Any] = {
        f"choices.{key}.status": "selected" if is_on else "unselected"
        for key, is_on in chosen.items()
    }
    for key, (reason, note) in aside.items():
        wanted[f"choices.{key}.status"] = "not_applicable"
        wanted[f"choices.{key}.reason"] = reason
        wanted[f"choices.{key}.note"] = note
    if question.none_choice:
        nothing = not aside and not any(chosen.values())
        wanted[f"choices.{question.none_choice.id}.status"] = (
            "selected" if nothing else "unselected"
        )
    if question.id in story.notes:
        wanted["notes"] = story.notes[question.id]
    if question.id in story.not_applicable:
        wanted |= {"is_applicable": False, "reason": story.not_applicable[question.id]}
    return wanted
