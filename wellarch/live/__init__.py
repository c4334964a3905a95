"""Live updates: tells pages that are open that something changed, and who else is there.

docs/live.md says how it works and what it costs.
"""
