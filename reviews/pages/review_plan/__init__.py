"""Pages of the review plan."""
