"""Pages of profiles: the list, one profile, its form, what answers mean, and a workload's own."""
