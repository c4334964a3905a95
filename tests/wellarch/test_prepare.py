"""Bringing an installation up to date before it starts."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from lenses.models import Lens, LensVersion, SearchEntry
from wellarch import prepare


@pytest.mark.django_db
def test_an_installation_without_a_demo_has_the_built_in_lenses(monkeypatch):
    monkeypatch.setattr(settings, "DEBUG", True)  # static files are another test's business
    Lens.objects.filter(organization=None).delete()
    prepare.bring_up_to_date(print, demo=False)
    assert Lens.objects.filter(organization=None, alias="wellarchitected").exists()
    assert SearchEntry.objects.exists()


@pytest.mark.django_db
def test_a_second_start_publishes_nothing_again(monkeypatch):
    monkeypatch.setattr(settings, "DEBUG", True)
    prepare.bring_up_to_date(print, demo=False)
    before = LensVersion.objects.count()
    prepare.bring_up_to_date(print, demo=False)
    assert LensVersion.objects.count() == before


def test_the_demo_on_a_database_without_tables_says_what_to_do(monkeypatch):
    monkeypatch.setattr(prepare, "missing_tables", lambda: "Run migrate.")
    with pytest.raises(CommandError, match=r"Run migrate\."):
        call_command("demo")
