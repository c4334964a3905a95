"""All kinds of worksheets, in the order they are shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from reviews.worksheets import (
    availability,
    cost,
    encryption,
    failure_modes,
    performance,
    recovery,
    sustainability,
)
from reviews.worksheets.spec import Kind

KINDS: Mapping[str, Kind] = {
    kind.key: kind
    for kind in (
        availability.KIND,
        failure_modes.KIND,
        recovery.KIND,
        performance.KIND,
        encryption.KIND,
        cost.KIND,
        sustainability.KIND,
    )
}
