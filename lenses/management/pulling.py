"""Looking at followed places from the command line: who is meant, and a line for each place."""

from __future__ import annotations

from collections.abc import Iterator

from lenses.management.moving import command_actor
from lenses.models import LensSource, SourceState
from lenses.services import source_pulls
from wellarch.accounts.actor import Actor, system_actor
from wellarch.accounts.models import Organization
from wellarch.accounts.roles import Via
from wellarch.errors import NotFound


def actors(slug: str | None) -> list[Actor]:
    """The system in the organization of this slug, or in every one that follows something."""
    if slug:
        return [command_actor(slug)]
    following = LensSource.objects.filter(is_active=True).values("organization")
    organizations = Organization.objects.filter(pk__in=following).order_by("slug")
    return [system_actor(each, via=Via.COMMAND) for each in organizations]


def pull(slug: str | None, place: str) -> list[LensSource]:
    """Looks at every place meant. NotFound when a place is named that nobody follows."""
    found = [each for actor in actors(slug) for each in source_pulls.pull_all(actor, place=place)]
    if place and not found:
        raise NotFound(f"Nobody follows “{place}”.")
    return found


def lines(found: list[LensSource]) -> Iterator[str]:
    """A line per place, and what is wrong there below it."""
    for source in found:
        alias = f" ({source.lens.alias})" if source.lens else ""
        state = SourceState(source.state).label
        yield f"{source.organization.slug}: {source.place}{alias}: {state}"
        yield from (f"  {line}" for line in source.problem.splitlines())


def failed(found: list[LensSource]) -> bool:
    """Whether something is wrong at one of them."""
    return any(source.state == SourceState.FAILED for source in found)
