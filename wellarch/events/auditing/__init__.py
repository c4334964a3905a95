"""The log of changes: sealed, verified, read and told in words."""
