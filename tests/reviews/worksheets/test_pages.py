"""The pages of worksheets, through the door."""

from __future__ import annotations

import pytest

from reviews.models import WorksheetRow
from reviews.services import worksheets
from reviews.worksheets.kinds import KINDS

KIND = "availability"


@pytest.fixture
def at(workload):
    return f"/workloads/{workload.pk}/worksheets/"


@pytest.fixture
def sheet(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, KIND)


@pytest.fixture
def cleo(cast, client_of):
    return client_of(cast.cleo)


def row_of(sheet, number=1):
    return WorksheetRow.objects.get(worksheet=sheet, number=number)


def body(answer):
    return answer.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_can_be_looked_at_before_it_is_started_empty_and_filled(
    actors, workload, cleo, at, kind
):
    assert "Begin with the usual rows" in body(cleo.get(f"{at}{kind}/"))
    worksheets.start(actors.cleo, workload.pk, kind, with_rows=False)
    assert cleo.get(f"{at}{kind}/").status_code == 200
    worksheets.delete(actors.cleo, workload.pk, kind)
    worksheets.start(actors.cleo, workload.pk, kind)
    assert cleo.get(f"{at}{kind}/").status_code == 200
    assert cleo.get(f"{at}{kind}/history/").status_code == 200
    assert cleo.get(at).status_code == 200
