"""Webhooks: organizations' own programs are told of what happens, as Standard Webhooks says."""
