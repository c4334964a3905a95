"""Where WellArch runs: every setting, read from the environment in one place.

Nothing set means one machine and one folder: SQLite, a broker of files, a local cache.
DATABASE_URL and REDIS_URL turn the same code into a stateless web process beside PostgreSQL
and Redis. docs/production.md lists the variables; `wellarch/checks.py` refuses bad pairs.
"""

from wellarch.env import env
from wellarch.settings.aws import *  # noqa: F403
from wellarch.settings.browsers import *  # noqa: F403
from wellarch.settings.live import *  # noqa: F403
from wellarch.settings.mail import *  # noqa: F403
from wellarch.settings.outgoing import *  # noqa: F403
from wellarch.settings.parts import *  # noqa: F403
from wellarch.settings.people import *  # noqa: F403
from wellarch.settings.place import *  # noqa: F403
from wellarch.settings.place import BASE_DIR
from wellarch.settings.rest import *  # noqa: F403
from wellarch.settings.sources import *  # noqa: F403
from wellarch.settings.state import *  # noqa: F403
from wellarch.settings.trackers import *  # noqa: F403

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)sZ %(levelname)s %(name)s: %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("WELLARCH_LOG_LEVEL", "INFO")},
    # They tell every step of every PDF.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
}
