"""What the log tells of worksheets."""

from __future__ import annotations

from reviews.services import readings, worksheets
from wellarch.events.auditing import wording
from wellarch.events.models import Event

KIND = "performance"
AT = "2026-01-01T00:00Z"


def test_everything_that_happens_to_a_worksheet_is_told_without_what_was_written(actors, workload):
    at = (actors.cleo, workload.pk, KIND)
    worksheets.start(*at, with_rows=False)
    values = {"metric": "Latency", "budget": "300"}
    worksheets.add(*at, table="metrics", values=values)
    worksheets.add(*at, table="metrics", values={**values, "metric": "Errors"})
    worksheets.edit(*at, 1, values={"budget": "2.5"})
    worksheets.move(*at, 1, after=2)
    readings.record(*at, 1, readings=[{"at": AT, "value": "1"}])
    readings.remove(*at, 1, at=AT)
    worksheets.remove(*at, 2)
    worksheets.replace(*at, content={"rows": []})
    worksheets.delete(*at)
    events = list(Event.objects.filter(verb__startswith="worksheet.").order_by("pk"))
    tales = wording.tell(events, wording.Names.of(actors.ada, events))
    page = f"/workloads/{workload.pk}/worksheets/{KIND}/"
    assert all(page in [part.url for part in tale.parts] for tale in tales)
    told = [tale.sentence for tale in tales]
    sheet = "Performance budget of Checkout"
    assert told == [
        f"Cleo Example started the worksheet {sheet}",
        f"Cleo Example added Latency to the worksheet {sheet}",
        f"Cleo Example added Errors to the worksheet {sheet}",
        f"Cleo Example changed the budget of Latency in the worksheet {sheet}",
        f"Cleo Example moved Latency within the worksheet {sheet}",
        f"Cleo Example recorded what was measured of Latency in {sheet} (1)",
        f"Cleo Example took back what was measured of Latency in {sheet}",
        f"Cleo Example removed Errors from the worksheet {sheet}",
        f"Cleo Example replaced all of the worksheet {sheet}",
        f"Cleo Example deleted the worksheet {sheet}",
    ]
    assert not any("2.5" in str(event.changes) for event in events)
