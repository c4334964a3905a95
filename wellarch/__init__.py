"""The ground: where it runs, who is here, what happened. Imports no app but by name."""

from wellarch.celery import app as celery_app

__all__ = ["celery_app"]
