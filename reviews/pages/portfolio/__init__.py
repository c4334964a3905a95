"""Pages beside the portfolio itself: saved views, and two groups of workloads compared."""
