"""The review room: where a team answers."""
