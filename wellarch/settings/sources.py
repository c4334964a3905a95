"""From where lenses may be followed: nothing, until whoever runs the server allows it."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from wellarch.env import env


def _roots(named: dict[str, str]) -> dict[str, Path]:
    for name, path in named.items():
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,31}", name) or not Path(path).is_absolute():
            raise ImproperlyConfigured(
                "WELLARCH_SOURCE_ROOTS is a list of name=/absolute/folder; a name is made of up to"
                f" 32 of a to z, 0 to 9 and -. Not understood: {name}={path}"
            )
    return {name: Path(path) for name, path in named.items()}


def _prefixes(addresses: list[str]) -> list[str]:
    for address in addresses:
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
            raise ImproperlyConfigured(
                "WELLARCH_SOURCE_URLS is a list of addresses that begin with https:// and name a"
                f" host. Not understood: {address}"
            )
    return addresses


# name → folder. A place such as standards/ecs.yaml is a file below the folder of "standards".
WELLARCH_SOURCE_ROOTS: dict[str, Path] = _roots(env.dict("WELLARCH_SOURCE_ROOTS", {}))
WELLARCH_SOURCE_URLS: list[str] = _prefixes(env.list("WELLARCH_SOURCE_URLS", []))
# Hosts that may have a private or loopback address. All others may not: an allowed name that is
# made to lead inside must open nothing there.
_private_hosts: list[str] = env.list("WELLARCH_SOURCE_PRIVATE_HOSTS", [])
WELLARCH_SOURCE_PRIVATE_HOSTS = [host.lower() for host in _private_hosts]
# Slugs of the organizations whose admins may follow lenses; nobody named means all of them.
WELLARCH_SOURCE_ORGANIZATIONS: list[str] = env.list("WELLARCH_SOURCE_ORGANIZATIONS", [])
# Certificates to trust besides those of the system, such as a company's own.
WELLARCH_SOURCE_CA_FILE: str = env.str("WELLARCH_SOURCE_CA_FILE", "")
WELLARCH_SOURCE_TIMEOUT: int = env.int("WELLARCH_SOURCE_TIMEOUT", 20)
WELLARCH_SOURCE_MINUTES: int = env.int("WELLARCH_SOURCE_MINUTES", 15)
