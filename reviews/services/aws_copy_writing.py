"""Documents written here: lenses, profiles, templates and workloads, each step a transaction of
its own with its line in the journal, so that whoever is interrupted goes on with the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lenses.models import Lens, LensVersion, VersionStatus
from lenses.services import aliases, imports, versions
from lenses.services import tags as lens_tags
from reviews.copying.documents import (
    Document,
    Frozen,
    LensFile,
    ProfileFile,
    Reviewed,
    TemplateFile,
    WorkloadFile,
    frozen_digest,
)
from reviews.copying.planning import Step, digest_of
from reviews.models import Milestone, Profile, Template, Workload
from reviews.reads import aws_copy
from reviews.services import (
    aws_copy_standing,
    milestones,
    profiles,
    template_answers,
    template_lenses,
    templates,
    workloads,
)
from reviews.services.aws_copy_journal import MILESTONE, Journal
from wellarch.accounts.actor import Actor
from wellarch.errors import Conflict


@dataclass
class Writer:
    """Writes documents for an actor. lenses: {how documents name a lens: its key here}."""

    actor: Actor
    journal: Journal
    lenses: dict[str, UUID] = field(default_factory=dict)

    def write(self, step: Step) -> str:
        """Carry out a step; returns the key of what stands here now. Raises what services raise."""
        ways: Mapping[str, Callable[[Any, str], UUID]] = {
            "lens": self._lens,
            "profile": self._profile,
            "template": self._template,
            "workload": self._workload,
        }
        found = step.found.key if step.found else ""
        return str(ways[step.kind](step.wanted, found))

    def finish(self, kind: str, wanted: Document, found: Document) -> None:
        """Write down that a document is copied whole. found: as it stands here now."""
        self.journal.note(
            kind,
            remote=wanted.key,
            local=found.key,
            wanted=digest_of(wanted),
            left=digest_of(found),
        )

    def _begun(self, kind: str, wanted: Document, key: UUID) -> None:
        self.journal.note(kind, remote=wanted.key, local=str(key))

    def _lens(self, wanted: LensFile, found: str) -> UUID:
        lens = Lens.objects.filter(pk=UUID(found)).first() if found else None
        alias = lens.alias if lens else aliases.chosen(self.actor.organization, "", wanted.name)
        if lens is not None:
            self._refuse_draft(lens, wanted)
        for edition in wanted.editions:
            lens = self._edition(lens, alias, wanted, edition.name, edition.document)
        if wanted.draft is not None:
            lens = self._draft(lens, alias, wanted)
        if lens is None:
            raise Conflict(_("None of its versions can be read there."), code="nothing-to-copy")
        self.lenses[wanted.ref] = lens.pk
        lens_tags.replace(self.actor, lens.pk, tags=wanted.tags)
        return lens.pk

    def _refuse_draft(self, lens: Lens, wanted: LensFile) -> None:
        """A draft here would be overwritten by publishing what came; its authors decide."""
        there = LensVersion.objects.filter(lens=lens).exclude(status=VersionStatus.DRAFT)
        missing = {one.name for one in wanted.editions} - set(there.values_list("name", flat=True))
        has_draft = LensVersion.objects.filter(lens=lens, status=VersionStatus.DRAFT).exists()
        if missing and has_draft:
            raise Conflict(
                _("%(lens)s has a draft here: publish or discard it first.") % {"lens": lens.name},
                code="draft-there",
            )

    def _edition(
        self, lens: Lens | None, alias: str, wanted: LensFile, name: str, document: Any
    ) -> Lens:
        there = LensVersion.objects.filter(lens=lens, name=name).first() if lens else None
        if lens is not None and there is not None:
            return lens
        with transaction.atomic():
            draft = imports.import_document(self.actor, data={**document, "alias": alias})
            versions.publish(self.actor, draft, name=name)
            self._begun("lens", wanted, draft.lens_id)
        return Lens.objects.get(pk=draft.lens_id)

    def _draft(self, lens: Lens | None, alias: str, wanted: LensFile) -> Lens:
        with transaction.atomic():
            data = {**(wanted.draft or {}), "alias": alias}
            draft = imports.import_document(self.actor, data=data)
            self._begun("lens", wanted, draft.lens_id)
        return lens or draft.lens

    def _profile(self, wanted: ProfileFile, found: str) -> UUID:
        profile = Profile.objects.filter(pk=UUID(found)).first() if found else None
        with transaction.atomic():
            if profile is None:
                profile = profiles.create(
                    self.actor,
                    name=wanted.name,
                    answers=_lists(wanted.editions[0]),
                    description=wanted.description,
                    tags=wanted.tags,
                )
            same = {"name": wanted.name, "description": wanted.description, "tags": wanted.tags}
            profiles.edit(self.actor, profile.pk, values=same)
            there = profile.versions.count()
            for answers in wanted.editions[min(there, len(wanted.editions) - 1) :]:
                profiles.edit(self.actor, profile.pk, values={"answers": _lists(answers)})
            self._begun("profile", wanted, profile.pk)
        return profile.pk

    def _template(self, wanted: TemplateFile, found: str) -> UUID:
        values = {
            "name": wanted.name,
            "description": wanted.description,
            "tags": wanted.tags,
            "notes": wanted.notes,
        }
        with transaction.atomic():
            if found:
                template = templates.edit(self.actor, UUID(found), values=values)
            else:
                template = templates.create(self.actor, values=values)
            for part in template.reviews.select_related("lens", "lens_version"):
                version = self._version_in(wanted, part.lens)
                if version is None or version.pk != part.lens_version_id:
                    template_lenses.remove(self.actor, template.pk, str(part.lens_id))
            for ref, one in wanted.reviews.items():
                self._part(template, ref, one)
            self._begun("template", wanted, template.pk)
        return template.pk

    def _version_in(self, wanted: TemplateFile, lens: Lens) -> LensVersion | None:
        for ref, one in wanted.reviews.items():
            version = aws_copy_standing.version_of(ref, one.version, self.lenses)
            if version.lens_id == lens.pk:
                return version
        return None

    def _part(self, template: Template, ref: str, wanted: Reviewed) -> None:
        version = aws_copy_standing.version_of(ref, wanted.version, self.lenses)
        key = str(version.lens_id)
        part = template.reviews.filter(lens=version.lens_id).first()
        if part is None:
            part = template_lenses.put(self.actor, template, version.lens_id, version.pk)
        notes = dict.fromkeys(part.pillar_notes, "") | dict(wanted.pillar_notes)
        template_lenses.write_notes(
            self.actor, template.pk, key, notes=wanted.notes, pillar_notes=notes
        )
        said = {row.question_key: templates.state_of(row) for row in part.answers.all()}
        for question in sorted({*said, *wanted.answers}):
            state = wanted.answers[question].state if question in wanted.answers else {}
            change = aws_copy_standing.difference(version, question, said.get(question, {}), state)
            if change:
                template_answers.record(
                    self.actor, template.pk, key, question, changes_wanted=change
                )

    def _workload(self, wanted: WorkloadFile, found: str) -> UUID:
        if found:
            workload = Workload.objects.get(pk=UUID(found))
        else:
            with transaction.atomic():
                values = aws_copy_standing.values_of(wanted.standing)
                workload = workloads.create(self.actor, values=values)
                self._begun("workload", wanted, workload.pk)
        there = {row.number: row for row in Milestone.objects.filter(workload=workload)}
        for one in wanted.milestones:
            if one.number not in there and one.standing is not None:
                self._milestone(workload, wanted, one)
        with transaction.atomic():
            aws_copy_standing.bring(self.actor, workload, wanted.standing, self.lenses)
            workloads.edit(self.actor, workload.pk, values={"tags": wanted.tags})
        return workload.pk

    def _milestone(self, workload: Workload, wanted: WorkloadFile, one: Frozen) -> None:
        if one.standing is None:
            return
        with transaction.atomic():
            aws_copy_standing.bring(self.actor, workload, one.standing, self.lenses)
            made = milestones.bring(
                self.actor,
                workload.pk,
                name=one.name,
                recorded_at=datetime.fromisoformat(one.at),
            )
            left = frozen_digest(aws_copy.frozen(self.actor, made))
            self.journal.note(
                MILESTONE,
                remote=f"{wanted.key}#{one.number}",
                local=f"{workload.pk}#{made.number}",
                wanted=frozen_digest(one),
                left=left,
            )


def _lists(answers: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: list(options) for key, options in answers.items()}
