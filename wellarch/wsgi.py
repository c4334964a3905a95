"""The WSGI application that web servers load: Django, behind the door of live updates."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellarch.settings")
django_application = get_wsgi_application()

from wellarch.live.door import LiveDoor  # noqa: E402  (its models need the settings)

application = LiveDoor(django_application)
