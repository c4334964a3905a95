"""What a search over everything finds here: workloads and what belongs to them, templates,
profiles. What is put away is left out, as in every list."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Model, QuerySet

from reviews.models import GameDay, Improvement, Milestone, Profile, Template, TradeOff, Workload
from wellarch.accounts.actor import Actor
from wellarch.searching import Found, Wants, having, shortened

_OF_WORKLOADS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("improvement", Improvement, ("title", "recommendation")),
    ("tradeoff", TradeOff, ("title", "context")),
    ("game_day", GameDay, ("title", "hypothesis", "scenario")),
    ("milestone", Milestone, ("name",)),
)

_LIBRARIES: tuple[tuple[str, type[Model]], ...] = (("template", Template), ("profile", Profile))


def find(actor: Actor, words: list[str], limit: int, wants: Wants) -> Iterator[Found]:
    """At most `limit` of each kind that is wanted, by name. One query a kind."""
    if wants("workload"):
        seen = Workload.objects.visible_to(actor).filter(archived_at=None)
        seen = seen.order_by("normalized_name", "pk")
        for workload in having(seen, words, "name", "description")[:limit]:
            keys = {"workload_id": workload.pk}
            yield Found("workload", workload.name, shortened(workload.description), keys)
    for kind, model, fields in _OF_WORKLOADS:
        if wants(kind):
            yield from _of_workloads(actor, kind, model, fields, words, limit)
    for kind, library in _LIBRARIES:
        if wants(kind):
            kept: QuerySet[Model] = library._default_manager.visible_to(actor)  # type: ignore[attr-defined]
            rows = having(kept.order_by("name", "pk"), words, "name", "description")
            for row in rows.values("pk", "name", "description")[:limit]:
                keys = {f"{kind}_id": row["pk"]}
                yield Found(kind, row["name"], shortened(row["description"]), keys)


def _of_workloads(
    actor: Actor,
    kind: str,
    model: type[Model],
    fields: tuple[str, ...],
    words: list[str],
    limit: int,
) -> Iterator[Found]:
    title, *texts = fields
    seen: QuerySet[Model] = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
    rows = having(seen.filter(workload__archived_at=None), words, *fields).order_by(title, "pk")
    columns = (*fields, "number", "workload_id", "workload__name")
    for row in rows.values(*columns)[:limit]:
        text = next((row[name] for name in texts if row[name]), "")
        keys = {"workload_id": row["workload_id"], "number": row["number"]}
        yield Found(kind, row[title], shortened(text), keys, row["workload__name"])
