"""Settings of the tests: the real ones, made quick, and nothing of this machine's own.

DATABASE_URL and REDIS_URL choose PostgreSQL and Redis; without them it is SQLite in a file.
Each process of a parallel run has a folder, a database and a Redis database of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_KEPT = {"WELLARCH_TEST_DIR", "WELLARCH_TEST_DATABASE", "WELLARCH_SHARED"}
for _name in set(os.environ) - _KEPT:
    if _name.startswith("WELLARCH_") or _name in {
        "DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "EMAIL_URL",
    }:
        del os.environ[_name]

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
if "WELLARCH_TEST_DIR" not in os.environ:
    _folder = tempfile.mkdtemp(prefix="wellarch-test-")
    os.environ["WELLARCH_TEST_DIR"] = _folder
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["WELLARCH_DATA_DIR"] = str(Path(os.environ["WELLARCH_TEST_DIR"]) / _worker)
os.environ["SECRET_KEY"] = "for-tests-only"

from wellarch.settings import *  # noqa: E402, F403
from wellarch.settings import CACHES, DATA_DIR, DATABASES, REDIS_URL, STATIC_ROOT, STORAGES  # noqa: E402

# --- Quick ---------------------------------------------------------------------------------
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Found when asked for, not listed at the start of each test client.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# --- Apart from each other -----------------------------------------------------------------
DATABASES["default"]["CONN_MAX_AGE"] = 0
if "WELLARCH_TEST_DATABASE" in os.environ:  # of a server that a test starts as a process
    DATABASES["default"]["NAME"] = os.environ["WELLARCH_TEST_DATABASE"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as in real life: in memory all threads would share one connection.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
if REDIS_URL:
    # Clearing the cache empties a Redis database: one for each process of a parallel run.
    _number = int(_worker.removeprefix("gw")) % 15 + 1 if _worker.startswith("gw") else 0
    REDIS_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{_number}"
    CACHES["default"]["LOCATION"] = CELERY_BROKER_URL = REDIS_URL

# --- Tasks run where they are sent, and their errors are errors of the test ----------------
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
