"""Where WellArch runs: every setting, read from the environment in one place.

Nothing set means one machine and one folder: SQLite, a broker of files, a local cache.
DATABASE_URL and REDIS_URL turn the same code into a stateless web process beside PostgreSQL
and Redis. docs/production.md lists the variables; `wellarch/checks.py` refuses bad pairs.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor

from wellarch.env import env, read_or_create_key, read_secret

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR: Path = Path(env.str("WELLARCH_DATA_DIR", str(BASE_DIR / "var"))).resolve()

# --- Where it runs -------------------------------------------------------------------------
DEBUG: bool = env.bool("DEBUG", False)
DATABASE_URL = read_secret("DATABASE_URL")
REDIS_URL = read_secret("REDIS_URL")
EMBEDDED = DATABASE_URL is None

SECRET_KEY = read_secret("SECRET_KEY") or ""
if not SECRET_KEY:
    if not EMBEDDED and not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) when DATABASE_URL is set.")
    SECRET_KEY = read_or_create_key(DATA_DIR / "secret_key")

# The address people open in their browser; links in mails and PDFs start with it.
WELLARCH_URL: str = env.str("WELLARCH_URL", "http://localhost:8000").rstrip("/")
HTTPS = WELLARCH_URL.startswith("https://")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if not env.list("ALLOWED_HOSTS", []) and (host := urlsplit(WELLARCH_URL).hostname):
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, host})
CSRF_TRUSTED_ORIGINS = [WELLARCH_URL]

# --- What it is made of --------------------------------------------------------------------
INSTALLED_APPS = [
    "wellarch",
    "wellarch.accounts",
    "wellarch.events",
    "lenses",
    "reviews",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # the templates of widgets, which FORM_RENDERER looks for among the apps
    "allauth",
    "allauth.account",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "template_partials",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wellarch.accounts.middleware.ActorMiddleware",
    "wellarch.pages.DomainErrorMiddleware",
]
ROOT_URLCONF = "wellarch.urls"
WSGI_APPLICATION = "wellarch.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wellarch.pages.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- State: database, cache, broker, files -------------------------------------------------
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

CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost//"  # the host only stops a warning
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
    "sweep reports": {"task": "reviews.sweep_reports", "schedule": timedelta(seconds=5)},
    "sweep summaries": {"task": "reviews.sweep_summaries", "schedule": timedelta(seconds=5)},
}

MEDIA_ROOT = DATA_DIR / "files"
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

# --- Who is here ---------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portfolio"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "wellarch.accounts.forms.SignupForm"
ACCOUNT_ADAPTER = "wellarch.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = env.str("WELLARCH_EMAIL_VERIFICATION", "optional")
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_USER_DISPLAY = "wellarch.accounts.adapter.display_name"
WELLARCH_SIGNUP_OPEN: bool = env.bool("WELLARCH_SIGNUP_OPEN", True)
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- What browsers may do ------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.bool("WELLARCH_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("WELLARCH_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Limits of sign-in count the person's address, not the proxy's, which all of them share.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6_000_000

# --- Time, language, mail, logs ------------------------------------------------------------
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
vars().update(dj_email_url.parse(env.str("EMAIL_URL", "console:")))
DEFAULT_FROM_EMAIL = env.str("WELLARCH_MAIL_FROM", "WellArch <wellarch@localhost>")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("WELLARCH_LOG_LEVEL", "INFO")},
    # They tell every step of every PDF.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},
}

# --- REST ----------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "wellarch.rest.authentication.TokenAuthentication",
        "wellarch.rest.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["wellarch.rest.authentication.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["wellarch.rest.parsing.StorableJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "wellarch.rest.schema.DescribedSchema",
    "DEFAULT_PAGINATION_CLASS": "wellarch.rest.pagination.CursorPages",
    "EXCEPTION_HANDLER": "wellarch.rest.problems.handle",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "WellArch REST API",
    "DESCRIPTION": (
        "Workloads, lenses, reviews, answers, milestones and reports. Errors are RFC 9457 "
        "problem documents; lists come in pages with `next` and `previous`."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "wellarch.rest.schema.without_database_limits",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "Risk": "reviews.models.words.RiskLevel",
        "Reason": "reviews.models.words.Reason",
        "ChoiceStatus": "reviews.models.words.CHOICE_STATUSES",
        "Environment": "reviews.models.words.Environment",
        "ImprovementStatus": "reviews.models.words.ImprovementStatus",
        "ReviewStatus": "reviews.models.review.ReviewStatus",
        "ReportStatus": "reviews.models.report.ReportStatus",
        "ReportKind": "reviews.models.report.ReportKind",
        "VersionStatus": "lenses.models.lens.VersionStatus",
        "Role": "wellarch.accounts.roles.Role",
        "Scope": "wellarch.accounts.roles.Scope",
        "Via": "wellarch.accounts.roles.Via",
        "IssueClass": ["HRI", "MRI", "LRI"],
        "Move": "reviews.comparing.Move",
    },
}
