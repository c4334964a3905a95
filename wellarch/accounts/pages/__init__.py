"""The browser door of accounts: organizations, members, one's own profile and tokens."""
