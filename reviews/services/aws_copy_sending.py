"""Lenses, profiles and templates written to an account of the AWS API."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reviews.copying import sending
from reviews.copying.documents import (
    BUILTIN,
    LensFile,
    ProfileFile,
    Reviewed,
    TemplateFile,
    folded,
)
from reviews.services.aws_copy_calls import Refused, Remote
from reviews.services.aws_copy_journal import Journal


@dataclass
class SentLens:
    """A lens as it stands there. missing: versions still to be published, oldest first."""

    arn: str
    wanted: LensFile
    missing: list[str]
    newest: str = ""


@dataclass
class Sender:
    """Writes what is asked and said to the other side; refused parts are named in `problems`."""

    remote: Remote
    journal: Journal
    lenses: dict[str, SentLens] = field(default_factory=dict)
    profiles: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def token(self, *what: str) -> str:
        """The token of a request: the same for the same thing, so that it is done once."""
        text = "|".join((self.journal.organization.number, self.journal.place, *what))
        return hashlib.sha256(text.encode()).hexdigest()

    def attempt(self, name: str, act: Callable[[], Any]) -> bool:
        """Do one part of something; what is refused is named, and the rest goes on."""
        try:
            act()
        except Refused as error:
            self.problems.append(f"{name}: {error}")
            return False
        return True

    def arn_of(self, ref: str) -> str:
        """LensAlias of a lens there. Refused when it is not there."""
        if ref.startswith(BUILTIN):
            return ref.removeprefix(BUILTIN)
        if ref not in self.lenses:
            raise Refused("ImportLens", "missing", f"the lens {ref} is not there")
        return self.lenses[ref].arn

    def begin_lens(self, wanted: LensFile, found: LensFile | None) -> str:
        """Know a lens that is there, or import its first version; returns its ARN."""
        names = [one.name for one in wanted.editions]
        if found is not None:
            there = {one.name for one in found.editions}
            newest = found.editions[-1].name if found.editions else ""
            begin = names.index(newest) + 1 if newest in names else 0
            missing = [name for name in names[begin:] if name not in there]
            self.lenses[wanted.ref] = SentLens(found.key, wanted, missing, newest)
            return found.key
        document = wanted.editions[0].document if wanted.editions else wanted.draft
        given: dict[str, Any] = {"Tags": dict(wanted.tags)} if wanted.tags else {}
        arn = self.remote.call(
            "ImportLens",
            JSONString=json.dumps(document, ensure_ascii=False),
            ClientRequestToken=self.token("lens", wanted.key),
            **given,
        )["LensArn"]
        self.journal.note("lens", remote=arn, local=wanted.key)
        sent = self.lenses[wanted.ref] = SentLens(arn, wanted, names)
        if names:
            self._publish(sent, names[0])
        return str(arn)

    def publish_next(self, ref: str) -> None:
        """Publish the next version of a lens."""
        sent = self.lenses[ref]
        self._import(sent, sent.missing[0])
        self._publish(sent, sent.missing[0])

    def _import(self, sent: SentLens, name: str) -> None:
        document = next(one.document for one in sent.wanted.editions if one.name == name)
        self._import_document(sent, document, name)

    def _import_document(self, sent: SentLens, document: Mapping[str, Any], name: str) -> None:
        text = json.dumps(document, ensure_ascii=False)
        self.remote.call(
            "ImportLens",
            LensAlias=sent.arn,
            JSONString=text,
            ClientRequestToken=self.token("import", sent.arn, name, text),
        )

    def _publish(self, sent: SentLens, name: str) -> None:
        edition = next(one for one in sent.wanted.editions if one.name == name)
        self.remote.call(
            "CreateLensVersion",
            LensAlias=sent.arn,
            LensVersion=name,
            IsMajorVersion=edition.is_major,
            ClientRequestToken=self.token("publish", sent.arn, name),
        )
        sent.newest = name
        sent.missing.remove(name)

    def finish_lens(self, wanted: LensFile, found: LensFile | None) -> None:
        """The versions nobody waited for, the draft and the tags."""
        sent = self.lenses[wanted.ref]
        while sent.missing:
            self.publish_next(wanted.ref)
        there = found.draft if found else None
        if wanted.draft is not None and wanted.draft != there and wanted.editions:
            self._import_document(sent, wanted.draft, "draft")
        if found is not None:
            self.tags(sent.arn, wanted.tags, found.tags)

    def tags(self, arn: str, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
        """The tags of something that is there."""
        gone = sorted(set(found) - set(wanted))
        if gone:
            self.remote.call("UntagResource", WorkloadArn=arn, TagKeys=gone)
        fresh = {key: value for key, value in wanted.items() if found.get(key) != value}
        if fresh:
            self.remote.call("TagResource", WorkloadArn=arn, Tags=fresh)

    def profile(self, wanted: ProfileFile, found: ProfileFile | None) -> str:
        """A profile in all its versions; returns its ARN."""
        if found is not None:
            arn, sent = found.key, len(found.editions)
            self.tags(arn, wanted.tags, found.tags)
        else:
            given: dict[str, Any] = {"Tags": dict(wanted.tags)} if wanted.tags else {}
            arn = self.remote.call(
                "CreateProfile",
                ProfileName=wanted.name,
                ProfileDescription=wanted.description,
                ProfileQuestions=_questions(wanted.editions[0], {}),
                ClientRequestToken=self.token("profile", wanted.key),
                **given,
            )["ProfileArn"]
            sent = 1
        self.journal.note("profile", remote=arn, local=wanted.key)
        begin = min(sent, len(wanted.editions) - 1) if found else 1
        before = wanted.editions[max(0, begin - 1)]
        for answers in wanted.editions[begin:]:
            self.remote.call(
                "UpdateProfile", ProfileArn=arn, ProfileQuestions=_questions(answers, before)
            )
            before = answers
        if found and found.description != wanted.description:
            self.remote.call("UpdateProfile", ProfileArn=arn, ProfileDescription=wanted.description)
        self.profiles[folded(wanted.name)] = arn
        return str(arn)

    def template(self, wanted: TemplateFile, found: TemplateFile | None) -> str:
        """A review template with what it says; returns its ARN."""
        given = {
            "TemplateName": wanted.name,
            "Description": wanted.description,
            "Notes": wanted.notes,
        }
        aliases = {ref: self.arn_of(ref) for ref in wanted.reviews}
        if found is not None:
            arn, there = found.key, found.reviews
            self.remote.call(
                "UpdateReviewTemplate",
                TemplateArn=arn,
                LensesToAssociate=[a for ref, a in aliases.items() if ref not in there],
                LensesToDisassociate=[self.arn_of(ref) for ref in there if ref not in aliases],
                **given,
            )
            self.tags(arn, wanted.tags, found.tags)
        else:
            more: dict[str, Any] = {"Tags": dict(wanted.tags)} if wanted.tags else {}
            there = {}
            arn = self.remote.call(
                "CreateReviewTemplate",
                Lenses=list(aliases.values()),
                ClientRequestToken=self.token("template", wanted.key),
                **given,
                **more,
            )["TemplateArn"]
        self.journal.note("template", remote=arn, local=wanted.key)
        for ref, review in wanted.reviews.items():
            where = {"TemplateArn": arn, "LensAlias": aliases[ref]}
            before = there.get(ref, Reviewed(ref, review.version))
            if notes := sending.notes(review, before):
                self.remote.call("UpdateReviewTemplateLensReview", **where, **notes)
            for question, members in sending.answers(review, before).items():
                self._template_answer(wanted.name, {**where, "QuestionId": question, **members})
        return str(arn)

    def _template_answer(self, name: str, given: dict[str, Any]) -> None:
        self.attempt(name, lambda: self.remote.call("UpdateReviewTemplateAnswer", **given))


def _questions(
    answers: Mapping[str, tuple[str, ...]], before: Mapping[str, tuple[str, ...]]
) -> list[dict[str, Any]]:
    """ProfileQuestions: those that are not answered any more with nothing chosen."""
    return [
        {"QuestionId": key, "SelectedChoiceIds": list(answers.get(key, ()))}
        for key in sorted({*answers, *before})
    ]
