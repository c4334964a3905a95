"""Bringing a workload back from a report."""
