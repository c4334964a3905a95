"""Whom webhooks may be sent to, and how long an answer may take."""

from wellarch.env import env

# Hosts that may have a private or loopback address, and be spoken to by plain HTTP. All others
# may not: an address that is made to lead inside must reach nothing there.
_private_hosts: list[str] = env.list("WELLARCH_WEBHOOK_PRIVATE_HOSTS", [])
WELLARCH_WEBHOOK_PRIVATE_HOSTS = [host.lower() for host in _private_hosts]
# Certificates to trust besides those of the system, such as a company's own.
WELLARCH_WEBHOOK_CA_FILE: str = env.str("WELLARCH_WEBHOOK_CA_FILE", "")
# Seconds for one delivery: less than its lease, so that no other worker takes it meanwhile.
WELLARCH_WEBHOOK_TIMEOUT: int = min(40, env.int("WELLARCH_WEBHOOK_TIMEOUT", 15))
# Days that messages and the log of their deliveries are kept, and can be replayed.
WELLARCH_WEBHOOK_DAYS: int = env.int("WELLARCH_WEBHOOK_DAYS", 30)
