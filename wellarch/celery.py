"""The Celery application; tasks are found in each app's tasks.py."""

import os

from celery import Celery

from wellarch import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellarch.settings")

broker.register()
app = Celery("wellarch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
