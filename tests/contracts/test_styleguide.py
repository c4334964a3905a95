"""The style guide shows every component and every large page without a database."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.contracts.test_templates import TEMPLATES
from wellarch.styleguide import SPECIMENS

pytestmark = pytest.mark.urls("wellarch.styleguide")

# Parts of other components or of the shell: seen wherever these are.
SHOWN_WITHIN = {
    *("bar", "stylesheets", "messages", "outbox", "user_menu", "product_mark", "failure_actions"),
    *("field", "field_errors", "form_errors", "risk_word", "risk_short", "conflict", "clashes"),
}


@pytest.mark.parametrize("address", ["/", *(f"/{name}/" for name in SPECIMENS)])
def test_a_page_of_the_style_guide_is_drawn(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_every_component_that_pages_share_is_in_the_style_guide() -> None:
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in (TEMPLATES / "styleguide.html", *(TEMPLATES / "styleguide").glob("*.html"))
    )
    names = set(re.findall(r'"components/(\w+)\.html"', shown)) | SHOWN_WITHIN
    present = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert present - names == set()
