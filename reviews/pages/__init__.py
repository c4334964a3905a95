"""The browser door of reviews: `workloads` (everything around a review), `room` (answering)."""
