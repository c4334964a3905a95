"""Organizations, their members and teams, and how people join them."""
