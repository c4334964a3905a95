"""Pages of trackers: where improvements are sent, and how that goes."""
