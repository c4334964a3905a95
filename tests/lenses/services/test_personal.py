"""What a person wrote into drafts is told to them when they take their data along."""

from __future__ import annotations

from lenses.services import drafts, personal, sources
from tests.lenses.drafting import TITLE


def test_edits_of_drafts_and_places_added_are_told_to_who_made_them_only(
    actors, cast, small_lens, settings
):
    settings.WELLARCH_SOURCE_URLS = ["https://example.com/lenses/"]
    sources.add(actors.ada, place="https://example.com/lenses/a.yaml?token=hidden")
    drafts.open(actors.ben, "small")
    drafts.edit(actors.ben, "small", operation=TITLE)
    told = {name: list(rows) for name, rows in personal.export(cast.ben)}
    (edit,) = told["lens_drafts_edited"]
    assert (edit["lens"], edit["operation"]["value"]) == ("Small lens", TITLE["value"])
    assert told["lens_sources_added"] == []
    hers = {name: list(rows) for name, rows in personal.export(cast.ada)}
    assert hers["lens_drafts_edited"] == []
    assert [row["place"] for row in hers["lens_sources_added"]] == [
        "https://example.com/lenses/a.yaml"
    ]
