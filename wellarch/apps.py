"""The ground as a Django app, so that its commands and checks are found."""

from django.apps import AppConfig

from wellarch import celery, checks

# Importing the checks registers them with Django; importing Celery's application makes it the
# one that shared tasks are sent with.
__all__ = ["WellarchConfig", "celery", "checks"]


class WellarchConfig(AppConfig):
    """Settings, health, commands and the system checks."""

    name = "wellarch"
    default = True
