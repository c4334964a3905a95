"""How often a key may call: counted in whole minutes, in the cache every process shares.

Without Redis each process has a cache of its own and so counts for itself.
"""

from __future__ import annotations

import math
import time

from django.conf import settings
from django.core.cache import cache

from reviews.aws.errors import TooManyCalls

_WINDOW = 60


def require(key_id: str) -> None:
    """Count a call of this key. Raises TooManyCalls beyond WELLARCH_AWS_RATE a minute."""
    most = settings.WELLARCH_AWS_RATE
    if not most:
        return
    now = time.time()
    place = f"aws-rate:{key_id}:{int(now // _WINDOW)}"
    cache.add(place, 0, 2 * _WINDOW)
    try:
        count = cache.incr(place)
    except ValueError:  # it was thrown out of the cache in between
        return
    if count > most:
        raise TooManyCalls(math.ceil(_WINDOW - now % _WINDOW))
