"""Users, organizations, members, roles, tokens: who acts, and what they may do."""
