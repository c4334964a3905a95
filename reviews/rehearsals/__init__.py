"""The library of game days: failures worth rehearsing, as data, and how it is read. Pure."""
