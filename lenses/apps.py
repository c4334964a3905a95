"""What is asked."""

from django.apps import AppConfig


class LensesConfig(AppConfig):
    """Lenses and their versions."""

    name = "lenses"
    # What is asked of every app: see wellarch/accounts/persons/privacy.py.
    personal_data = "lenses.services.personal.export"
    forget = "lenses.services.personal.forget"
    # What a search over everything finds here: see wellarch/searching.py.
    search = "lenses.reads.found.find"
