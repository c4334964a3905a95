"""Where it runs: folders, addresses, the key, and which services were named."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from wellarch.env import env, read_or_create_key, read_secret, read_secrets

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR: Path = Path(env.str("WELLARCH_DATA_DIR", str(BASE_DIR / "var"))).resolve()

DEBUG: bool = env.bool("DEBUG", False)
DATABASE_URL = read_secret("DATABASE_URL")
REDIS_URL = read_secret("REDIS_URL")
EMBEDDED = DATABASE_URL is None

SECRET_KEY = read_secret("SECRET_KEY") or ""
if not SECRET_KEY:
    if not EMBEDDED and not DEBUG:
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) when DATABASE_URL is set.")
    SECRET_KEY = read_or_create_key(DATA_DIR / "secret_key")
# Old ones, which still open what was signed with them.
SECRET_KEY_FALLBACKS: list[str] = read_secrets("SECRET_KEY_FALLBACKS")
# What keys are derived from (wellarch/accounts/credentials/keyring.py), the current one first;
# without them from the two above.
WELLARCH_KEYS: list[str] = read_secrets("WELLARCH_KEYS")

# The address people open in their browser; links in mails and PDFs start with it.
WELLARCH_URL: str = env.str("WELLARCH_URL", "http://localhost:8000").rstrip("/")
HTTPS = WELLARCH_URL.startswith("https://")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if not env.list("ALLOWED_HOSTS", []) and (host := urlsplit(WELLARCH_URL).hostname):
    ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, host})
CSRF_TRUSTED_ORIGINS = [WELLARCH_URL]
