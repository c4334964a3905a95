"""Real lenses of others through the whole workshop: imported, edited, published, upgraded.

They are not ours to keep here. Set WELLARCH_SHARED to a folder that has them under lenses/.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lenses.document import read, to_dict
from lenses.models import LensVersion
from lenses.services import drafts, exports, imports, versions
from reviews.models import Answer, Milestone, Review
from reviews.services import upgrades
from tests.builders import select, start_review, start_workload

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("WELLARCH_SHARED", ROOT.parent / "shared")) / "lenses"
FILES = sorted(SHARED.rglob("*.json"))

pytestmark = pytest.mark.skipif(not FILES, reason="no real lenses: set WELLARCH_SHARED")


def edit(actor, lens, question: str, title: str) -> LensVersion:
    """Another title for a question, in the draft of a lens."""
    drafts.open(actor, str(lens.pk))
    set_title = {"op": "set", "at": f"questions/{question}", "field": "title", "value": title}
    return drafts.edit(actor, str(lens.pk), operation=set_title).version


@pytest.mark.parametrize("path", FILES or [None], ids=lambda path: path and path.stem[-40:])
def test_a_real_lens_goes_through_the_workshop(path, actors):
    document = read(path.read_bytes()).lens
    draft = imports.import_document(actors.ada, data=path.read_bytes())
    first = versions.publish(actors.ada, draft, name="1")
    lens = first.lens
    review = start_review(actors.ada, start_workload(actors.ada), lens)
    asked = next(document.questions())
    chosen = [choice.id for choice in asked.choices if not choice.is_none][:2]
    select(actors.cleo, review, asked.id, *chosen, notes="Said in version 1.")

    minor = versions.publish(
        actors.ada, edit(actors.ada, lens, asked.id, "Edited once?"), name="1.1", major=False
    )
    assert upgrades.follow(minor.pk) == 1
    assert Review.objects.get(pk=review.pk).lens_version == minor

    major = versions.publish(
        actors.ada, edit(actors.ada, lens, asked.id, "Edited twice?"), name="2", major=True
    )
    done = upgrades.upgrade(actors.ben, review.pk, milestone="Before version 2")
    assert done.review.lens_version == major
    assert done.counts["kept"] == len(list(document.questions())) == review.answers.count()
    answer = Answer.objects.get(review=review, question_key=asked.id)
    assert {key for key, said in answer.choices.items() if said["status"] == "selected"} == set(
        chosen
    )
    assert answer.notes == "Said in version 1."
    assert Milestone.objects.get().content["reviews"][0]["lens_version"] == "1.1"

    wanted = to_dict(document)
    next(q for p in wanted["pillars"] for q in p["questions"] if q["id"] == asked.id)["title"] = (
        "Edited twice?"
    )
    exported = exports.export(actors.ada, alias=lens.pk, format="json")
    assert read(exported).lens == read(json.dumps(wanted)).lens
