"""What is measured of the rows of a table: what value and total mean, and for which time. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reviews.worksheets.content import Measured
from reviews.worksheets.wording import Said, _


@dataclass(frozen=True, slots=True)
class Measures:
    """What a reading of a row says.

    value, total: what they are called; total empty: there is none to ask for. is_monthly: a
    reading is for a month and has its first moment in UTC. is_share: the value is a part of the
    total, which is needed then.
    """

    value: str = _("Value")
    total: str = ""
    help: str = ""
    is_monthly: bool = False
    is_share: bool = False

    def problems(self, reading: Measured) -> Iterator[tuple[str, Said]]:
        """(field, what is wrong) of a reading that cannot be."""
        if self.is_monthly and month_of(reading.when) != reading.when:
            text = _("A value is for a month: use its first moment, such as 2026-11-01T00:00Z.")
            yield "at", Said(text)
        if not self.is_share:
            return
        if reading.of is None:
            yield "total", Said(_("Say of how many in all."))
        elif not 0 <= reading.amount <= reading.of:
            yield "value", Said(_("Use a number from 0 to the total."))


ANY_TIME = Measures()


def month_of(moment: datetime) -> datetime:
    """The first moment of its month."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
