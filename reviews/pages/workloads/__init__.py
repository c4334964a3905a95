"""Everything around a review: portfolio, workloads, plan, milestones, reports."""
