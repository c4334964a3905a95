"""Profiles: the questions they answer, made, read, changed, deleted, listed.

The built-in profiles are among those shared with everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reviews.aws import paging, places, profile_names, quotas, share_names
from reviews.aws.call import Call, Handler
from reviews.aws.errors import Clash, NotThere, QuotaReached
from reviews.models import Profile, ProfileVersion
from reviews.profile_access import mapping_of, newest_of
from reviews.profiling.mapping import Option, Question
from reviews.reads import profile_rows
from reviews.services import profiles
from wellarch import clock
from wellarch.accounts.policy import Action
from wellarch.accounts.roles import ShareKind
from wellarch.errors import Conflict, Invalid

TEMPLATE_NAME = "WellArch profile"
_MEMBERS = {
    "name": "ProfileName",
    "description": "ProfileDescription",
    "answers": "ProfileQuestions",
    "tags": "Tags",
}


def get_profile_template(call: Call) -> Mapping[str, Any]:
    """GetProfileTemplate: what profiles of the account are asked."""
    now = clock.now()
    return {
        "ProfileTemplate": {
            "TemplateName": TEMPLATE_NAME,
            "TemplateQuestions": [
                _asked(question) for question in mapping_of(call.actor.organization).questions
            ],
            "CreatedAt": now,
            "UpdatedAt": now,
        }
    }


def create_profile(call: Call) -> Mapping[str, Any]:
    """CreateProfile."""
    used = profile_rows.count_own(call.actor)
    quotas.require(call, "profiles", used=used, id=call.account, kind="ACCOUNT")
    given = call.given
    answers = _answers(given["ProfileQuestions"])
    try:
        with _named(answers):
            profile = profiles.create(
                call.actor,
                name=given["ProfileName"],
                description=given["ProfileDescription"],
                answers=answers,
                tags=given.get("Tags"),
            )
    except Invalid as error:
        raise _name_taken(call, error) from error
    except Conflict as error:
        if error.code != "too-many-profiles":
            raise
        raise QuotaReached(
            error.message, id=call.account, kind="ACCOUNT", quota="profiles"
        ) from error
    return {
        "ProfileArn": profile_names.arn_of(profile),
        "ProfileVersion": str(newest_of(profile).number),
    }


def get_profile(call: Call) -> Mapping[str, Any]:
    """GetProfile: as it is now, or as a version of it was."""
    profile = profile_names.profile_for(call.actor, call.given["ProfileArn"])
    return {"Profile": _shown(call, profile, _version(call, profile))}


def update_profile(call: Call) -> Mapping[str, Any]:
    """UpdateProfile: questions that are not named keep their answers; others make a version."""
    arn = call.given["ProfileArn"]
    profile = profile_names.profile_for(call.actor, arn, need=Action.PROFILE_WRITE, lock=True)
    values: dict[str, Any] = {}
    if "ProfileDescription" in call.given:
        values["description"] = call.given["ProfileDescription"]
    if "ProfileQuestions" in call.given:
        said = newest_of(profile).answers
        values["answers"] = {**said, **_answers(call.given["ProfileQuestions"])}
    with _named(values.get("answers", {})):
        profile = profiles.edit(call.actor, profile.pk, values=values)
    return {"Profile": _shown(call, profile, newest_of(profile))}


def delete_profile(call: Call) -> None:
    """DeleteProfile: workloads that have it keep it."""
    arn = call.given["ProfileArn"]
    profile = profile_names.profile_for(call.actor, arn, need=Action.PROFILE_WRITE)
    profiles.delete(call.actor, profile.pk)


def list_profiles(call: Call) -> Mapping[str, Any]:
    """ListProfiles, by name."""
    rows = profile_rows.visible(call.actor).order_by("name", "pk")
    if prefix := call.given.get("ProfileNamePrefix"):
        rows = rows.filter(name__istartswith=prefix)
    owner = call.given.get("ProfileOwnerType")
    if owner == "SELF":
        rows = rows.filter(organization=call.actor.organization)
    elif owner == "SHARED":
        rows = rows.exclude(pk__in=rows.filter(organization=call.actor.organization).values("pk"))
    page, more = paging.page(call, rows)
    return {
        "ProfileSummaries": [
            _names(
                row, version=getattr(row, "newest_number", 0), at=getattr(row, "newest_at", None)
            )
            for row in page
        ],
        **more,
    }


def _version(call: Call, profile: Profile) -> ProfileVersion:
    wanted = call.given.get("ProfileVersion")
    if wanted is None:
        return newest_of(profile)
    found = None
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        found = profile.versions.filter(number=int(wanted)).first()
    if found is None:
        told = f"No version {wanted} of profile {call.given['ProfileArn']} was found."
        raise NotThere(told, id=wanted, kind="PROFILE_VERSION")
    return found


def _shown(call: Call, profile: Profile, version: ProfileVersion) -> dict[str, Any]:
    """A Profile: what its owner's profiles are asked, and what this version says to that."""
    is_near = profile.organization_id in (None, call.actor.organization.pk)
    return {
        **_names(profile, version=version.number, at=version.created_at),
        "ProfileQuestions": [
            {**_asked(question), "SelectedChoiceIds": version.answers.get(question.id, [])}
            for question in mapping_of(profile.organization).questions
        ],
        "ShareInvitationId": None
        if is_near
        else share_names.invitation(call.actor, ShareKind.PROFILE, profile.pk),
        "Tags": profile.tags or None,
    }


def _names(profile: Profile, *, version: int, at: Any) -> dict[str, Any]:
    """What a ProfileSummary and a Profile have in common. Wants the organization loaded."""
    owner = profile.organization.number if profile.organization else profile_names.BUILTIN_ACCOUNT
    return {
        "ProfileArn": profile_names.arn_of(profile),
        "ProfileVersion": str(version),
        "ProfileName": profile.name,
        "ProfileDescription": profile.description or None,
        "Owner": owner,
        "CreatedAt": profile.created_at,
        "UpdatedAt": at or profile.created_at,
    }


def _asked(question: Question) -> dict[str, Any]:
    """A ProfileTemplateQuestion. Any question may be left out, so the least is none."""
    return {
        "QuestionId": question.id,
        "QuestionTitle": question.title,
        "QuestionDescription": question.help or None,
        "QuestionChoices": [_choice(option) for option in question.options],
        "MinSelectedChoices": 0,
        "MaxSelectedChoices": len(question.options) if question.is_several else 1,
    }


def _choice(option: Option) -> dict[str, Any]:
    return {
        "ChoiceId": option.id,
        "ChoiceTitle": option.title,
        "ChoiceDescription": option.description or None,
    }


def _answers(questions: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {
        each.get("QuestionId", ""): list(each.get("SelectedChoiceIds", ())) for each in questions
    }


def _named(answers: Mapping[str, Any]) -> Any:
    """Refusals name members of the API; those of an answer the list of all of them."""
    of_answers = {f"answers.{question}": "ProfileQuestions" for question in answers}
    return places.named({**_MEMBERS, **of_answers})


def _name_taken(call: Call, error: Invalid) -> Exception:
    """A name that is taken is a conflict; anything else stays what it is."""
    name = call.given.get("ProfileName", "")
    taken = profile_rows.is_taken(call.actor.organization.pk, name)
    if list(error.fields) != ["ProfileName"] or not taken:
        return error
    return Clash(f"A profile named {name} already exists.", id=name, kind="PROFILE")


OPERATIONS: dict[str, Handler] = {
    "GetProfileTemplate": get_profile_template,
    "CreateProfile": create_profile,
    "GetProfile": get_profile,
    "UpdateProfile": update_profile,
    "DeleteProfile": delete_profile,
    "ListProfiles": list_profiles,
}
