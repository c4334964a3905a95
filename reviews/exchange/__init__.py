"""Improvements as tables in files: how the columns are called, and how a file is read safely."""
