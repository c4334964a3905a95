"""Sentences of what is done to lenses and templates, and what is shared."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wellarch.events.auditing.sentences.verb import Group, Verb

_L, _T, _S = Group.LENSES, Group.TEMPLATES, Group.SHARING

VERBS: dict[str, Verb] = {
    "lens.created": Verb(_L, _("{who} began the lens {alias}")),
    "lens.copied": Verb(_L, _("{who} copied the lens {source} as {alias}")),
    "lens.draft_opened": Verb(_L, _("{who} began a draft of the lens {alias}")),
    "lens.edited": Verb(_L, _("{who} edited the draft of the lens {alias}")),
    "lens.draft_discarded": Verb(_L, _("{who} discarded the draft of the lens {alias}")),
    "lens.imported": Verb(_L, _("{who} imported a draft of the lens {alias}")),
    "lens.published": Verb(_L, _("{who} published version {version} of the lens {alias}")),
    "lens.retired": Verb(_L, _("{who} retired version {version} of the lens {alias}")),
    "lens.withdrawn": Verb(_L, _("{who} took every version of the lens {alias} out of use")),
    "lens.tagged": Verb(_L, _("{who} changed the tags of the lens {alias}")),
    "lens.deleted": Verb(_L, _("{who} deleted the lens {name}")),
    "lens.source_added": Verb(_L, _("{who} began to follow lenses from {place}")),
    "lens.source_moved": Verb(
        _L,
        _("{who} changed from where a lens is followed"),
        _("{who} changed from where a lens is followed, from {from} to {to}"),
    ),
    "lens.source_stopped": Verb(_L, _("{who} stopped following {place}")),
    "lens.source_resumed": Verb(_L, _("{who} follows {place} again")),
    "lens.source_removed": Verb(_L, _("{who} removed the source {place}")),
    "lens.source_pulled": Verb(_L, _("{who} brought a new draft of the lens {alias} from {place}")),
    "lens.source_waiting": Verb(
        _L, _("{who} found a new text of the lens {alias} at {place}, which waits beside the draft")
    ),
    "lens.source_declined": Verb(
        _L, _("{who} kept the draft of the lens {alias} instead of the text from {place}")
    ),
    "lens.source_failed": Verb(_L, _("{who} found something wrong at {place}")),
    "template.created": Verb(_T, _("{who} made the template {name}")),
    "template.changed": Verb(
        _T,
        _("{who} changed {fields} of the template {name}"),
        _("{who} changed {fields} of the template {name} from {from} to {to}"),
    ),
    "template.deleted": Verb(_T, _("{who} deleted the template {name}")),
    "template.lens_added": Verb(_T, _("{who} put the lens {lens} into the template {name}")),
    "template.lens_removed": Verb(_T, _("{who} took the lens {lens} out of the template {name}")),
    "template.lens_upgraded": Verb(
        _T, _("{who} upgraded the template {name} to version {version} of the lens {lens}")
    ),
    "template.notes_changed": Verb(
        _T, _("{who} changed the notes on {lens} in the template {name}")
    ),
    "template.answer_changed": Verb(_T, _("{who} answered {code} in the template {name}")),
    "template.applied": Verb(_T, _("{who} applied the template {name} to {workload}")),
    "template.proposed": Verb(_T, _("{who} proposed changes of the template {name} to {workload}")),
    "template.accepted": Verb(
        _T, _("{who} decided on changes of the template {name} in {workload}")
    ),
    "template.declined": Verb(_T, _("{who} declined changes of the template {name} in {workload}")),
    "share.offered": Verb(_S, _("{who} offered to share {shared} with {target}")),
    "share.resent": Verb(_S, _("{who} sent the offer to share {shared} with {target} again")),
    "share.changed": Verb(_S, _("{who} changed what sharing {shared} with {target} allows")),
    "share.accepted": Verb(_S, _("{who} accepted that {shared} is shared with {target}")),
    "share.rejected": Verb(_S, _("{who} rejected that {shared} is shared with {target}")),
    "share.left": Verb(_S, _("{who} gave back that {shared} was shared with {target}")),
    "share.revoked": Verb(_S, _("{who} ended sharing {shared} with {target}")),
}
