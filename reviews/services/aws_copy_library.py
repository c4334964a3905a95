"""The lenses, profiles and templates of an account of the AWS API, read as documents.

The API lists no versions of a lens or a profile: those that are in use somewhere, and the newest,
are all there is to read (numbered ones are counted through).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reviews.copying import theirs
from reviews.copying.documents import (
    Asked,
    Edition,
    LensFile,
    ProfileFile,
    Reviewed,
    Shared,
    TemplateFile,
    builtin_ref,
    natural,
    own_ref,
)
from reviews.services.aws_copy_calls import Refused, Remote

_OFFICIAL = re.compile(r"arn:[^:]+:wellarchitected::(?:aws)?:lens/(?P<alias>[^/]+)")


class Library:
    """What is reviewed with. saw: how it learns which versions are in use."""

    def __init__(self, remote: Remote) -> None:
        self.remote = remote
        self.notes: list[str] = []
        self.known_profiles: dict[str, theirs.KnownProfile] = {}
        self.asked: dict[tuple[str, str], Asked] = {}
        self._refs: dict[str, str] = {}
        self._own: dict[str, dict[str, Any]] = {}
        self._drafts: dict[str, dict[str, Any]] = {}
        self._used: dict[str, dict[str, None]] = {}
        self._profiles: dict[str, dict[str, Any]] = {}
        self._own_profiles: set[str] = set()
        self._profile_versions: dict[str, list[str]] = {}

    def begin(self) -> None:
        """Learn which lenses and profiles there are."""
        for kind in ("CUSTOM_SELF", "CUSTOM_SHARED"):
            for one in self._listed(kind, "PUBLISHED"):
                self.ref(one["LensArn"], one["LensName"])
                if kind == "CUSTOM_SELF":
                    self._own[one["LensArn"]] = one
        for one in self._listed("CUSTOM_SELF", "DRAFT"):
            self.ref(one["LensArn"], one["LensName"])
            self._drafts[one["LensArn"]] = one
        for one in self.remote.each("ListProfiles", "ProfileSummaries"):
            self._profiles[one["ProfileArn"]] = one
            self._profile_versions[one["ProfileArn"]] = [one.get("ProfileVersion") or ""]
        mine = self.remote.each("ListProfiles", "ProfileSummaries", ProfileOwnerType="SELF")
        self._own_profiles = {one["ProfileArn"] for one in mine}

    def _listed(self, kind: str, status: str) -> list[dict[str, Any]]:
        rows = self.remote.each("ListLenses", "LensSummaries", LensType=kind, LensStatus=status)
        return sorted(rows, key=lambda row: str(row["LensArn"]))

    def ref(self, arn: str, name: str) -> str:
        """How documents name the lens of an ARN. Two of one name are told apart by a number."""
        if match := _OFFICIAL.fullmatch(arn):
            return builtin_ref(match["alias"])
        if arn not in self._refs:
            found, number = own_ref(name), 1
            while found in self._refs.values():
                number += 1
                found = f"{own_ref(name)}#{number}"
            self._refs[arn] = found
        return self._refs[arn]

    def saw(
        self, ref: str, review: Mapping[str, Any], answers: Iterable[Mapping[str, Any]]
    ) -> None:
        """A lens is in use in this version, and asks this. review: a LensReview."""
        version = review.get("LensVersion") or ""
        self.uses(ref, version)
        pillars = review.get("PillarReviewSummaries") or ()
        asked = Asked(
            name=review.get("LensName") or ref,
            pillars={one["PillarId"]: one.get("PillarName") or "" for one in pillars},
            answers=tuple(answers),
        )
        self.asked.setdefault((ref, version), asked)

    def uses(self, ref: str, version: str) -> None:
        """A lens is in use in this version."""
        self._used.setdefault(ref, {})[version] = None

    def lenses(self) -> tuple[LensFile, ...]:
        """The account's own lenses, in every version that is known."""
        arns = dict.fromkeys([*self._own, *self._drafts])
        found = tuple(self._lens(arn) for arn in arns)
        exported = {(one.ref, edition.name) for one in found for edition in one.editions}
        # What came as a document need not be put together from answers.
        self.asked = {key: rows for key, rows in self.asked.items() if key not in exported}
        return found

    def _lens(self, arn: str) -> LensFile:
        ref, listed = self._refs[arn], self._own.get(arn) or self._drafts[arn]
        newest = self._own[arn].get("LensVersion") or "" if arn in self._own else ""
        names = sorted(self._used.get(ref, {}), key=natural)
        names = [*(name for name in names if name != newest), *([newest] if newest else [])]
        editions = []
        for name in names:
            if (document := self._export(arn, name)) is not None:
                editions.append(Edition(name, document))
        draft = (
            self._export(arn, self._drafts[arn].get("LensVersion") or "DRAFT")
            if arn in self._drafts
            else None
        )
        return LensFile(
            key=arn,
            ref=ref,
            name=listed["LensName"],
            editions=tuple(editions),
            draft=draft,
            tags=self._lens_tags(arn),
            shares=self._shares("Lens", LensAlias=arn) if editions else (),
        )

    def _export(self, arn: str, version: str) -> dict[str, Any] | None:
        try:
            told = self.remote.call("ExportLens", LensAlias=arn, LensVersion=version)
        except Refused as error:
            self.notes.append(f"{self._refs[arn]} {version} cannot be exported: {error.message}")
            return None
        return theirs.document(told["LensJSON"])

    def _lens_tags(self, arn: str) -> dict[str, str]:
        try:
            return dict(self.remote.call("ListTagsForResource", WorkloadArn=arn).get("Tags") or {})
        except Refused as error:
            self.notes.append(str(error))
            return {}

    def uses_profiles(self, used: Iterable[Mapping[str, Any]]) -> None:
        """A workload has these profiles in these versions."""
        for one in used:
            known = self._profile_versions.setdefault(one["ProfileArn"], [])
            if one["ProfileVersion"] not in known:
                known.append(one["ProfileVersion"])

    def profiles(self) -> tuple[ProfileFile, ...]:
        """The profiles, in every version that is known."""
        return tuple(self._profile(arn) for arn in self._profiles)

    def _profile(self, arn: str) -> ProfileFile:
        names = sorted(self._profile_versions[arn], key=natural)
        if names[-1].isdecimal():
            names = [str(number) for number in range(1, int(names[-1]) + 1)]
        name = self._profiles[arn]["ProfileName"]
        self.known_profiles[arn] = theirs.KnownProfile(name, tuple(names))
        told = [
            self.remote.call("GetProfile", ProfileArn=arn, ProfileVersion=name)["Profile"]
            for name in names
        ]
        return ProfileFile(
            key=arn,
            name=name,
            description=told[-1].get("ProfileDescription") or "",
            editions=tuple(theirs.profile_answers(one) for one in told),
            tags=dict(told[-1].get("Tags") or {}),
            shares=self._shares("Profile", ProfileArn=arn) if arn in self._own_profiles else (),
        )

    def template(
        self, listed: Mapping[str, Any], answers: Callable[[str, str], Reviewed]
    ) -> TemplateFile:
        """A review template. answers: reads one of its lenses."""
        arn = listed["TemplateArn"]
        told = self.remote.call("GetReviewTemplate", TemplateArn=arn)["ReviewTemplate"]
        reviews = [answers(arn, lens) for lens in told.get("Lenses") or ()]
        return TemplateFile(
            key=arn,
            name=told["TemplateName"],
            description=told.get("Description") or "",
            notes=told.get("Notes") or "",
            reviews={one.lens: one for one in reviews},
            tags=dict(told.get("Tags") or {}),
            shares=self._shares("Template", TemplateArn=arn),
        )

    def _shares(self, what: str, **given: str) -> tuple[Shared, ...]:
        try:
            rows = list(self.remote.each(f"List{what}Shares", f"{what}ShareSummaries", **given))
        except Refused as error:
            self.notes.append(str(error))
            return ()
        return theirs.open_shares(rows)
