"""Documents from outside: which places are allowed, and how they are read without harm."""

from lenses.fetching.places import Allowed, Place, Refused, allowed, place_of
from lenses.fetching.reading import Fetched, fetch

__all__ = ["Allowed", "Fetched", "Place", "Refused", "allowed", "fetch", "place_of"]
