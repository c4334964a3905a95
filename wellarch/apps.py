"""The ground as a Django app, so that its commands and checks are found."""

from django.apps import AppConfig


class WellarchConfig(AppConfig):
    """Registers the system checks."""

    name = "wellarch"
    default = True

    def ready(self) -> None:
        """Import the checks so that Django knows them."""
        from wellarch import checks  # noqa: F401, PLC0415  (checks need loaded settings)
