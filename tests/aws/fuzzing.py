"""Inputs for the fuzz: right by the model, about things that exist, and then bent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from botocore.model import Shape
from hypothesis import strategies as st

from reviews.aws import model
from tests.aws import constraints, library, made

Pools = dict[str, list[Any]]
TEXT = st.text(max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted(model.operations())


@dataclass(frozen=True)
class Call:
    """An input of an operation, and what its path, query and body become."""

    operation: str
    given: dict[str, Any]


def stage(api: Any, other: Any, here: str, there: str) -> Pools:
    """Makes one of everything; shape → values that mean something to `api`.

    here, there: the account numbers of the two clients.
    """
    lens = library.new_lens(api)
    draft = library.import_lens(api, library.document("Draft lens"))
    profile, template = library.profile(api), library.template(api, made.FRAMEWORK, lens)
    workload = made.workload(api, Lenses=[made.FRAMEWORK, lens], ProfileArns=[profile])
    api.create_milestone(WorkloadId=workload, MilestoneName="First")
    shares = _shared(api, there, workload, lens, profile, template)
    waiting = _waiting(api, other, here)
    token = api.list_answers(WorkloadId=workload, LensAlias=made.FRAMEWORK, MaxResults=1)
    arns = [api.get_workload(WorkloadId=workload)["Workload"]["WorkloadArn"], lens]
    answers = api.list_answers(WorkloadId=workload, LensAlias=lens)["AnswerSummaries"]
    return {
        "WorkloadId": [workload],
        "LensAlias": [made.FRAMEWORK, lens, draft],
        "LensArn": [lens],
        "ProfileArn": [profile],
        "TemplateArn": [template],
        "ResourceArn": [template],
        "WorkloadArn": [*arns, profile, template],
        "QuestionId": [each["QuestionId"] for each in answers],
        "ChoiceId": [each["ChoiceId"] for each in answers[0]["Choices"]],
        "PillarId": ["doors", "windows", "security"],
        "MilestoneNumber": [1],
        "LensVersion": ["1", "2", "1.1"],
        "ShareId": shares,
        "ShareInvitationId": waiting,
        "SharedWith": [there],
        "NextToken": [token["NextToken"]],
        "LensJSON": [json.dumps(library.document(name)) for name in ("House lens", "Other")],
        "TagKey": ["team", "cost"],
    }


def _shared(
    api: Any, account: str, workload: str, lens: str, profile: str, template: str
) -> list[str]:
    """The ids of a share of each kind."""
    to = {"SharedWith": account}
    answers = [
        api.create_workload_share(WorkloadId=workload, PermissionType="READONLY", **to),
        api.create_lens_share(LensAlias=lens, **to),
        api.create_profile_share(ProfileArn=profile, **to),
        api.create_template_share(TemplateArn=template, **to),
    ]
    return [answer["ShareId"] for answer in answers]


def _waiting(api: Any, other: Any, here: str) -> list[str]:
    """The ids of invitations: one to `api` first, then those to `other`."""
    theirs = made.workload(other, "Theirs")
    other.create_workload_share(WorkloadId=theirs, SharedWith=here, PermissionType="READONLY")
    return [
        each["ShareInvitationId"]
        for side in (api, other)
        for each in side.list_share_invitations()["ShareInvitationSummaries"]
    ]


def calls(pools: Pools) -> st.SearchStrategy[Call]:
    """Calls of any operation; half of them bent somewhere."""
    return st.sampled_from(NAMES).flatmap(lambda name: _of(name, pools))


def _of(name: str, pools: Pools) -> st.SearchStrategy[Call]:
    shape = constraints.shape_of(name)
    if shape is None or not shape.members:
        return st.just(Call(name, {}))
    right = _structure(shape, pools)
    bent = st.tuples(right, st.sampled_from(sorted(shape.members)), JSON).map(
        lambda parts: {**parts[0], parts[1]: parts[2]}
    )
    return (right | bent).map(lambda given: Call(name, given))


def value(shape: Shape, pools: Pools) -> st.SearchStrategy[Any]:
    """Values of a shape that the model allows, mostly."""
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, pools)
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 4)
    if kind == "list":
        return st.lists(value(shape.member, pools), min_size=low, max_size=max(low, min(high, 3)))
    if kind == "map":
        return st.dictionaries(value(shape.key, pools), value(shape.value, pools), max_size=3)
    if kind == "integer":
        return st.sampled_from(pools.get(shape.name, [low])) | st.integers(low, max(low, high))
    if kind == "boolean":
        return st.booleans()
    return _text(shape, pools)


def _structure(shape: Shape, pools: Pools) -> st.SearchStrategy[dict[str, Any]]:
    needed = {name: value(shape.members[name], pools) for name in shape.required_members}
    free = {n: value(m, pools) for n, m in shape.members.items() if n not in needed}
    return st.fixed_dictionaries(needed, optional=free)


def _text(shape: Shape, pools: Pools) -> st.SearchStrategy[str]:
    if shape.enum:
        return st.sampled_from(shape.enum)
    known = pools.get(shape.name, [])
    low, high = shape.metadata.get("min", 0), shape.metadata.get("max", 40)
    any_text = st.text(min_size=low, max_size=max(low, min(high, 60)))
    if not known and "pattern" not in shape.metadata:
        return any_text
    fitting = st.sampled_from(known or [constraints.valid(shape)])
    return st.one_of(fitting, fitting, fitting, st.just(constraints.valid(shape)) | any_text)
