"""What people hear of worksheets by mail: a test of theirs is due soon, overdue, or was never
done. Each occasion once, as they prefer (wellarch/events/mailing)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from reviews.models import Worksheet, WorksheetRow
from reviews.services import tidings, worksheet_history
from reviews.telling import words
from reviews.worksheet_access import plain_row
from reviews.worksheets.kinds import KINDS
from wellarch import clock
from wellarch.accounts.actor import member_actor
from wellarch.accounts.models import Membership, User
from wellarch.accounts.roles import Via
from wellarch.events.mailing import notices
from wellarch.events.models import NoticeKind

AHEAD = 7  # days before its day in which people hear of it
PATIENCE = timedelta(days=7)  # after which a row that was never tested is told of
_TRIED = tuple(kind.key for kind in KINDS.values() if kind.untried_word)


def due_soon() -> int:
    """Tell what of worksheets is due within AHEAD days, is overdue, or was never tried.

    The owner of a row hears of it; of a row without one those who care for the workload, except
    of what was never tried: a row nobody took on asks nobody. Once per row and day, and once
    more when the day has passed, so it may run as often as it likes. Returns how many were told.
    """
    today = clock.now().date()
    soon = list(_rows().filter(due_on__lte=today + timedelta(days=AHEAD)).order_by("due_on", "pk"))
    owned, free = _by_owner(soon)
    count = sum(_tell(row, person, today) for row, person in _who_sees(owned))
    for row, membership in _kept(free):
        count += _tell(row, membership.user, today)
    return count + _never_tried(today)


def _never_tried(today: date) -> int:
    rows = _rows().filter(
        due_on=None, owner__isnull=False, worksheet__kind__in=_TRIED,
        changed_at__lte=clock.now() - PATIENCE,
    )  # fmt: skip
    waiting = [row for row in rows if KINDS[row.worksheet.kind].is_untried(plain_row(row))]
    owned, _free = _by_owner(waiting)
    return sum(_tell(row, person, today) for row, person in _who_sees(owned))


def _rows() -> QuerySet[WorksheetRow]:
    rows = WorksheetRow.objects.filter(
        worksheet__workload__archived_at=None, worksheet__kind__in=list(KINDS)
    )
    return rows.select_related("owner", "worksheet__workload__organization")


def _by_owner(
    rows: Iterable[WorksheetRow],
) -> tuple[dict[User, list[WorksheetRow]], list[WorksheetRow]]:
    """The rows of each owner who is still there, and the rows that are nobody's."""
    owned: dict[User, list[WorksheetRow]] = defaultdict(list)
    free = []
    for row in rows:
        if row.owner is not None and row.owner.is_active:
            owned[row.owner].append(row)
        else:
            free.append(row)
    return owned, free


def _who_sees(owned: dict[User, list[WorksheetRow]]) -> Iterator[tuple[WorksheetRow, User]]:
    """The rows whose owners still see them, through any organization they are in."""
    memberships: dict[int, list[Membership]] = defaultdict(list)
    found = Membership.objects.filter(user__in=owned).select_related("user", "organization")
    for membership in found:
        memberships[membership.user_id].append(membership)
    for person, rows in owned.items():
        sheets = {row.worksheet_id for row in rows}
        seen = set()
        for membership in memberships[person.pk]:
            visible = Worksheet.objects.visible_to(member_actor(membership, Via.TASK))
            seen |= set(visible.filter(pk__in=sheets).values_list("pk", flat=True))
        yield from ((row, person) for row in rows if row.worksheet_id in seen)


def _kept(rows: Iterable[WorksheetRow]) -> Iterator[tuple[WorksheetRow, Membership]]:
    """Rows that are nobody's, and who cares for their workloads."""
    of_workload = defaultdict(list)
    for row in rows:
        of_workload[row.worksheet.workload].append(row)
    for workload, membership in tidings.keepers(of_workload):
        yield from ((row, membership) for row in of_workload[workload])


def _tell(row: WorksheetRow, person: User, today: date) -> bool:
    sheet = row.worksheet
    spec = KINDS[sheet.kind]
    is_late = row.due_on is not None and row.due_on < today
    occasion = f"{row.due_on}{' overdue' if is_late else ''}" if row.due_on else "never"
    what = words(spec.due_word if row.due_on else spec.untried_word)
    page = reverse("worksheet-detail", args=[sheet.workload_id, sheet.kind])
    made = notices.write(
        NoticeKind.DUE_SOON,
        user=person,
        organization=sheet.workload.organization,
        once=f"row {row.pk} {occasion}",
        data={
            "workload": sheet.workload.name,
            "what": "test",
            "title": f"{what}: {worksheet_history.label_of(row)}",
            "due": row.due_on or today,
            "overdue": is_late,
            "url": f"{page}#row-{row.number}",
        },
    )
    return made is not None
