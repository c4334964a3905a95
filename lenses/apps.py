"""What is asked."""

from django.apps import AppConfig


class LensesConfig(AppConfig):
    """Lenses and their versions."""

    name = "lenses"
