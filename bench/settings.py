"""The real settings, without what would measure something else: tasks are not sent."""

from wellarch.settings import *  # noqa: F403
from wellarch.settings import STATIC_ROOT, STORAGES

SECRET_KEY = "for-measuring-only"
CELERY_BROKER_URL = "memory://"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "ERROR"}}
ALLOWED_HOSTS = ["testserver"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
