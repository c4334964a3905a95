"""What is kept where: database, cache, broker, files."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from whitenoise.compress import Compressor

from wellarch.env import env
from wellarch.settings.place import BASE_DIR, DATA_DIR, DATABASE_URL, DEBUG, REDIS_URL
from wellarch.settings.sources import WELLARCH_SOURCE_MINUTES
from wellarch.settings.trackers import WELLARCH_TRACKER_MINUTES

if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=300)}
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "wellarch.sqlite3"),
            "CONN_MAX_AGE": 300,
            "OPTIONS": {
                # Two writers wait for each other instead of failing on the upgrade of a lock.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
                ),
            },
        }
    }
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "wellarch",
            # A Redis that is cut off must not hold a page for minutes.
            "OPTIONS": {"socket_connect_timeout": 3, "socket_timeout": 5},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CELERY_BROKER_URL = REDIS_URL or "files://localhost//"  # the host only stops a warning
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str | float]
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3}
else:
    _broker = DATA_DIR / "broker"
    for _folder in (_broker / "queue", _broker / "control"):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "control_folder": str(_broker / "control"),
        "polling_interval": 0.1,
    }
CELERY_TASK_IGNORE_RESULT = True  # progress and results live in rows of ours
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celerybeat-schedule")
CELERY_BEAT_MAX_LOOP_INTERVAL = 1  # seconds it may take to notice that it has to end
CELERY_BEAT_SCHEDULE = {
    "worker heartbeat": {"task": "wellarch.heartbeat", "schedule": timedelta(seconds=5)},
    "seal events": {"task": "wellarch.seal_events", "schedule": timedelta(seconds=5)},
    "seal late events": {
        "task": "wellarch.seal_events",
        "schedule": timedelta(hours=1),
        "kwargs": {"everything": True},
    },
    "sweep reports": {"task": "reviews.sweep_reports", "schedule": timedelta(seconds=5)},
    "expire reports": {"task": "reviews.expire_reports", "schedule": timedelta(hours=1)},
    # Mornings again; each looks at what is due only.
    "run report schedules": {
        "task": "reviews.run_report_schedules",
        "schedule": timedelta(minutes=10),
    },
    # With summaries.SWEEP_AFTER and a moment to count: less than five seconds after a change.
    "sweep summaries": {"task": "reviews.sweep_summaries", "schedule": timedelta(seconds=1)},
    "adopt workloads": {"task": "reviews.adopt_workloads", "schedule": timedelta(minutes=1)},
    "sweep tracker links": {"task": "reviews.sweep_trackers", "schedule": timedelta(seconds=5)},
    "poll trackers": {
        "task": "reviews.poll_trackers",
        "schedule": timedelta(minutes=WELLARCH_TRACKER_MINUTES),
    },
    "sweep scans": {"task": "reviews.sweep_scans", "schedule": timedelta(minutes=1)},
    "sweep followers": {"task": "reviews.sweep_followers", "schedule": timedelta(minutes=1)},
    "sweep notices": {"task": "wellarch.sweep_notices", "schedule": timedelta(seconds=30)},
    "sweep webhooks": {"task": "wellarch.sweep_webhooks", "schedule": timedelta(seconds=5)},
    "forget": {"task": "wellarch.forget", "schedule": timedelta(hours=1)},
    # Mornings come at every quarter of an hour somewhere; each looks at who waits only.
    "send digests": {"task": "wellarch.send_digests", "schedule": timedelta(minutes=10)},
    "pull sources": {
        "task": "lenses.pull_sources",
        "schedule": timedelta(minutes=WELLARCH_SOURCE_MINUTES),
    },
    "reopen accepted risks": {
        "task": "reviews.reopen_accepted",
        "schedule": timedelta(hours=1),
    },
    "tell what is due": {"task": "reviews.tell_due_soon", "schedule": timedelta(hours=6)},
}

MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_HANDLERS = [
    "wellarch.files.TooMuch",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# How long the file of a report is kept (0: for ever), and how long making one may take.
WELLARCH_REPORT_DAYS: int = env.int("WELLARCH_REPORT_DAYS", 90)
WELLARCH_REPORT_MINUTES: int = env.int("WELLARCH_REPORT_MINUTES", 10)
WELLARCH_EVIDENCE_MAX_MB: int = env.int("WELLARCH_EVIDENCE_MAX_MB", 20)
# Reads a file on its standard input; exit code 0 clean, 1 infected. Such as "clamdscan -".
WELLARCH_SCAN_COMMAND: str = env.str("WELLARCH_SCAN_COMMAND", "")
STATIC_URL = "static/"
# A container image brings its own, which must not hide behind the volume of the data.
STATIC_ROOT = Path(env.str("WELLARCH_STATIC_DIR", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
# Only developers read source maps; compressing them takes longer than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "wellarch.static.StaticStorage"
    },
}
