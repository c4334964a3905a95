"""To which trackers improvements may be pushed, and how often what happens there is asked for."""

from wellarch.env import env

# Hosts that may have a private or loopback address. All others may not: a name that is made to
# lead inside must open nothing there.
_private_hosts: list[str] = env.list("WELLARCH_TRACKER_PRIVATE_HOSTS", [])
WELLARCH_TRACKER_PRIVATE_HOSTS = [host.lower() for host in _private_hosts]
# Certificates to trust besides those of the system, such as a company's own.
WELLARCH_TRACKER_CA_FILE: str = env.str("WELLARCH_TRACKER_CA_FILE", "")
# Seconds for one request.
WELLARCH_TRACKER_TIMEOUT: int = env.int("WELLARCH_TRACKER_TIMEOUT", 15)
WELLARCH_TRACKER_MINUTES: int = env.int("WELLARCH_TRACKER_MINUTES", 5)
