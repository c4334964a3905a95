"""Pages of with whom templates and profiles are shared."""
