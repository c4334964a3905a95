"""Live updates: passes, the hub, the door."""
