"""What was copied to or from one account of the AWS API: written down with every step."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from reviews.copying.planning import Remembered
from reviews.models import AwsCopy, AwsCopyWay
from wellarch import clock
from wellarch.accounts.models import Organization

MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Journal:
    """The copies of an organization in one direction. place: the address of the other side."""

    organization: Organization
    place: str
    way: AwsCopyWay

    def remembered(self) -> dict[tuple[str, str], Remembered]:
        """{(kind, key on the side it came from): what is remembered}. What was copied the other
        way stands for itself as well: only its digests mean nothing here."""
        found: dict[tuple[str, str], Remembered] = {}
        for row in self._rows().exclude(kind=MILESTONE).order_by("at", "pk"):
            is_pull = self.way == AwsCopyWay.PULL
            source, target = (row.remote, row.local) if is_pull else (row.local, row.remote)
            if row.way == self.way:
                found[row.kind, source] = Remembered(target, row.wanted, row.left)
            else:
                found.setdefault((row.kind, source), Remembered(target))
        return found

    def milestones(self) -> dict[tuple[str, int], str]:
        """{(ARN of a workload, number): digest} of milestones that stand on both sides."""
        rows = self._rows().filter(kind=MILESTONE).exclude(left="")
        found = {}
        for row in rows:
            arn, _mark, number = row.remote.rpartition("#")
            found[arn, int(number)] = row.left
        return found

    def note(self, kind: str, *, remote: str, local: str, wanted: str = "", left: str = "") -> None:
        """Write down a copy, in the transaction that makes it."""
        AwsCopy.objects.update_or_create(
            organization=self.organization,
            place=self.place,
            way=self.way,
            kind=kind,
            remote=remote,
            defaults={"local": local, "wanted": wanted, "left": left, "at": clock.now()},
        )

    def _rows(self) -> QuerySet[AwsCopy]:
        return AwsCopy.objects.filter(organization=self.organization, place=self.place)
