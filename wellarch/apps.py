"""The ground as a Django app, so that its commands and checks are found."""

from django.apps import AppConfig

from wellarch import checks

# Importing the checks registers them with Django.
__all__ = ["WellarchConfig", "checks"]


class WellarchConfig(AppConfig):
    """Settings, health, commands and the system checks."""

    name = "wellarch"
    default = True
