"""Offering something to others: a person, a team, another organization."""
