"""The REST door of reviews: workloads and everything in them."""
