"""Two programs that saw the same version change it at the same moment: one of them wins."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from reviews.models import Workload
from wellarch.rest import endpoint


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_two_changes_of_one_version_one_is_refused(api_of, cast, workload, monkeypatch):
    url = f"/api/v1/workloads/{workload.pk}/"
    tag = api_of(cast.ada).get(url).headers["ETag"]
    apis = [api_of(cast.ada), api_of(cast.ben)]
    together = threading.Barrier(2)
    answers: dict[str, Any] = {}
    carry_out = endpoint.conditions.carry_out

    def both_at_once(*args: Any, **options: Any) -> Any:
        together.wait(10)
        return carry_out(*args, **options)

    monkeypatch.setattr(endpoint.conditions, "carry_out", both_at_once)

    def change(number: int) -> None:
        try:
            text = f"By {number}"
            answers[text] = apis[number].patch(url, {"notes": text}, headers={"If-Match": tag})
        finally:
            connection.close()

    threads = [threading.Thread(target=change, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(answer.status_code for answer in answers.values()) == [200, 412]
    won = next(text for text, answer in answers.items() if answer.status_code == 200)
    lost = next(answer for answer in answers.values() if answer.status_code == 412)
    assert Workload.objects.get(pk=workload.pk).notes == won
    assert lost.json()["current"]["notes"] == won
