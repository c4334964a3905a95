"""Pages by which improvements leave and come back as files."""
