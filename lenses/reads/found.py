"""What a search over everything finds here: lenses by name, and what they ask and advise."""

from __future__ import annotations

from collections.abc import Iterator

from lenses.access import address_of
from lenses.models import Lens
from lenses.reads import search
from wellarch.accounts.actor import Actor
from wellarch.searching import Found, Wants, having, shortened


def find(actor: Actor, words: list[str], limit: int, wants: Wants) -> Iterator[Found]:
    """At most `limit` of each kind that is wanted: lenses, and their pillars, questions and
    practices together, best first. One query a kind."""
    if wants("lens"):
        seen = Lens.objects.visible_to(actor).order_by("name", "pk")
        for lens in having(seen, words, "name", "alias", "description")[:limit]:
            keys: dict[str, object] = {"lens": address_of(actor, lens)}
            yield Found("lens", lens.name, shortened(lens.description), keys)
    if wants("lens_text"):
        for hit in search.search(actor, " ".join(words), limit=limit).hits:
            text = "".join(piece.text for piece in hit.pieces)
            keys = {"lens": hit.lens_address, "number": hit.entry.version.number}
            yield Found("lens_text", hit.entry.title, text, keys)
