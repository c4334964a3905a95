"""The page of an availability model: its diagram, downtime, and a further copy at one press."""

import re

import pytest

from reviews.models import WorksheetRow
from reviews.services import worksheets


@pytest.fixture
def model(actors, workload):
    return worksheets.start(actors.cleo, workload.pk, "availability")


@pytest.fixture
def url(workload):
    return f"/workloads/{workload.pk}/worksheets/availability/"


def page_of(client, url):
    return client.get(url).content.decode()


def hidden_fields(text, number):
    """What the form of a further copy sends, as a browser without scripts would."""
    form = re.search(rf'<form method="post" action="[^"]*/rows/{number}/" data-sheet>(.*?)</form>',
                     text, re.S)[1]  # fmt: skip
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def test_it_is_drawn_with_title_description_and_numbers(cast, client_of, url, model):
    text = page_of(client_of(cast.vic), url)
    assert 'aria-label="How the parts make the whole"' in text
    assert "API Gateway 99.95%, weakest; Lambda 99.95%, weakest; DynamoDB 99.999%" in text
    assert text.count(">Weakest</text>") == 2
    assert "99.89902599975%" in text
    for cell in ("8.77 hours", "8.85 hours", "43.83 minutes", "44.26 minutes", "10.08 minutes"):
        assert cell in text
    assert "Add a copy" not in text


def test_a_further_copy_is_added_at_one_press_without_scripts(cast, client_of, url, model):
    client = client_of(cast.cleo)
    fields = hidden_fields(page_of(client, url), 2)
    assert fields["copies"] == "2"
    done = client.post(f"{url}rows/2/", fields, follow=True)
    assert "99.9489% against a target of 99.9%: met" in done.content.decode()
    row = WorksheetRow.objects.get(worksheet=model, number=2)
    assert row.values == {
        "name": "Lambda", "role": "component", "availability": "99.95", "copies": "2",
        "needed": "1",
    }  # fmt: skip


def test_a_further_copy_leaves_what_others_changed_meanwhile(
    actors, cast, client_of, workload, url, model
):
    client = client_of(cast.cleo)
    fields = hidden_fields(page_of(client, url), 2)
    worksheets.edit(actors.ben, workload.pk, "availability", 2, values={"name": "Functions"})
    client.post(f"{url}rows/2/", fields)
    row = WorksheetRow.objects.get(worksheet=model, number=2)
    assert (row.values["name"], row.values["copies"]) == ("Functions", "2")


def test_a_model_without_a_number_says_so_and_promises_nothing(
    actors, cast, client_of, workload, url, model
):
    worksheets.add(
        actors.cleo, workload.pk, "availability", table="components",
        values={"name": "Partner", "role": "component"},
    )  # fmt: skip
    text = page_of(client_of(cast.cleo), url)
    assert "Not worked out yet: numbers are missing" in text
    assert "What another copy would give" not in text
    assert "8.77 hours" in text  # what the target allows is known


def test_an_empty_model_draws_nothing(actors, cast, client_of, workload, url):
    worksheets.start(actors.cleo, workload.pk, "availability", with_rows=False)
    assert "How the parts make the whole" not in page_of(client_of(cast.cleo), url)


def test_a_wrong_number_of_copies_is_refused_in_words(cast, client_of, url, model):
    client = client_of(cast.cleo)
    fields = hidden_fields(page_of(client, url), 2) | {"needed": "5", "initial-needed": "1"}
    answer = client.post(f"{url}rows/2/", fields)
    assert answer.status_code == 422
    assert "needs 5 of 2 copies" in answer.content.decode()
