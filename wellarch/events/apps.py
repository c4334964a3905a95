"""The events app."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """The log of changes."""

    name = "wellarch.events"
    label = "events"
