"""What is here, made to fit what the API takes: its lengths, patterns and versions of lenses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reviews.changes import State, split
from reviews.copying.documents import (
    BUILTIN,
    Account,
    ProfileFile,
    Reviewed,
    Said,
    Standing,
    TemplateFile,
    WorkloadFile,
    builtin_ref,
    folded,
)
from reviews.copying.translating import Loss

NOTES, CHOICE_NOTES, DESCRIPTION, PROFILE_DESCRIPTION = 2084, 250, 250, 100
_TEMPLATE = re.compile(r"[^A-Za-z0-9\-_.,:/()@!&?#+'’\s]")
_ITEMS: Mapping[str, tuple[re.Pattern[str], int]] = {
    "account_ids": (re.compile(r"[0-9]{12}"), 100),
    "regions": (re.compile(r".{1,100}"), 50),
    "other_sites": (re.compile(r".{3,25}"), 5),
    "applications": (
        re.compile(
            r"arn:aws[-a-z]*:servicecatalog:[a-z]{2}(-gov)?-[a-z]+-\d:\d{12}:/applications/[a-z0-9]+"
        ),
        1,
    ),
}
FRAMEWORK = builtin_ref("wellarchitected")
_ADDRESS = re.compile(r"(|(https?|ftp)://[^\s/$.?#].[^\s]*)")


@dataclass
class _Fit:
    """One document being made to fit. offered: {built-in lens: its version there}."""

    kind: str
    name: str
    offered: Mapping[str, str]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, what: str) -> None:
        loss = Loss(self.kind, self.name, what)
        if loss not in self.losses:
            self.losses.append(loss)

    def text(self, value: str, longest: int, what: str) -> str:
        if len(value) <= longest:
            return value
        self.lose(f"{what} is cut from {len(value)} to {longest} characters")
        return value[:longest]


def fit(
    here: Account, offered: Mapping[str, str], defaults: Mapping[str, Any]
) -> tuple[Account, tuple[Loss, ...]]:
    """The organization as the API takes it, and what that changes. offered: the built-in lenses
    of the other side, with their versions. defaults: review_owner and regions for workloads
    without one, as the API wants them. Profiles nobody uses and that are not the
    organization's own stay here."""
    losses: list[Loss] = []
    used = {
        moment.properties["profile"]
        for one in here.workloads
        for moment in (one.standing, *(m.standing for m in one.milestones if m.standing))
    }
    profiles = [one for one in here.profiles if one.is_own or folded(one.name) in used]
    wanted = replace(
        here,
        profiles=tuple(_profile(one, losses) for one in profiles),
        templates=tuple(_template(one, offered, losses) for one in here.templates),
        workloads=tuple(
            _workload(_Fit("workload", one.name, offered, defaults), one, losses)
            for one in here.workloads
        ),
    )
    return wanted, tuple(losses)


def with_theirs(wanted: Account, there: Account) -> Account:
    """What is wanted, with the profiles everybody has as they are there: nobody changes those."""
    names = {folded(one.name): one for one in there.profiles}
    return replace(
        wanted,
        profiles=tuple(
            one if one.is_own else replace(names.get(folded(one.name), one), key=one.key)
            for one in wanted.profiles
        ),
    )


def _profile(one: ProfileFile, losses: list[Loss]) -> ProfileFile:
    made = _Fit("profile", one.name, {})
    text = made.text(one.description, PROFILE_DESCRIPTION, "the description")
    losses += made.losses
    return replace(one, description=text if len(text) >= 3 else one.name)


def _template(one: TemplateFile, offered: Mapping[str, str], losses: list[Loss]) -> TemplateFile:
    made = _Fit("template", one.name, offered)
    name = _TEMPLATE.sub("-", one.name)
    description = _TEMPLATE.sub("-", made.text(one.description, DESCRIPTION, "the description"))
    if (name, description) != (one.name, one.description):
        made.lose("name and description have only the characters the API takes")
    found = replace(
        one,
        name=name,
        description=description if len(description) >= 3 else name,
        notes=made.text(one.notes, NOTES, "the notes"),
        reviews=_reviews(made, one.reviews),
    )
    losses += made.losses
    return found


def _workload(made: _Fit, one: WorkloadFile, losses: list[Loss]) -> WorkloadFile:
    found = replace(
        one,
        standing=_standing(made, one.standing),
        milestones=tuple(
            replace(row, standing=_standing(made, row.standing)) if row.standing else row
            for row in one.milestones
        ),
    )
    losses += made.losses
    return found


def _standing(made: _Fit, standing: Standing) -> Standing:
    values = dict(standing.properties)
    description = made.text(values["description"], DESCRIPTION, "the description")
    if len(description) < 3:
        made.lose("the API wants a description: the name stands for it")
        description = values["name"]
    values["description"] = description
    values["notes"] = made.text(values["notes"], NOTES, "the notes")
    if len(values["review_owner"]) < 3:
        values["review_owner"] = made.defaults["review_owner"]
        made.lose(f"the API wants a review owner: {values['review_owner']}")
    if not _ADDRESS.fullmatch(values["architecture_url"]):
        made.lose(f"the link {values['architecture_url']} is no address to the API")
        values["architecture_url"] = ""
    for key, (pattern, most) in _ITEMS.items():
        values[key] = _items(made, key, values[key], pattern, most)
    if not values["regions"] and not values["other_sites"]:
        values["regions"] = list(made.defaults["regions"])
        made.lose(f"the API wants a region: {', '.join(values['regions'])}")
    reviews = _reviews(made, standing.reviews)
    if FRAMEWORK in made.offered and FRAMEWORK not in reviews:
        made.lose("the API adds the framework lens to every workload")
        reviews[FRAMEWORK] = Reviewed(FRAMEWORK, made.offered[FRAMEWORK])
    return Standing(values, reviews)


def _reviews(made: _Fit, reviews: Mapping[str, Reviewed]) -> dict[str, Reviewed]:
    found = {}
    for ref, review in reviews.items():
        if ref.startswith(BUILTIN) and ref not in made.offered:
            made.lose(f"the lens {ref.removeprefix(BUILTIN)} is not offered there")
        else:
            found[ref] = _reviewed(made, review)
    return found


def _items(
    made: _Fit, key: str, items: list[str], pattern: re.Pattern[str], most: int
) -> list[str]:
    kept = [item for item in items if pattern.fullmatch(item)][:most]
    if lost := [item for item in items if item not in kept]:
        made.lose(f"{key}: {', '.join(lost)}")
    return kept


def _reviewed(made: _Fit, review: Reviewed) -> Reviewed:
    version = review.version
    if review.lens.startswith(BUILTIN):
        version = made.offered[review.lens]
        if version != review.version:
            alias = review.lens.removeprefix(BUILTIN)
            made.lose(f"{alias} {review.version} is reviewed as {version}, which is there")
    where = review.lens
    return replace(
        review,
        version=version,
        notes=made.text(review.notes, NOTES, f"{where}: the notes"),
        pillar_notes={
            key: made.text(text, NOTES, f"{where} {key}: the notes")
            for key, text in review.pillar_notes.items()
        },
        answers={
            key: replace(said, state=_state(made, f"{where} {key}", said))
            for key, said in review.answers.items()
        },
    )


def _state(made: _Fit, where: str, said: Said) -> State:
    found: dict[str, Any] = {}
    for path, value in said.state.items():
        choice, part = split(path)
        if part in ("notes", "note") and isinstance(value, str):
            longest = CHOICE_NOTES if choice else NOTES
            value = made.text(value, longest, f"{where} {choice}: the notes")
        found[path] = value
    return found
